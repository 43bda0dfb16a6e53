"""Measure what a page of answers costs to dump and to write, as ratios in one run.

    .venv/bin/python -m bench.responses [ROUNDS]

A page of 20 entries of a journal is dumped by its compiled function and by marshmallow itself,
and the result written as bytes by orjson and by the standard library. Rounds alternate between
the two sides; what is told is the processor time of a call, and the median of the rounds' ratios
with their quartiles.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from therapy_api.dumping import dumper
from therapy_api.encoding import encoded
from therapy_api.schemas.journals import EntryPage
from therapy_core.actor import Page
from therapy_core.journals.views import EntryView

ROUNDS, CALLS = 21, 100
NOW = datetime(2026, 11, 20, 9, 30, 12, 345_678, tzinfo=UTC)
WORDS = "I walked home along the river and it was easier than I had thought; até amanhã. " * 4

Call = Callable[[], Any]


def entry(n: int) -> EntryView:
    """Return the view of an entry; some have no words, no family, or were never changed."""
    at = NOW - n * timedelta(hours=3)
    return EntryView(
        client_id="cli_01JD3W8QZ7M5T0X9V2B4C6D8E1",
        entry_id=f"jrn_01JD3W8QZ7M5T0X9V2B4C6D8{n:02}",
        felt_at=at,
        felt_on=at.date(),
        timezone="Europe/Lisbon",
        written_at=at,
        feeling="relieved",
        family="happiness" if n % 3 else None,
        intensity=1 + n % 10,
        words=WORDS if n % 4 else None,
        private=n % 5 == 0,
        vocabulary_version=1,
        version=1 + n % 2,
        updated_at=at if n % 2 else None,
    )


def pairs() -> dict[str, tuple[Call, Call]]:
    """Return what is compared: our way and the other, which come to the same."""
    schema, page = EntryPage(), Page([entry(n) for n in range(20)], "eyJ" * 40)
    dump = dumper(schema)
    found = schema.dump(page)
    assert dump(page) == found
    assert json.loads(encoded(found)) == found
    return {
        "dump, compiled : marshmallow": (lambda: dump(page), lambda: schema.dump(page)),
        "write, orjson : json": (
            lambda: encoded(found),
            lambda: json.dumps(found, separators=(",", ":")).encode(),
        ),
    }


def took(call: Call) -> float:
    """Return the processor time of a call, in microseconds."""
    began = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - began) / CALLS * 1e6


def measure(ours: Call, theirs: Call, rounds: int) -> list[tuple[float, float]]:
    """Return what each took, round by round; who goes first alternates."""
    found = []
    for n in range(rounds):
        if n % 2:
            other = took(theirs)
            found.append((took(ours), other))
        else:
            found.append((took(ours), took(theirs)))
    return found


def line(name: str, found: list[tuple[float, float]]) -> str:
    """Return what was found, in one line."""
    ours, theirs = (statistics.median(side) for side in zip(*found, strict=True))
    low, middle, high = statistics.quantiles((a / b for a, b in found), n=4)
    spread = f"quartiles {low:.3f} and {high:.3f}"
    return f"{name}: {ours:.1f} : {theirs:.1f} µs, ratio {middle:.3f} ({spread})"


def main(rounds: int = ROUNDS) -> None:
    """Measure everything and print it."""
    for name, (ours, theirs) in pairs().items():
        measure(ours, theirs, 1)  # puts the compiled function together
        print(line(name, measure(ours, theirs, rounds)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
