"""The rules of scheduling: pure functions on plain values, without a clock of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from therapy_core.relationships.models import Status
from therapy_core.scheduling.models import SlotStatus

Interval = tuple[datetime, datetime]
"""From when until when, both aware; the end is not part of it."""

SHEETS_KEPT = timedelta(days=7)
"""How long a day's sheet outlives its day."""

_DAY = timedelta(days=1)
_ANSWERS = {
    "client": {Status.WITHDRAWN},
    "therapist": {Status.APPROVED, Status.REJECTED},
}


def overlap(one: Interval, other: Interval) -> bool:
    """Tell whether two intervals share a moment; those that touch don't."""
    return one[0] < other[1] and other[0] < one[1]


def is_free(wanted: Interval, taken: Iterable[Interval]) -> bool:
    """Tell whether `wanted` overlaps none of `taken`."""
    return not any(overlap(wanted, each) for each in taken)


def parts(interval: Interval) -> dict[str, Interval]:
    """Return an interval split over the UTC days that it touches: ISO date to its part there."""
    found: dict[str, Interval] = {}
    starts_at, ends_at = (each.astimezone(UTC) for each in interval)
    while starts_at < ends_at:
        midnight = starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
        until = min(ends_at, midnight + _DAY)
        found[starts_at.date().isoformat()] = (starts_at, until)
        starts_at = until
    return found


def days(interval: Interval) -> list[str]:
    """Return the UTC days that an interval touches, as ISO dates in order."""
    return list(parts(interval))


def sheet_ends(day: str) -> datetime:
    """Return when the sheet of a day (an ISO date) is of no use any more."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + _DAY + SHEETS_KEPT


def written(interval: Interval) -> str:
    """Return an interval as a day's sheet holds it: `start/end` (ISO 8601), in UTC."""
    return "/".join(each.astimezone(UTC).isoformat() for each in interval)


def read(text: str) -> Interval:
    """Return the interval that `written` made `text` of."""
    starts_at, _, ends_at = text.partition("/")
    return datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)


def others(intervals: Mapping[str, str], but: str = "") -> list[Interval]:
    """Return what a sheet holds beside what `but` names."""
    return [read(text) for name, text in intervals.items() if name != but]


def slot_status(status: str, held_until: datetime | None, now: datetime) -> SlotStatus:
    """Return what a slot is at a moment: a hold that has lapsed leaves it open."""
    found = SlotStatus(status)
    lapsed = held_until is not None and held_until <= now
    return SlotStatus.OPEN if found is SlotStatus.HELD and lapsed else found


def can_be_asked_for(
    status: str, held_until: datetime | None, starts_at: datetime, now: datetime
) -> bool:
    """Tell whether a slot is open, and has not begun."""
    return slot_status(status, held_until, now) is SlotStatus.OPEN and starts_at > now


def held_until(now: datetime, hours: int, starts_at: datetime) -> datetime:
    """Return how long a request holds its slot: so many hours, or until the slot begins."""
    return min(now + timedelta(hours=hours), starts_at)


def request_status(status: str, due_at: datetime, now: datetime) -> Status:
    """Return what a request is at a moment: pending ends when its time has passed."""
    found = Status(status)
    return Status.EXPIRED if found is Status.PENDING and due_at <= now else found


def may_answer(role: str, answer: Status) -> bool:
    """Tell whether a side ("client" or "therapist") is the one that gives this answer."""
    return answer in _ANSWERS.get(role, set())
