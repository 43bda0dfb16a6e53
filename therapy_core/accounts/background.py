"""Heavy work beside the requests: one thread that gives way, and a bound on who waits for it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import ParamSpec, TypeVar
from weakref import WeakSet

from therapy_core.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")

NICENESS = 10
"""Of 19; a thread at 10 gets a tenth of what one at 0 gets, where both want all of a core."""


standing_aside: ContextVar[Callable[[], object]] = ContextVar(
    "standing_aside", default=lambda: None
)
"""What a server has done in the thread of a request, before that waits for a heavy call."""


class Background:
    """Run one heavy call after the other, with at most `places` that run or wait.

    A call waits for at most `patience` seconds until it begins. The first one in a process starts
    the thread, in a forked process too; it gives way to other threads, as far as the system lets
    it, and ends with the process.
    """

    def __init__(self, places: int, patience: float = 5.0) -> None:
        self._places = places
        self._patience = patience
        self._renew()
        _ALL.add(self)

    def __repr__(self) -> str:
        return f"<Background places={self._places}>"

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `call` returns, or raise what it raises.

        Raises `Busy`, and has done nothing then, while every place is taken, when the call has
        waited too long, and when the process is ending.
        """
        with self._place():
            standing_aside.get()()
            begun = self._submit(call, *args, **kwargs)
            wait([begun], self._patience)
            if begun.cancel():
                raise Busy
            return begun.result()

    def expect_room(self) -> None:
        """Raise `Busy` while every place is taken. The room can be gone a moment later."""
        if self._taken >= self._places:
            raise Busy

    @contextmanager
    def _place(self) -> Iterator[None]:
        self._take()
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1

    def _take(self) -> None:
        with self._lock:
            self.expect_room()
            self._taken += 1

    def _submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._thread.submit(call, *args, **kwargs)
        except RuntimeError:  # it takes nothing more while the interpreter shuts down
            raise Busy from None

    def _renew(self) -> None:
        """Begin anew: in a forked process the thread is gone, and so is who held a place."""
        self._lock = threading.Lock()
        self._taken = 0
        self._thread = ThreadPoolExecutor(1, "background", initializer=_give_way)


_ALL: WeakSet[Background] = WeakSet()


def _give_way() -> None:
    """Let other threads go first. Linux alone knows priorities of single threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _renew_all() -> None:
    for each in _ALL:
        each._renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
