"""Measure reading and writing entities as compiled, beside PynamoDB's own way.

    .venv/bin/python -m bench.entities            # or with another number of rounds: ... 15

Twenty items of four entities of the practice, no table and no network: an item as DynamoDB sends
it becomes an entity, and an entity the item again. In each round both ways take their turn, and
the ratio is that of the round. Times are processor time. The last lines are the whole of the way
from the answer of a Query to the entities of a page, and from an entity to its PutItem.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from therapy_core.directory.models import Client
from therapy_core.journals.models import JOURNAL, JournalEntry
from therapy_core.relationships.models import Relationship
from therapy_core.schema import PRACTICE
from therapy_core.sessions.models import Session
from therapy_core.table import Entity, PageRequest, Table
from therapy_core.table.changes import stamped
from therapy_core.table.plan import plan
from therapy_core.table.testing import MemorySealer

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
SIZE = 20
ROUNDS, REPEATS = 41, 10
WORDS = "I walked home along the river and it was easier than I had thought. " * 4

Deed = Callable[[], object]


def entry(n: int) -> JournalEntry:
    """Return a journal entry."""
    at = NOW - n * HOUR
    return JournalEntry(
        client_id="cli_01JD5W6Q8Z",
        entry_id=f"jrn_{10**10 - n}",
        felt_at=at,
        felt_on="2026-11-20",
        written_at=at,
        feeling="hopeful",
        words=WORDS,
        family="joy",
        intensity=1 + n % 10,
        vocabulary_version=1,
    )


def session(n: int) -> Session:
    """Return a session."""
    return Session(
        session_id=f"ses_{n:026d}",
        client_id="cli_01JD5W6Q8Z",
        therapist_id="thr_01JD5W6Q8Z",
        slot_id=f"slt_{n}",
        starts_at=NOW + n * HOUR,
        ends_at=NOW + (n + 1) * HOUR,
        place="Room 2",
    )


def client(n: int) -> Client:
    """Return a client."""
    return Client(client_id=f"cli_{n:026d}", name=f"Ada {n}", email=f"ada{n}@example.org")


def relationship(n: int) -> Relationship:
    """Return a relationship."""
    return Relationship(
        client_id=f"cli_{n:026d}",
        therapist_id="thr_01JD5W6Q8Z",
        client_name=f"Ada {n}",
        mapping="active",
        access_request_until=NOW,
    )


MAKERS: tuple[Callable[[int], Entity], ...] = (entry, session, client, relationship)


class Answers:
    """Answer every Query with the same items, and every other operation with nothing."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def __call__(self, operation: str, _request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer."""
        return {"Items": self.items} if operation == "Query" else {}


def spent(deed: Deed) -> float:
    """Return the processor time of a deed in microseconds."""
    begun = time.process_time_ns()
    for _ in range(REPEATS):
        deed()
    return (time.process_time_ns() - begun) / 1000 / REPEATS


def compare(title: str, ours: Deed, theirs: Deed, rounds: int) -> None:
    """Print what both take, by turns, and the ratio with its spread (tenth to ninetieth)."""
    pairs = [(spent(ours), spent(theirs)) for _ in range(rounds + 2)][2:]
    ratios = sorted(a / b for a, b in pairs)
    mine, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    low, high = ratios[rounds // 10], ratios[-1 - rounds // 10]
    middle = statistics.median(ratios)
    print(f"{title:28}{mine:8.0f}{other:12.0f}{middle:9.3f}  ({low:.3f} to {high:.3f})")


def tell(title: str, deed: Deed, rounds: int) -> None:
    """Print what a deed takes."""
    times = sorted(spent(deed) for _ in range(rounds + 2))
    print(f"{title:28}{statistics.median(times):8.0f}")


def main(rounds: int) -> None:
    """Measure everything."""
    answers = Answers()
    table = Table(PRACTICE, "bench", answers, secret=bytes(16), sealer=MemorySealer())
    print(f"{'us of processor time':28}{'compiled':>8}{'PynamoDB':>12}{'ratio':>9}")
    for make in MAKERS:
        items = [stamped(table, make(n), NOW) for n in range(SIZE)]
        kind = type(make(0))
        made = plan(kind)
        held = [made.decode(raw) for raw in items]
        compare(
            f"read {SIZE} of {kind.__name__}",
            lambda made=made, items=items: [made.decode(raw) for raw in items],
            lambda kind=kind, items=items: [kind.from_raw_data(raw) for raw in items],
            rounds,
        )
        compare(
            f"write {SIZE} of {kind.__name__}",
            lambda made=made, held=held: [made.encode(each) for each in held],
            lambda held=held: [each.serialize() for each in held],
            rounds,
        )
    answers.items = [stamped(table, entry(n), NOW) for n in range(SIZE)]
    asked = {"scope": "bench", "client_id": "cli_01JD5W6Q8Z"}
    tell("answer to page", lambda: table.page(JOURNAL, PageRequest(SIZE), **asked), rounds)
    tell("entry to PutItem, made", lambda: table.create(entry(0)), rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
