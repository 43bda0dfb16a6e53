"""Measure reads at a fixed rate while many log in, by how passwords are hashed.

A server for each way of hashing is up all the time, and each is asked in turn, quiet and busy, so
that what else the machine does falls on all of them.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench.server_running import Running, load, log_in, read, running, wrk
from seeds import demo

HASHING = {"in the request's thread": "direct", "niceness 0": "0", "10": "10", "19": "19"}
SHARE = 0.25
"""Of the reads that a server can answer in quiet."""
READERS, PEOPLE = 8, 16
SCRIPT = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{{"email":"{demo.CLIENT.email}","password":"{demo.PASSWORD}"}}'
"""


def measure_logins(
    server: tuple[int, list[str]], environ: dict[str, str], count: int, seconds: int
) -> dict[str, Any]:
    """Return what reads and log-ins came to: median, least and greatest of `count` rounds."""
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    processes, command = server
    with ExitStack() as stack:
        up = {
            name: stack.enter_context(running(command, processes, environ | {"BENCH_HASHING": how}))
            for name, how in HASHING.items()
        }
        tokens = {name: log_in(each) for name, each in up.items()}
        rate = SHARE * _rate(up["10"], *tokens["10"])
        for number in range(count):
            for name, each in up.items():
                print(f"log-ins, round {number + 1}: {name}", file=sys.stderr)
                found[name].append(_once(each, *tokens[name], rate, seconds))
    return {name: _told(values) for name, values in found.items()}


def _rate(server: Running, token: str, paths: dict[str, str]) -> float:
    """Return how many reads a second a server can answer."""
    return max(load(server, paths["single read"], token, READERS, 2).rate for _ in range(2))


def _once(
    server: Running, token: str, paths: dict[str, str], rate: float, seconds: int
) -> dict[str, float]:
    ask = (server, paths["single read"], token, rate, seconds)
    quiet = _paced(*ask)
    with _people(server, seconds) as told:
        busy = _paced(*ask)
    logins = read(told[0])
    return {
        "p99 in quiet": quiet[1],
        "p99 ratio": busy[1] / quiet[1],
        "p50 ratio": busy[0] / quiet[0],
        "log-ins a second": logins.rate,
        "refused": logins.failed,
    }


def _paced(
    server: Running, path: str, token: str, rate: float, seconds: int
) -> tuple[float, float]:
    """Ask at a fixed rate, and return the milliseconds of the median and of the 99th percentile.

    They count from when a request was due, so that one that had to wait behind another counts.
    """
    due, began = iter(range(int(rate * seconds))), time.perf_counter()
    took: list[float] = []

    def run(_: int) -> None:
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
        for number in due:
            at = began + number / rate
            time.sleep(max(0.0, at - time.perf_counter()))
            connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            took.append(
                (time.perf_counter() - at) * 1000 if answer.status == HTTPStatus.OK else 30_000
            )
        connection.close()

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(run, range(READERS)))
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


@contextmanager
def _people(server: Running, seconds: int) -> Iterator[list[str]]:
    """Let people log in, over and over, beside what the block does; then tell of it."""
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "log_in.lua"
        script.write_text(SCRIPT)

        def run() -> None:
            told.append(wrk(f"{server.url}/login", PEOPLE, seconds + 1, "-s", str(script)))

        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(0.5)
        yield told
        thread.join()
    time.sleep(5)  # until those that were under way have ended


def _told(values: list[dict[str, float]]) -> dict[str, list[float]]:
    """Return the median, the least and the greatest of each figure."""
    return {
        figure: [
            float(f"{each(v[figure] for v in values):.3g}")
            for each in (statistics.median, min, max)
        ]
        for figure in values[0]
    }
