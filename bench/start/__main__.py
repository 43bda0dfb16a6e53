"""Measure a cold start: from a fresh process to the first answer, ours beside a stock stack.

    make bench PART=start

Each start is a process of its own, with Python's bytecode compiled before; the stacks take turns.
The first answer is a page of 20 entries for somebody who is logged in. Besides, once each: which of
the heavy packages and data files get loaded, and what takes longest to import. Writes `start.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from bench import places, results
from bench.figures import against, rotated, spread
from bench.http.sides import STOCK
from bench.stage import Stage, stage
from bench.start.imports import longest
from bench.start.stacks import Stack, stacks

GOAL = 0.70
STARTS = 15


def main() -> None:
    """Measure and write the results."""
    compared = stacks()
    with stage(clients=1) as prepared:
        for stack in compared.values():
            _start(prepared, stack)
        taken: dict[str, list[Any]] = {name: [] for name in compared}
        starts = places.times(STARTS, 2)
        for number in range(starts):
            for name in rotated(list(compared), number):
                taken[name].append(_start(prepared, compared[name]))
        looked = {name: _look(prepared, stack) for name, stack in compared.items()}
    results.write("start", {"starts": starts, "goal": GOAL, **summary(taken), "looked": looked})


def summary(taken: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the times of each stack, and its first answer as a ratio to the stock stack's."""
    answered = {name: [each["seconds"]["answered"] for each in s] for name, s in taken.items()}
    steps = {
        name: {
            step: spread([each["seconds"][step] for each in starts])
            for step in starts[0]["seconds"]
        }
        for name, starts in taken.items()
    }
    cpu = {name: [each["cpu"] for each in starts] for name, starts in taken.items()}
    return {
        "seconds": steps,
        "cpu": {name: spread(each) for name, each in cpu.items()},
        "ratios": against(answered, STOCK),
        "cpu ratios": against(cpu, STOCK),
    }


def _start(prepared: Stage, stack: Stack, *options: str, **environ: str) -> dict[str, Any]:
    return _result(_run(prepared, stack, options, environ).stdout)


def _look(prepared: Stage, stack: Stack) -> dict[str, Any]:
    """Return what a stack loads, and what takes longest to import, from two more starts."""
    watched = _start(prepared, stack, BENCH_WATCH="1")
    timed = _run(prepared, stack, ("-X", "importtime"), {})
    return {
        "modules": watched["modules"],
        "loaded": watched["loaded"],
        "data files": sorted(set(watched["opened"])),
        "longest imports": longest(timed.stderr, 15),
    }


def _run(
    prepared: Stage, stack: Stack, options: tuple[str, ...], environ: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    person = prepared.people[0]
    command = [sys.executable, *options, "-m", "bench.start.probe", stack.probe, person.list_path]
    more = {**stack.environ, **environ, "BENCH_TOKEN": person.token, "LOG_LEVEL": "WARNING"}
    whole = prepared.environ_of(**more) | {"BENCH_BEGAN": str(time.monotonic_ns())}
    done = subprocess.run(  # noqa: S603 - from lists made here
        command, cwd=places.ROOT, env=whole, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done


def _result(printed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
