"""Run the bench: all of it, or the parts that are named; then write the documents.

    make bench                # or: .venv/bin/python -m bench.run [PART ...]

A part is a module of this folder, run in a process of its own. What it needs beside the project is
fetched into build/bench when it is needed.
"""

from __future__ import annotations

import subprocess
import sys
import time

from bench import places, tools

PARTS = ("library", "http", "logins", "start", "functions", "costs", "capacity", "growth")
REPORT = "report"


def main(parts: list[str]) -> None:
    """Run parts, one after the other. Raises `SystemExit` when one of them fails."""
    for part in parts or PARTS:
        if part != REPORT:
            run(part)
    run(REPORT)


def run(part: str) -> None:
    """Run one part and say how long it took."""
    print(f"== {part}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", f"bench.{part}"]
    done = subprocess.run(  # noqa: S603 - a module of this folder
        command, cwd=places.ROOT, env=tools.environ(), check=False
    )
    if done.returncode:
        raise SystemExit(f"{part} failed")
    print(f"== {part}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
