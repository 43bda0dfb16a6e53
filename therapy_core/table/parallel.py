"""Doing several things at once, each in the context of whoever asked, meters included."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
MOST_THREADS = 16


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Return what each of `deeds` returns, in their order. Raises what the first to fail raised."""
    if len(deeds) == 1:
        return [deeds[0]()]
    with ThreadPoolExecutor(min(MOST_THREADS, len(deeds) or 1)) as pool:
        jobs = [pool.submit(copy_context().run, deed) for deed in deeds]
        return [job.result() for job in jobs]


@contextmanager
def beside(deed: Callable[[], object]) -> Iterator[None]:
    """Do `deed` while the `with` block runs, and let it end with the block.

    For what makes something later quicker: when it fails, nothing is lost, and nothing is said.
    """

    def quietly() -> None:
        with suppress(Exception):
            deed()

    thread = threading.Thread(target=copy_context().run, args=(quietly,), name="beside")
    try:
        thread.start()
    except RuntimeError:  # there are no more threads; then it is done later, when it is needed
        yield
        return
    try:
        yield
    finally:
        thread.join()
