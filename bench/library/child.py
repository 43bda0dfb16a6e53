"""One run of the library's bench, in a process of its own; prints what it measured as JSON.

    python -m bench.library.child ENDPOINT TABLE RUN ROUNDS

The contestants take turns in every round, each beginning another one. Wall time is of this
process's calls; processor time is of this whole process, with all its threads, and not of the
engine. The garbage collector is left on.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from bench.figures import rotated
from bench.library.boto3_table import Boto3Table
from bench.library.contestant import Contestant
from bench.library.items import CHECKED, SEEN, values
from bench.library.operations import FLOORS, OPERATIONS, Call, Floors, Numbers, Operation, call_of
from bench.library.ours import Ours
from bench.library.pydynox_model import Pydynox
from bench.library.raw import Raw
from bench.library.stock import StockPynamoDB

WARM_UP = 3
NEW_FROM = 1_000_000
"""New entries are numbered from here on, a million a run."""
TIMES = {"created_at", "updated_at"}

Taken = dict[str, dict[str, list[float]]]
"""Seconds a call, by contestant, in every round: `{"wall": {...}, "cpu": {...}}`."""


def main(endpoint: str, table: str, run: int, rounds: int) -> dict[str, Any]:
    """Measure every operation and return what each took, by contestant and round."""
    raw = Raw(endpoint, table)
    sides = [raw, *(kind(endpoint, table) for kind in (Boto3Table, StockPynamoDB, Pydynox, Ours))]
    numbers = Numbers(NEW_FROM * (1 + run))
    check(sides, numbers)
    floors = Floors(endpoint, Raw(endpoint, table), numbers)
    taken = {op.name: measure(op, sides, floors, numbers, rounds) for op in OPERATIONS}
    return {"taken": taken, "bytes": floors.bytes}


def measure(
    operation: Operation, sides: list[Any], floors: Floors, numbers: Numbers, rounds: int
) -> Taken:
    """Let the contestants take turns at an operation."""
    calls = {side.name: call_of(operation, side, numbers) for side in sides}
    calls |= {name: floors.call_of(operation, parse=parse) for name, parse in FLOORS.items()}
    found: Taken = {"wall": {n: [] for n in calls}, "cpu": {n: [] for n in calls}}
    for call in calls.values():
        timed(call, WARM_UP)
    for number in range(rounds):
        for name in rotated(list(calls), number):
            wall, cpu = timed(calls[name], operation.calls)
            found["wall"][name].append(wall)
            found["cpu"][name].append(cpu)
    return found


def timed(call: Call, times: int) -> tuple[float, float]:
    """Return the wall time and the processor time of a call, in seconds, over so many."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(times):
        call()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall / times, cpu / times


def check(sides: list[Contestant], numbers: Numbers) -> None:
    """Raise `RuntimeError` unless every contestant reads the same and writes the same."""
    expected = sides[0]
    for side in sides:
        _same(side, expected, "get", lambda s: [s.whole(s.get(7))])
        _same(side, expected, "query", lambda s: [s.whole(f) for f in s.query(100)])
        _same(side, expected, "batch", lambda s: sorted(_wholes(s), key=lambda f: str(f["SK"])))
        _check_look(side)
        written = numbers.new(3)
        side.put(values(written[0], owner=CHECKED))
        side.transact(*(values(n, owner=CHECKED) for n in written[1:]))
        for number in written:
            _check_written(side, expected, number)


def _wholes(side: Contestant) -> list[dict[str, Any]]:
    return [side.whole(found) for found in side.batch(range(25))]


def _same(side: Contestant, expected: Contestant, what: str, ask: Any) -> None:
    if ask(side) != ask(expected) or not ask(side):
        raise RuntimeError(f"{side.name} got other items than {expected.name}: {what}")


def _check_look(side: Contestant) -> None:
    if len(side.look(side.get(3))) != len(SEEN):
        raise RuntimeError(f"{side.name} did not look at all that a reader looks at")


def _check_written(side: Contestant, expected: Any, number: int) -> None:
    """Compare what was written with what `values` says, the times of writing aside."""
    wanted = values(number, owner=CHECKED)
    key = {"PK": {"S": f"OWNER#{CHECKED}"}, "SK": {"S": f"ENTRY#{wanted['entry_id']}"}}
    raw = expected.client.get_item(TableName=expected.table, Key=key, ConsistentRead=True)
    found = expected.whole(raw["Item"])
    lacking = {n for n, v in wanted.items() if n != "felt_at" and found.get(n) != v}
    if lacking or len(found) != len(expected.whole(expected.get(7))) or not set(found) >= TIMES:
        raise RuntimeError(f"{side.name} wrote something else: {lacking or sorted(found)}")


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
