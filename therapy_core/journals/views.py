"""What is shown of a journal.

Printed, a view shows ids alone, since what is printed ends in logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from therapy_core.journals.models import COUNT, SUM, JournalEntry, Mood
from therapy_core.journals.vocabulary import FAMILIES


@dataclass(frozen=True, slots=True, repr=False)
class EntryView:
    """Show an entry of a journal."""

    client_id: str
    entry_id: str
    felt_at: datetime
    felt_on: date
    timezone: str
    written_at: datetime
    feeling: str
    family: str | None
    intensity: int
    words: str | None
    private: bool
    vocabulary_version: int
    version: int
    updated_at: datetime | None

    def __repr__(self) -> str:
        return f"<EntryView {self.entry_id}>"

    @classmethod
    def of(cls, entry: JournalEntry) -> EntryView:
        """Return what there is to see of an entry."""
        return cls(
            entry.client_id,
            entry.entry_id,
            entry.felt_at,
            date.fromisoformat(entry.felt_on),
            entry.timezone,
            entry.written_at,
            entry.feeling,
            entry.family,
            int(entry.intensity),
            entry.words,
            entry.private,
            int(entry.vocabulary_version),
            int(entry.version),
            entry.updated_at,
        )


@dataclass(frozen=True, slots=True, repr=False)
class FamilyTrend:
    """Show how often feelings of a family were felt, and how strongly together.

    `family` is one of the vocabulary's, or `other`; `intensity_sum` adds up the intensities.
    """

    family: str
    count: int
    intensity_sum: int

    @property
    def mean_intensity(self) -> float:
        """Return the mean intensity, to two places."""
        return round(self.intensity_sum / self.count, 2)


@dataclass(frozen=True, slots=True, repr=False)
class DayTrend:
    """Show the feelings of one day in the client's own time, by family."""

    day: date
    families: list[FamilyTrend]

    @classmethod
    def of(cls, mood: Mood, audience: str) -> DayTrend:
        """Return what a day's counters say of ALL entries, or of the SHARED ones."""
        found = (
            FamilyTrend(f, mood.figure(audience, f, COUNT), mood.figure(audience, f, SUM))
            for f in FAMILIES
        )
        return cls(date.fromisoformat(mood.day), [each for each in found if each.count])


@dataclass(frozen=True, slots=True, repr=False)
class Trends:
    """Hold a page of days, newest first, and the totals of the days on it."""

    items: list[DayTrend] = field(default_factory=list)
    next_cursor: str | None = None

    @property
    def totals(self) -> list[FamilyTrend]:
        """Return what the families of this page come to."""
        return added(each for item in self.items for each in item.families)


def added(each: Iterable[FamilyTrend]) -> list[FamilyTrend]:
    """Return the sum of trends, by family."""
    counts, sums = dict.fromkeys(FAMILIES, 0), dict.fromkeys(FAMILIES, 0)
    for one in each:
        counts[one.family] += one.count
        sums[one.family] += one.intensity_sum
    return [FamilyTrend(f, counts[f], sums[f]) for f in FAMILIES if counts[f]]
