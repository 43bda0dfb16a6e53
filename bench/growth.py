"""Measure what a page costs among 1,000, 10,000 and 100,000 entries.

    make growth               # or with other sizes: .venv/bin/python -m bench.growth 100 1000

Runs on the embedded engine and writes docs/growth.md. What is measured stands in `SUBJECTS`; a
part of the library that is to be measured adds a subject of its own.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.practices import SETTINGS, let_read
from therapy_cli.engine import Engine
from therapy_core import Actor, PageRequest, Practice, Role, ids
from therapy_core.journals.models import JournalEntry, Mood
from therapy_core.journals.rules import Felt, tally
from therapy_core.journals.vocabulary import vocabulary
from therapy_core.messaging.models import Conversation, Message
from therapy_core.search.views import Where
from therapy_core.table import Entity
from therapy_core.table.export import create_table_input

ROOT = Path(__file__).parent.parent
SIZES = (1_000, 10_000, 100_000)
TIMES = 9
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
STEP = timedelta(hours=3)
CLIENT = Actor(Role.CLIENT, "acc_c", "cli_growth", name="Ada")
THERAPIST = Actor(Role.THERAPIST, "acc_t", "thr_growth", name="Tom")
WORDS = "I walked home along the river and it was easier than I had thought. " * 4

Case = Callable[[Practice], Any]


@dataclass(frozen=True)
class Subject:
    """Say what fills the table to a size, and what is then asked for."""

    fill: Callable[[int], Iterator[Entity]]
    cases: dict[str, Case]


def journal(size: int) -> Iterator[Entity]:
    """Yield a journal of so many entries, every fifth of them private, and its counters."""
    known = vocabulary()
    names = [word for family in known.families for word in family.words] + ["saudade"]
    moods: dict[str, Counter[str]] = {}
    for n in range(size):
        at, word, private = NOW - n * STEP, names[n % len(names)], n % 5 == 0
        entry = JournalEntry(
            client_id=CLIENT.profile_id,
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
        yield Mood(client_id=CLIENT.profile_id, day=day, **counters)


def of_client(call: Callable[[Any, str], Any]) -> Case:
    """Return a case in which the client asks."""
    return lambda practice: call(practice.acting_as(CLIENT), CLIENT.profile_id)


def of_therapist(call: Callable[[Any, str], Any]) -> Case:
    """Return a case in which the therapist asks who was let in."""
    return lambda practice: call(practice.acting_as(THERAPIST), CLIENT.profile_id)


LONG_AGO = NOW - 900 * STEP

JOURNALS = Subject(
    journal,
    {
        "journal, newest page": of_client(lambda a, c: a.journals.list(c)),
        "journal, a page of long ago": of_client(lambda a, c: a.journals.list(c, until=LONG_AGO)),
        "journal, one family": of_client(lambda a, c: a.journals.list(c, feeling="anger")),
        "journal, by a therapist": of_therapist(lambda a, c: a.journals.list(c)),
        "trends": of_client(lambda a, c: a.journals.trends(c)),
        "trends, by a therapist": of_therapist(lambda a, c: a.journals.trends(c)),
        "search, a page of matches": of_client(lambda a, c: a.search.of_client(c, "river")),
        "search, nothing found": of_client(lambda a, c: a.search.of_client(c, "zebra")),
        "search, by a therapist": of_therapist(
            lambda a, _: a.search.of_therapist(THERAPIST.profile_id, "river")
        ),
        "search, nothing found by a therapist": of_therapist(
            lambda a, _: a.search.of_therapist(THERAPIST.profile_id, "zebra")
        ),
        "an entry is written": of_client(lambda a, c: a.journals.write(c, "glad", 5, words=WORDS)),
    },
)


def messages(size: int) -> Iterator[Entity]:
    """Yield a conversation of so many messages, and as many of the therapist with others."""
    pair = {"client_id": CLIENT.profile_id, "therapist_id": THERAPIST.profile_id}
    last = ""
    for n in range(size):
        at = NOW - (size - n) * timedelta(minutes=5)
        last = ids.MESSAGE + ids.new_ulid(at)
        side = ("client", "therapist")[n % 2]
        yield Message(message_id=last, sender=side, sent_at=at, text=WORDS, **pair)
        other = {"client_id": f"cli_{n:06}", "therapist_id": THERAPIST.profile_id}
        yield Conversation(last_at=at, last_message_id=last, last_sender=side, **other)
    half = {"client_unread": (size + 1) // 2, "therapist_unread": size // 2}
    yield Conversation(
        last_at=NOW, last_message_id=last, last_sender="client", preview=WORDS[:140], **half, **pair
    )


PAIR = (CLIENT.profile_id, THERAPIST.profile_id)


def read_to_the_end(acting: Any, _: str) -> None:
    """Mark the last message as read, in a list that was just opened."""
    last = acting.messaging.conversations(PageRequest(1)).items[0].last_message_id
    acting.messaging.mark_read(*PAIR, last)


def second_page(acting: Any, _: str) -> None:
    """Read the history's newest page and the one before."""
    first = acting.messaging.history(*PAIR)
    acting.messaging.history(*PAIR, PageRequest(20, first.next_cursor))


