"""Measure how long reads take while many people log in, beside how long they take in quiet.

    make bench PART=logins

The API is served as `therapy run` serves it, on two processes, with passwords hashed at bcrypt's
cost 12. Pages of 20 entries are asked for at a fixed rate, a quarter of what the server can do; in
every other stretch eight people at a time keep logging in besides. Writes `logins.json`.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench import places, results
from bench.figures import percentile, ratios, spread
from bench.http import load
from bench.http.connection import Kept
from bench.http.sides import WORKERS, serving, sides
from bench.pace import Paced, ask
from bench.stage import Stage, stage
from tests.practices import PASSWORD

BCRYPT_COST = 12
SHARE = 0.25
"""How much of what it can is asked of the server in quiet: the rate is found at the start."""
CLIENTS, ENTRIES = 120, 40
"""Enough people for the limit on log-ins with one address never to turn anybody away."""
PEOPLE = 8
"""How many log in at a time, each again as soon as the answer is there."""
GOAL = 3.0
MILLISECONDS = 1000.0


@dataclass
class Logins:
    """Count log-ins: `took` holds the seconds of those that opened, `turned_away` the others."""

    took: list[float] = field(default_factory=list)
    turned_away: int = 0


def main() -> None:
    """Measure and write the results."""
    rounds, seconds = places.times(5, 1), places.times(10, 4)
    with (
        stage(BCRYPT_COST, CLIENTS, ENTRIES) as prepared,
        serving(prepared, sides()[:1]) as (server,),
    ):
        paths = [(person.list_path, person.token) for person in prepared.people]
        rate = _bearable(prepared, server.port)
        quiet, busy, logins = [], [], Logins()
        for _ in range(rounds):
            quiet.append(ask(server.port, paths, rate, seconds))
            with logging_in(prepared, server.port, logins):
                busy.append(ask(server.port, paths, rate, seconds))
    about = {"rounds": rounds, "seconds": seconds, "rate": rate, "people": PEOPLE, "goal": GOAL}
    about |= {"processes": WORKERS, "bcrypt cost": BCRYPT_COST}
    results.write("logins", about | summary(quiet, busy, logins, rounds * seconds))


def _bearable(prepared: Stage, port: int) -> float:
    """Return how many pages a second take a quarter of what the server can do."""
    asked = load.requests_file(prepared, "list")
    load.warm(port, asked, PEOPLE, 3)
    return round(SHARE * load.put(port, asked, PEOPLE, 3).rate, 1)


def summary(
    quiet: list[Paced], busy: list[Paced], logins: Logins, seconds: float
) -> dict[str, Any]:
    """Return the times of both, and those of the busy stretches as ratios to the quiet ones.

    Raises `RuntimeError` when a read failed, or nobody logged in.
    """
    failed = sum(each.failed for each in (*quiet, *busy))
    if failed or not logins.took:
        raise RuntimeError(f"{failed} reads failed, {len(logins.took)} people logged in")
    found: dict[str, Any] = {}
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        calm = [percentile(each.took, share) * MILLISECONDS for each in quiet]
        full = [percentile(each.took, share) * MILLISECONDS for each in busy]
        found[name] = {
            "quiet ms": spread(calm),
            "busy ms": spread(full),
            "ratio": spread(ratios(full, calm)),
        }
    opened = {"a second": len(logins.took) / seconds, "turned away": logins.turned_away}
    return {"reads": found, "logins": opened | {"p50 s": percentile(logins.took, 0.5)}}


@contextmanager
def logging_in(prepared: Stage, port: int, logins: Logins) -> Iterator[None]:
    """Let people log in, over and over, until the `with` block ends."""
    ended = threading.Event()
    networks = itertools.count(1)

    def work(number: int) -> None:
        with Kept(port) as kept:
            while not ended.is_set():
                _log_in(kept, prepared, next(networks) + number, logins)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _log_in(kept: Kept, prepared: Stage, number: int, logins: Logins) -> None:
    """Log somebody in, from a network of their own, since both are limited."""
    body = {"email": prepared.people[number % len(prepared.people)].email, "password": PASSWORD}
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    status, took = kept.post("/login", body, {"X-Forwarded-For": network})
    if status == 200:  # noqa: PLR2004 - OK
        logins.took.append(took)
    else:
        logins.turned_away += 1
        time.sleep(0.1)


if __name__ == "__main__":
    main()
