"""Measure what a page costs among 1,000 to 1,000,000 entries.

    make growth               # or with other sizes: make growth SIZES="1000 100000"

All sizes lie side by side in one engine, each in a table of its own, and are asked in turns. A part
of the library that is to be measured adds a subject of its own. Writes `growth.json`.
"""

from __future__ import annotations

import os
import time
import uuid
from typing import Any

from bench import places, results
from bench.figures import against, rotated, spread
from bench.growth.journals import JOURNALS
from bench.growth.messages import MESSAGES
from bench.growth.subject import CLIENT, THERAPIST, Case, Subject
from tests.practices import let_read, new_practice
from therapy_cli.engine import Engine
from therapy_core import Practice

SUBJECTS = (JOURNALS, MESSAGES)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 5_000)
ROUNDS, CALLS = 60, 3
GOAL = 1.10
"""The most that a page may take among many entries, as a ratio to the same among the fewest."""
MILLISECONDS = 1000.0


def main(sizes: list[int]) -> None:
    """Fill tables to each size, measure every case on them and write the results."""
    found: dict[str, Any] = {}
    filled: dict[str, dict[str, float]] = {}
    with Engine() as engine:
        for subject in SUBJECTS:
            few = [size for size in sizes if size <= subject.most] or [min(sizes)]
            practices, filled[subject.name] = fill(engine.endpoint, subject, few)
            found[subject.name] = {
                name: measured(among(practices, subject.fewest.get(name, 0)), case)
                for name, case in subject.cases.items()
            }
    about = {"rounds": places.times(ROUNDS, 2), "calls a round": CALLS, "goal": GOAL}
    about["pages"] = {subject.name: subject.pages for subject in SUBJECTS}
    results.write("growth", {**about, "seconds to fill": filled, "subjects": found})


def chosen() -> list[int]:
    """Return the sizes that SIZES names in the environment, or else the usual ones."""
    named = [int(each) for each in os.environ.get("SIZES", "").split()]
    return sorted(named) or list(QUICK_SIZES if places.is_quick() else SIZES)


def fill(
    endpoint: str, subject: Subject, sizes: list[int]
) -> tuple[dict[int, Practice], dict[str, float]]:
    """Return a practice of each size, and how many seconds filling it took."""
    practices, took = {}, {}
    for size in sizes:
        began = time.monotonic()
        practices[size] = filled_to(endpoint, subject, size)
        took[str(size)] = time.monotonic() - began
        print(f"{size:,} {subject.name}: filled in {took[str(size)]:.0f} s", flush=True)
    return practices, took


def filled_to(endpoint: str, subject: Subject, size: int) -> Practice:
    """Return a practice on a new table, without a stream, that is filled to a size.

    In memory the engine looks through the whole stream on every write (therapy_cli/engine/tuning.py
    mends that on disk), which would measure the engine and nothing else.
    """
    practice = new_practice(endpoint, f"growth-{uuid.uuid4().hex[:12]}", streamed=False)
    let_read(practice, CLIENT, THERAPIST)
    practice.table.load(subject.fill(size))
    return practice


def among(practices: dict[int, Practice], fewest: int) -> dict[int, Practice]:
    """Return the practices of at least so many, or all of them where none is."""
    return {size: each for size, each in practices.items() if size >= fewest} or practices


def measured(practices: dict[int, Practice], case: Case) -> dict[str, Any]:
    """Return what a case takes at each size; times are compared with those of the smallest."""
    costs = {str(size): cost(practice, size, case) for size, practice in practices.items()}
    by_size = {str(size): (size, practice) for size, practice in practices.items()}
    took: dict[str, list[float]] = {name: [] for name in by_size}
    for number in range(places.times(ROUNDS, 2)):
        for name in rotated(list(by_size), number):
            took[name].append(timed(case, *by_size[name]))
    ratios = against(took, next(iter(took)))
    return {name: {**costs[name], "ms": spread(took[name]), "ratio": ratios[name]} for name in took}


def cost(practice: Practice, size: int, case: Case) -> dict[str, float]:
    """Return the calls and the capacity of a case, counted when the keys are at hand."""
    case(practice, size)
    with practice.metered() as meter:
        case(practice, size)
    return {"calls": meter.round_trips, "read": meter.read_units, "write": meter.write_units}


def timed(case: Case, size: int, practice: Practice) -> float:
    """Return how many milliseconds a case takes, the mean of a few calls."""
    began = time.perf_counter()
    for _ in range(CALLS):
        case(practice, size)
    return (time.perf_counter() - began) / CALLS * MILLISECONDS


if __name__ == "__main__":
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    main(chosen())
