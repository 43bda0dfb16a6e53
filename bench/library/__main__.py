"""Compare our table with raw botocore, boto3's Table, stock PynamoDB and pydynox.

    make bench PART=library

Several runs, each in a fresh process, on one embedded engine in memory; in each the contestants
take turns. Writes `library.json`: medians, quartiles, and ratios to raw botocore round by round.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench import places, results, tools
from bench.figures import against, spread
from bench.library import items
from therapy_cli.engine import Engine

TABLE = "bench-library"
BASE = "botocore"
MICROSECONDS = 1e6
# As ratios to raw botocore; from the issue that asked for them. Wall time, then processor time.
GOALS = {
    "get": (0.45, 0.30),
    "put": (0.55, 0.35),
    "query 20": (0.45, 0.30),
    "query 100": (0.50, 0.30),
    "batch-get 25": (0.45, 0.30),
    "transaction of 3": (0.70, 0.40),
}


def main() -> None:
    """Measure and write the results."""
    runs, rounds = places.times(5, 1), places.times(20, 3)
    environ = tools.library_environ()
    with Engine() as engine:
        items.prepare(engine.endpoint, TABLE)
        found = [_run(engine.endpoint, run, rounds, environ) for run in range(runs)]
    results.write("library", {"runs": runs, "rounds": rounds, **summary(found)})


def summary(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return, by operation, what the runs come to."""
    names = list(found[0]["taken"])
    return {
        "versions": results.versions("boto3", "botocore", "pynamodb") | tools.library_versions(),
        "goals": {name: {"wall": wall, "cpu": cpu} for name, (wall, cpu) in GOALS.items()},
        "bytes": found[-1]["bytes"],
        "operations": {name: _operation([each["taken"][name] for each in found]) for name in names},
    }


def _operation(runs: list[dict[str, dict[str, list[float]]]]) -> dict[str, Any]:
    """Return one operation's times and ratios: every round of every run counts the same."""
    merged = {kind: _merged([run[kind] for run in runs]) for kind in ("wall", "cpu")}
    return {
        kind: {
            "microseconds": {n: spread([v * MICROSECONDS for v in vs]) for n, vs in found.items()},
            "ratios": against(found, BASE),
            "by run": {
                name: [against(run[kind], BASE)[name]["median"] for run in runs] for name in found
            },
        }
        for kind, found in merged.items()
    }


def _merged(runs: list[dict[str, list[float]]]) -> dict[str, list[float]]:
    return {name: [value for run in runs for value in run[name]] for name in runs[0]}


def _run(endpoint: str, run: int, rounds: int, environ: dict[str, str]) -> dict[str, Any]:
    print(f"run {run + 1}", flush=True)
    command = [sys.executable, "-m", "bench.library.child", endpoint, TABLE, str(run), str(rounds)]
    done = subprocess.run(  # noqa: S603 - this file's neighbour
        command, cwd=places.ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
