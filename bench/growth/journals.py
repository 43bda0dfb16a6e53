"""A journal of many entries, its trends, and searches in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.growth.subject import (
    CLIENT,
    NOW,
    THERAPIST,
    WORDS,
    Subject,
    of_client,
    of_therapist,
)
from therapy_core import ids
from therapy_core.journals.models import JournalEntry, Mood
from therapy_core.journals.rules import Felt, tally
from therapy_core.journals.vocabulary import vocabulary
from therapy_core.table import Entity

STEP = timedelta(minutes=29, seconds=30)
"""Between entries: a million of them begin in 1970, before which there are no ids. A thousand take
21 days, which is less than the hundred that a page of trends looks at."""
ME, HIM = CLIENT.profile_id, THERAPIST.profile_id


def middle(size: int) -> datetime:
    """Return when the entry in the middle of a journal was felt."""
    return NOW - size // 2 * STEP


def journal(size: int) -> Iterator[Entity]:
    """Yield a journal of so many entries, every fifth of them private, and its counters."""
    known = vocabulary()
    names = [word for family in known.families for word in family.words] + ["saudade"]
    moods: dict[str, Counter[str]] = {}
    for n in range(size):
        at, word, private = NOW - n * STEP, names[n % len(names)], n % 5 == 0
        entry = JournalEntry(
            client_id=ME,
            entry_id=ids.ENTRY + ids.new_ulid(at),
            felt_at=at,
            felt_on=at.date().isoformat(),
            written_at=at,
            feeling=word,
            words=WORDS,
            family=known.family_of(word),
            intensity=1 + n % 10,
            private=private,
            vocabulary_version=known.version,
        )
        felt = Felt(entry.family, int(entry.intensity), private)
        moods.setdefault(entry.felt_on, Counter()).update(tally(felt))
        yield entry
    for day, counters in moods.items():
        yield Mood(client_id=ME, day=day, **counters)


JOURNALS = Subject(
    "entries",
    journal,
    {
        "journal, newest page": of_client(lambda a, _: a.journals.list(ME)),
        "journal, a page from the middle": of_client(
            lambda a, size: a.journals.list(ME, until=middle(size))
        ),
        "journal, one family": of_client(lambda a, _: a.journals.list(ME, feeling="anger")),
        "journal, by a therapist": of_therapist(lambda a, _: a.journals.list(ME)),
        "trends": of_client(lambda a, _: a.journals.trends(ME)),
        "trends, by a therapist": of_therapist(lambda a, _: a.journals.trends(ME)),
        "search, a page of matches": of_client(lambda a, _: a.search.of_client(ME, "river")),
        "search, nothing found": of_client(lambda a, _: a.search.of_client(ME, "zebra")),
        "search, by a therapist": of_therapist(lambda a, _: a.search.of_therapist(HIM, "river")),
        "search, nothing found by a therapist": of_therapist(
            lambda a, _: a.search.of_therapist(HIM, "zebra")
        ),
        "an entry is written": of_client(lambda a, _: a.journals.write(ME, "glad", 5, words=WORDS)),
    },
    most=1_000_000,
    pages=(
        "journal, newest page",
        "journal, a page from the middle",
        "journal, by a therapist",
        "trends",
    ),
    fewest={"trends": 10_000, "trends, by a therapist": 10_000},
)
