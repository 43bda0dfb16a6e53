"""Waiting before another try: longer each time, and never in step with others."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Allow `attempts` tries, waiting a random part of a doubling time between them.

    Source: "Exponential Backoff And Jitter", AWS Architecture Blog (full jitter).
    `first` and `longest` are in seconds, and so is `within`, after which no other try begins.
    """

    attempts: int = 8
    first: float = 0.02
    longest: float = 1.0
    within: float = 20.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def tries(self) -> Iterator[int]:
        """Yield the number of each try, from 0, waiting before every one but the first."""
        ends = self.clock() + self.within
        for attempt in range(self.attempts):
            if attempt:
                self.wait(attempt - 1)
                if self.clock() >= ends:
                    return
            yield attempt

    def wait(self, attempt: int) -> None:
        """Wait after try number `attempt`, counted from 0."""
        ceiling = min(self.longest, self.first * 2**attempt)
        self.sleep(random.uniform(0, ceiling))  # noqa: S311 - spreads load, guards nothing
