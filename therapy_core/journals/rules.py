"""What may stand in a journal, when it can have been felt, and what a day's counters make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from therapy_core import ids
from therapy_core.journals.models import ALL, COUNT, SHARED, SUM, counter
from therapy_core.journals.vocabulary import OTHER, vocabulary
from therapy_core.table.codecs import fold
from therapy_core.values import line, optional, paragraph

LONGEST_FEELING = 60
LONGEST_WORDS = 10_000
LEAST_INTENSITY, GREATEST_INTENSITY = 1, 10
SKEW = timedelta(minutes=5)
"""How far the writer's clock may be ahead of ours."""
EARLIEST = ids.EPOCH
"""The first moment that an identifier can hold."""
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
_TIME_PLACES = 10
"""How many characters of a ULID are its time."""


def intensity(value: Any) -> int:
    """Return how strong a feeling is: a whole number from 1 to 10."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not LEAST_INTENSITY <= value <= GREATEST_INTENSITY:
        raise ValueError(f"is a whole number from {LEAST_INTENSITY} to {GREATEST_INTENSITY}")
    return int(value)


def flag(value: Any) -> bool:
    """Return a yes or no."""
    if not isinstance(value, bool):
        raise ValueError("is true or false")  # noqa: TRY004 - it tells a person
    return value


def felt_at(now: datetime) -> Callable[[Any], datetime]:
    """Return a rule for the time of a feeling, to the millisecond: not in the future of `now`.

    Source: access.md, rule 11. A clock that is five minutes ahead is forgiven.
    """

    def rule(value: Any) -> datetime:
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise ValueError("is a time with its offset from UTC")
        if not EARLIEST <= value <= now + SKEW:
            raise ValueError("lies between 1970 and now")
        return to_millisecond(value)

    return rule


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "feeling": line(LONGEST_FEELING),
    "words": optional(paragraph(LONGEST_WORDS)),
    "intensity": intensity,
    "private": flag,
}
"""What can be changed in an entry."""


def to_millisecond(at: datetime) -> datetime:
    """Return `at` in UTC, without what is smaller than a millisecond."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def local_day(at: datetime, zone: str) -> str:
    """Return the date, `yyyy-mm-dd`, that clocks in the IANA zone `zone` show at an instant."""
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def first_id(prefix: str, at: datetime) -> str:
    """Return what the ids begin with whose time is the first millisecond at or after `at`."""
    at = min(max(at, EARLIEST), LATEST)
    whole = to_millisecond(at)
    whole += ids.MILLISECOND if whole < at else timedelta(0)
    return prefix + ids.new_ulid(whole)[:_TIME_PLACES]


def id_bounds(
    prefix: str, since: datetime | None, until: datetime | None
) -> tuple[str | None, str | None]:
    """Return the least and the greatest beginning of the ids from `since` on and before `until`.

    None is open. Where nothing lies between, the least is greater than the greatest.
    """
    low = first_id(prefix, since) if since else None
    if until is None:
        return low, None
    if until <= EARLIEST:
        return prefix + "1", prefix + "0"
    return low, first_id(prefix, until - ids.MILLISECOND)


def is_of(wanted: str, family: str | None) -> bool:
    """Tell whether `wanted` is the name of a feeling's family; `other` is for those without."""
    return fold(wanted) == (family or OTHER)


def may_be(wanted: str, family: str | None) -> bool:
    """Tell whether the name of a feeling of `family` can be `wanted`, without looking at it."""
    return family is None or vocabulary().family_of(wanted) == family


def is_named(wanted: str, feeling: str) -> bool:
    """Tell whether two names are the same, whatever their case and accents."""
    return fold(wanted) == fold(feeling)


@dataclass(frozen=True, slots=True)
class Felt:
    """Hold what counts of an entry."""

    family: str | None
    intensity: int
    private: bool


def tally(felt: Felt | None) -> Counter[str]:
    """Return what one entry adds to its day's counters; nothing for None."""
    found: Counter[str] = Counter()
    if felt is not None:
        for audience in (ALL,) if felt.private else (ALL, SHARED):
            found[counter(audience, felt.family or OTHER, COUNT)] = 1
            found[counter(audience, felt.family or OTHER, SUM)] = felt.intensity
    return found


def change_of(before: Felt | None, after: Felt | None) -> dict[str, int]:
    """Return by how much the counters of a day move, where they do."""
    was, is_now = tally(before), tally(after)
    moved = {name: is_now[name] - was[name] for name in was | is_now}
    return {name: by for name, by in moved.items() if by}