MESSAGES = Subject(
    messages,
    {
        "history, newest page": of_client(lambda a, _: a.messaging.history(*PAIR)),
        "history, two pages": of_client(second_page),
        "conversations": of_therapist(lambda a, _: a.messaging.conversations()),
        "conversations, and all marked as read": of_therapist(read_to_the_end),
        "search of messages, a page of matches": of_client(
            lambda a, c: a.search.of_client(c, "river", within=[Where.MESSAGES])
        ),
        "search of messages, nothing found": of_client(
            lambda a, c: a.search.of_client(c, "zebra", within=[Where.MESSAGES])
        ),
        "a message is sent": of_client(lambda a, _: a.messaging.send(*PAIR, WORDS)),
    },
)
SUBJECTS = (JOURNALS, MESSAGES)


@dataclass(frozen=True)
class Measured:
    """Hold what one case took: calls, read units, and milliseconds in the median."""

    calls: int
    read: float
    milliseconds: float


def measure(practice: Practice, case: Case) -> Measured:
    """Carry out a case several times and return what it took."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        with practice.metered() as meter:
            case(practice)
        took.append((time.perf_counter() - began) * 1000)
    return Measured(meter.round_trips, meter.read_units, statistics.median(took))


def without_stream(endpoint: str) -> Practice:
    """Return a practice on a new table without a stream.

    In memory the engine looks through the whole stream on every write (therapy_cli/engine/tuning.py
    mends that on disk), which would measure the engine and nothing else.
    """
    name = f"growth-{uuid.uuid4().hex[:12]}"
    practice = Practice.connect(replace(SETTINGS, endpoint=endpoint, table_name=name))
    asked = create_table_input(practice.table.schema, name)
    del asked["StreamSpecification"]
    practice.table.wire.dispatch("CreateTable", asked)
    return practice


def at_size(endpoint: str, subject: Subject, size: int) -> dict[str, Measured]:
    """Fill a new table to a size and measure every case on it."""
    practice = without_stream(endpoint)
    let_read(practice, CLIENT, THERAPIST)
    practice.table.load(subject.fill(size))
    return {name: measure(practice, case) for name, case in subject.cases.items()}


def page(found: dict[int, dict[str, Measured]]) -> str:
    """Return the document."""
    sizes = list(found)
    head = " | ".join(f"{size:,}: calls | read units | ms" for size in sizes)
    rule = " | ".join(["---"] * (1 + 3 * len(sizes)))
    rows = [f"| | {head} |", f"| {rule} |"]
    for name in found[sizes[0]]:
        cells = (found[size][name] for size in sizes)
        told = " | ".join(f"{m.calls} | {m.read:g} | {m.milliseconds:.1f}" for m in cells)
        rows.append(f"| {name} | {told} |")
    return INTRODUCTION + "\n".join(rows) + "\n"


INTRODUCTION = """# What a page costs as the data grows

Written by `make growth`, on the embedded engine. A page has 20 entries. Calls and read
units are exact; milliseconds are the median of 9 on a machine that was busy with other things, and
only their order of magnitude means anything.

"""


def main() -> None:
    """Measure everything at each size and write the document."""
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    found: dict[int, dict[str, Measured]] = {size: {} for size in sizes}
    with Engine() as engine:
        for size in sizes:
            for subject in SUBJECTS:
                print(f"{size:,} ...", file=sys.stderr)
                found[size] |= at_size(engine.endpoint, subject, size)
    text = page(found)
    (ROOT / "docs" / "growth.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
