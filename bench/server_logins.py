"""Measure reads while many log in, by how passwords are hashed."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.server_running import Running, load, log_in, read, running, wrk
from seeds import demo

HASHING = {"in the request's thread": "direct", "niceness 0": "0", "10": "10", "19": "19"}
READERS = (2, 8)
PEOPLE = 16
SCRIPT = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{{"email":"{demo.CLIENT.email}","password":"{demo.PASSWORD}"}}'
"""


def measure_logins(
    server: tuple[int, list[str]], environ: dict[str, str], count: int, seconds: float
) -> dict[str, Any]:
    """Return the 99th percentile of reads, alone and while people log in, and their ratio."""
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    processes, command = server
    for number in range(count):
        for name, how in HASHING.items():
            print(f"log-ins, round {number + 1}: {name}", file=sys.stderr)
            with running(command, processes, environ | {"BENCH_HASHING": how}) as served:
                for readers in READERS:
                    found[f"{name}, {readers} readers"].append(_once(served, readers, seconds))
    return {name: _told(values) for name, values in found.items()}


def _once(server: Running, readers: int, seconds: float) -> dict[str, float]:
    token, paths = log_in(server)
    path = paths["single read"]
    load(server, path, token, readers, min(1.0, seconds))
    alone = load(server, path, token, readers, seconds)
    with _People(server, seconds + 1) as people:
        busy = load(server, path, token, readers, seconds)
    logins = read(people.told)
    return {
        "p99 alone": alone.p99,
        "p99 ratio": busy.p99 / alone.p99,
        "p50 ratio": busy.p50 / alone.p50,
        "rate ratio": busy.rate / alone.rate,
        "log-ins a second": logins.rate,
        "p50 of a log-in": logins.p50,
        "refused": logins.failed,
    }


class _People:
    """Log in over and over, for so many seconds, beside what the block does."""

    def __init__(self, server: Running, seconds: float) -> None:
        self.told = ""
        self._url = f"{server.url}/login"
        self._seconds = seconds
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> _People:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "log_in.lua"
            script.write_text(SCRIPT)
            self.told = wrk(self._url, PEOPLE, self._seconds, "-s", str(script))


def _told(values: list[dict[str, float]]) -> dict[str, list[float]]:
    """Return the median, the least and the greatest of each figure."""
    return {
        figure: [
            float(f"{f(v[figure] for v in values):.3g}") for f in (statistics.median, min, max)
        ]
        for figure in values[0]
    }
