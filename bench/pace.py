"""Ask at a fixed rate, however long the answers take, as people do who don't know of each other.

A request's time counts from when it was due, and not from when it could be sent: so what waits
behind a slow answer is counted as slow, too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.http.connection import Kept

OK = 200


@dataclass(frozen=True)
class Paced:
    """Hold how long answers took, in seconds from when each request was due."""

    took: list[float]
    failed: int


def ask(
    port: int, paths: Sequence[tuple[str, str]], rate: float, seconds: float, connections: int = 16
) -> Paced:
    """Ask for paths, each with its token, in turn, so many times a second."""
    took: list[float] = []
    failed: list[int] = []
    began = time.perf_counter() + 0.1
    count = int(rate * seconds)

    def work(first: int) -> None:
        with Kept(port) as kept:
            for number in range(first, count, connections):
                due = began + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                path, token = paths[number % len(paths)]
                status, _ = kept.get(path, token)
                took.append(time.perf_counter() - due)
                if status != OK:
                    failed.append(status)

    _each_in_a_thread(work, connections)
    return Paced(took, len(failed))


def _each_in_a_thread(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
