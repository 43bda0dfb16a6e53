"""Weekly rules: from wall-clock times on days of the week to instants.

The wall clock is kept across both changes of clocks. A local time that does not exist moves
forward by the gap, one that exists twice is the first (RFC 5545, 3.3.5). Where a change of clocks
makes two of a rule's slots overlap, the later one is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from therapy_core.scheduling import rules
from therapy_core.scheduling.rules import Interval

MOST_SLOTS = 366
MOST_TIMES = 24
LONGEST_SPAN = timedelta(days=366)
_WEEK = timedelta(weeks=1)
_SOME_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a wall clock has no zone


@dataclass(frozen=True, slots=True)
class Weekly:
    """Say when slots begin: `weekdays` are 0 (Monday) to 6, `times` wall-clock times of `zone`.

    `first_day` and `last_day` are days of that zone, both included; every slot lasts `minutes`.
    """

    weekdays: tuple[int, ...]
    times: tuple[time, ...]
    minutes: int
    first_day: date
    last_day: date

    @property
    def days(self) -> list[date]:
        """Return the days on which slots begin."""
        span = (self.last_day - self.first_day).days + 1
        each = (self.first_day + timedelta(days=n) for n in range(span))
        return [day for day in each if day.weekday() in self.weekdays]

    @property
    def length(self) -> timedelta:
        """Return how long each slot lasts."""
        return timedelta(minutes=self.minutes)

    @property
    def overlaps_itself(self) -> bool:
        """Tell whether two of the slots would overlap by the wall clock, in any week."""
        begin = sorted(
            datetime.combine(_SOME_MONDAY + timedelta(days=day), at)
            for day in self.weekdays
            for at in self.times
        )
        around = [*begin, begin[0] + _WEEK]
        return any(later - earlier < self.length for earlier, later in pairwise(around))


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the moment, in UTC, at which the wall clocks of `zone` show `at` on `day`.

    `datetime` reads a time in a gap by the offset before it (PEP 495), which is forward by the
    gap, and one that comes twice as the first.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def occurrences(weekly: Weekly, zone: str) -> list[Interval]:
    """Return the intervals of all slots of a rule, in order, none overlapping another."""
    begin = sorted({instant(day, at, zone) for day in weekly.days for at in weekly.times})
    return _apart([(each, each + weekly.length) for each in begin])


def days_around(weekly: Weekly) -> list[str]:
    """Return every UTC day, as an ISO date, that a slot may touch whatever the zone."""
    found = {
        each + timedelta(days=n) for each in weekly.days for n in (-1, 0, 1, 2)
    }  # zones are up to 14 hours off UTC, and slots up to a day long
    return [each.isoformat() for each in sorted(found)]


def _apart(intervals: Sequence[Interval]) -> list[Interval]:
    kept: list[Interval] = []
    for each in intervals:
        if not kept or not rules.overlap(kept[-1], each):
            kept.append(each)
    return kept
