"""What a therapist enters to offer time, checked and brought into form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from therapy_core.errors import InvalidInput
from therapy_core.scheduling import weekly
from therapy_core.scheduling.rules import Interval
from therapy_core.scheduling.slot_ids import LONGEST_MINUTES
from therapy_core.scheduling.weekly import Weekly

SHORTEST_MINUTES = 5
FURTHEST = timedelta(days=2 * 366)
"""How far ahead slots are offered."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def interval(
    starts_at: datetime, ends_at: datetime | None, minutes: int | None, now: datetime
) -> Interval:
    """Return the interval of one slot, in UTC; either its end or its length is given.

    Raises `InvalidInput`.
    """
    if (ends_at is None) == (minutes is None):
        raise InvalidInput({"ends_at": "takes either an end or a length in minutes"})
    begin = _moment("starts_at", starts_at)
    if not now < begin <= now + FURTHEST:
        raise InvalidInput({"starts_at": "takes a time within the next two years"})
    if minutes is None:
        assert ends_at is not None
        length, field = _moment("ends_at", ends_at) - begin, "ends_at"
    else:
        length, field = timedelta(minutes=_bounded(minutes)), "duration_minutes"
    _check_length(field, length)
    return begin, begin + length


def weekly_rule(
    weekdays: Sequence[str],
    times: Sequence[str],
    minutes: int,
    first_day: date,
    last_day: date,
    now: datetime,
) -> Weekly:
    """Return a weekly rule: names of weekdays, wall-clock times `HH:MM`, both days included.

    Raises `InvalidInput`.
    """
    found = Weekly(
        tuple(sorted({_weekday(each) for each in weekdays})),
        tuple(sorted({_time(each) for each in times})),
        minutes,
        first_day,
        last_day,
    )
    _check_length("duration_minutes", timedelta(minutes=_bounded(minutes)))
    _check_span(found, now)
    if not found.days:
        raise InvalidInput({"weekdays": "takes days that come between the first and the last"})
    if not 1 <= len(found.times) <= weekly.MOST_TIMES:
        raise InvalidInput({"times": f"takes 1 to {weekly.MOST_TIMES} times"})
    if found.overlaps_itself:
        raise InvalidInput({"times": "takes times so far apart that no slot overlaps another"})
    if len(found.days) * len(found.times) > weekly.MOST_SLOTS:
        raise InvalidInput({"last_day": f"takes at most {weekly.MOST_SLOTS} slots at once"})
    return found


def _check_span(rule: Weekly, now: datetime) -> None:
    today = now.date() - timedelta(days=1)  # it may be yesterday still somewhere
    if not today <= rule.first_day <= (now + FURTHEST).date():
        raise InvalidInput({"first_day": "takes a day within the next two years"})
    if not rule.first_day <= rule.last_day < rule.first_day + weekly.LONGEST_SPAN:
        raise InvalidInput({"last_day": "takes a day within a year from the first"})


def _check_length(field: str, length: timedelta) -> None:
    whole = length % timedelta(minutes=1) == timedelta()
    shortest, longest = timedelta(minutes=SHORTEST_MINUTES), timedelta(minutes=LONGEST_MINUTES)
    if not whole or not shortest <= length <= longest:
        raise InvalidInput({field: "takes slots of 5 minutes to 24 hours, in whole minutes"})


def _bounded(minutes: int) -> int:
    """Return `minutes`, or what is as wrong, and no number that no interval can hold."""
    return max(0, min(minutes, LONGEST_MINUTES + 1))


def _moment(field: str, value: datetime) -> datetime:
    try:
        found = value.astimezone(UTC)
    except OverflowError:
        raise InvalidInput({field: "is not a time of these years"}) from None
    if value.utcoffset() is None or found.second or found.microsecond:
        raise InvalidInput({field: "takes a whole minute, with its offset from UTC"})
    return found


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise InvalidInput({"weekdays": f"takes some of {', '.join(WEEKDAYS)}"})
    return WEEKDAYS.index(name)


def _time(text: str) -> time:
    try:
        found = datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a wall clock has no zone
    except ValueError:
        raise InvalidInput({"times": "takes times like 09:30"}) from None
    return found
