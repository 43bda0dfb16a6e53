"""Compare the API over HTTP with a FastAPI peer, an Express peer and a stock Flask stack.

    make bench PART=http

All run at once, on two processes each and on one engine, and one at a time is asked: a page of 20
entries, and a single entry, over 8 and over 32 connections, in turns. Before that it is made sure
that all of them answer the same, field by field, and refuse the same. Writes `http.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import places, results
from bench.figures import ratios, rotated, spread
from bench.http import load, same
from bench.http.load import Load
from bench.http.sides import EXPRESS, FASTAPI, OURS, WORKERS, Server, serving, sides
from bench.processes import between, cpu_seconds
from bench.stage import Stage, stage

KINDS = {"list": "a page of 20 entries", "read": "a single entry"}
CONNECTIONS = (8, 32)
WARM_UP = 2
# How many times the requests a second of a peer; from the issue that asked for them.
GOALS = {"list": {FASTAPI: 2.0, EXPRESS: 1.5}, "read": {FASTAPI: 2.0}}
MILLISECONDS = 1000.0

EVEN = 0.65
"""The most of a side's processor time that one of its two processes may take in a round."""
MOST_TRIES = 6


@dataclass(frozen=True)
class Round:
    """Hold what a side did in a round, and what each of its processes took, in seconds."""

    load: Load
    cpu: list[float]

    @property
    def busiest(self) -> float:
        """Return the share of the busiest process."""
        return self.cpu[0] / (sum(self.cpu) or 1.0)


Rounds = dict[str, list[Round]]


def main() -> None:
    """Measure and write the results."""
    with stage() as prepared, serving(prepared, sides()) as servers:
        same.check(prepared, servers)
        print("all sides answer the same", flush=True)
        found = {kind: _kind(prepared, servers, kind) for kind in KINDS}
    results.write(
        "http",
        {
            "processes": WORKERS,
            "generator": load.generator(),
            "seconds": seconds(),
            "goals": GOALS,
            "kinds": KINDS,
            "found": found,
        },
    )


def seconds() -> int:
    """Return how long a side is asked in a round, in whole seconds, as wrk takes them."""
    return 1 if places.is_quick() else 3


def _kind(prepared: Stage, servers: list[Server], kind: str) -> dict[str, Any]:
    asked = load.requests_file(prepared, kind)
    for server in servers:
        load.warm(server.port, asked, CONNECTIONS[0], WARM_UP)
    found = {}
    for connections in CONNECTIONS:
        rounds: Rounds = {server.name: [] for server in servers}
        by_name = {server.name: server for server in servers}
        for number in range(places.times(5, 1)):
            for name in rotated(list(by_name), number):
                rounds[name].append(_ask(by_name[name], asked, connections))
        found[str(connections)] = summary(rounds)
        print(f"{kind}, {connections} connections: done", flush=True)
    return found


def _ask(server: Server, asked: Path, connections: int) -> Round:
    """Ask a side, again where nearly all connections ended up with one of its processes.

    Which of several processes takes a connection is the kernel's choice and luck. Of several tries
    the one counts that was most even.
    """
    tries: list[Round] = []
    while len(tries) < MOST_TRIES and not any(each.busiest <= EVEN for each in tries):
        before = cpu_seconds(server.pid)
        done = load.put(server.port, asked, connections, seconds())
        tries.append(Round(done, between(before, cpu_seconds(server.pid))))
    return min(tries, key=lambda each: each.busiest)


def summary(rounds: Rounds) -> dict[str, Any]:
    """Return, by side, rates, times and processor time, and ours as ratios to each."""
    return {name: _side(found, rounds[OURS]) for name, found in rounds.items()}


def _side(found: list[Round], ours: list[Round]) -> dict[str, Any]:
    loads, own = [each.load for each in found], [each.load for each in ours]
    cpu = [sum(each.cpu) * MILLISECONDS / each.load.requests for each in found]
    return {
        "requests a second": spread([each.rate for each in loads]),
        "p50 ms": spread([each.p50 * MILLISECONDS for each in loads]),
        "p99 ms": spread([each.p99 * MILLISECONDS for each in loads]),
        "cpu ms a request": spread(cpu),
        "busiest process": spread([each.busiest for each in found]),
        "ours to it: rate": spread(ratios([e.rate for e in own], [e.rate for e in loads])),
        "ours to it: p99": spread(ratios([e.p99 for e in own], [e.p99 for e in loads])),
    }


if __name__ == "__main__":
    main()
