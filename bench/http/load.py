"""Ask a server as fast as it answers, over so many connections kept alive, for a bounded time.

wrk does this where it can be had; a generator in Python takes its place elsewhere, which takes
more of the processor that the servers share with it. Everything stays on the loopback interface.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import tools
from bench.figures import percentile
from bench.http.connection import Kept
from bench.stage import Stage
from therapy_cli.engine.ports import HOST

SCRIPT = Path(__file__).with_name("report.lua")
SLACK = 30
"""Seconds that a generator may take beyond its time before it is given up."""


@dataclass(frozen=True)
class Load:
    """Hold what came of it: times are in seconds."""

    requests: int
    seconds: float
    failed: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Return the requests answered a second."""
        return self.requests / self.seconds


def requests_file(stage: Stage, kind: str) -> Path:
    """Write down what is asked for, of every person in turn: `list` or `read`."""
    paths = [
        (person.list_path if kind == "list" else person.entry_path(number), person.token)
        for number in range(10)
        for person in stage.people
    ]
    target = stage.folder / f"{kind}.requests"
    target.touch(mode=0o600)
    target.write_text("".join(f"{path}\t{token}\n" for path, token in paths))
    return target


def put(port: int, requests: Path, connections: int, seconds: int) -> Load:
    """Put load on a server. Raises `RuntimeError` when a request failed, or none was answered."""
    found = warm(port, requests, connections, seconds)
    if found.failed or not found.requests:
        raise RuntimeError(f"{found.failed} requests failed and {found.requests} were answered")
    return found


def warm(port: int, requests: Path, connections: int, seconds: int) -> Load:
    """Put load on a server, whatever comes of it: the first requests may take long."""
    wrk = tools.wrk()
    if wrk:
        return _by_wrk(wrk, port, requests, connections, seconds)
    return by_threads(port, requests, connections, seconds)


def generator() -> str:
    """Return the name of what puts the load."""
    return "wrk" if tools.wrk() else "Python threads"


def _by_wrk(wrk: list[str], port: int, requests: Path, connections: int, seconds: int) -> Load:
    told = ("--threads", "1", "--connections", str(connections), "--timeout", "10")
    command = [*wrk, *told, "--duration", f"{seconds}s", "--script", str(SCRIPT)]
    done = subprocess.run(  # noqa: S603 - from lists made here
        [*command, f"http://{HOST}:{port}"],
        env={**os.environ, "BENCH_REQUESTS": str(requests)},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + SLACK,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("JSON "))
    return Load(**json.loads(line.removeprefix("JSON ")))


def by_threads(port: int, requests: Path, connections: int, seconds: int) -> Load:
    """Put the load from as many threads of this process."""
    asked = [line.split("\t") for line in requests.read_text().splitlines()]
    took: list[float] = []
    failed: list[Any] = []
    began = time.perf_counter()

    def work(first: int) -> None:
        with Kept(port) as kept:
            at = first
            while time.perf_counter() - began < seconds:
                path, token = asked[at % len(asked)]
                status, spent = kept.get(path, token)
                (took if status == 200 else failed).append(spent)  # noqa: PLR2004 - OK
                at += connections

    threads = [threading.Thread(target=work, args=(n,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    return Load(len(took), spent, len(failed), percentile(took, 0.5), percentile(took, 0.99))
