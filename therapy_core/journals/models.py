"""Journal entries, and the counters of a day that trends are read from.

The words and the feeling's name are sealed. The family, the intensity and the day are plain, in
the entry as in the counters (docs/adr/0018).
"""

from __future__ import annotations

from typing import Any, ClassVar

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.journals.vocabulary import FAMILIES
from therapy_core.table import AccessPattern, Entity, Primary, SealedText

ALL, SHARED = "all", "shared"
COUNT, SUM = "count", "sum"


class JournalEntry(Entity, discriminator="journal_entry"):
    """Hold what a client felt, and when; its id's time is the time it was felt.

    `felt_on` is the day in the client's zone at that time, which trends count it under; `family`
    is absent for a word that the vocabulary does not have.
    """

    primary = Primary("CLIENT#{client_id}", "JOURNAL#{entry_id}")
    sealed_for: ClassVar[str] = "client_id"

    client_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    felt_at = UTCDateTimeAttribute()
    felt_on = UnicodeAttribute()
    timezone = UnicodeAttribute(default="UTC")
    written_at = UTCDateTimeAttribute()
    feeling = SealedText("own")
    words = SealedText("own", null=True)
    family = UnicodeAttribute(null=True)
    intensity = NumberAttribute()
    private = BooleanAttribute(default=False)
    vocabulary_version = NumberAttribute()


def counter(audience: str, family: str, figure: str) -> str:
    """Return the name of one of a day's counters.

    `audience` is ALL entries or the SHARED ones, which leaves out what is private; `figure` is
    COUNT or SUM, of the intensities.
    """
    return f"{audience}_{family}_{figure}"


class Mood(Entity, discriminator="mood"):
    """Count the entries of a day, and add up their intensities, by family.

    It has a counter for every audience, family and figure (see `counter`); one that was never
    touched is absent and means 0.
    """

    primary = Primary("CLIENT#{client_id}", "MOOD#{day}")

    client_id = UnicodeAttribute()
    day = UnicodeAttribute()
    for _audience in (ALL, SHARED):
        for _family in FAMILIES:
            for _figure in (COUNT, SUM):
                vars()[counter(_audience, _family, _figure)] = NumberAttribute(null=True)
    del _audience, _family, _figure

    def figure(self, audience: str, family: str, figure: str) -> int:
        """Return one of the counters."""
        return int(getattr(self, counter(audience, family, figure)) or 0)

    @classmethod
    def counter(cls, audience: str, family: str, figure: str) -> Any:
        """Return the attribute of one of the counters."""
        return getattr(cls, counter(audience, family, figure))


JOURNAL = AccessPattern[JournalEntry](
    "journal of a client",
    on=JournalEntry.primary,
    newest_first=True,
    consistent=True,
    why="A client reads back, and a therapist whom the client let in; by the time of the feeling.",
)
MOODS = AccessPattern[Mood](
    "moods of a client by day",
    on=Mood.primary,
    newest_first=True,
    consistent=True,
    why="Trends: how many feelings of a family on a day, and how strong.",
)
