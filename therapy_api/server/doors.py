"""Take in connections: while there is room, and no more than one's share."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from typing import Any

from therapy_api.server.balance import Balance
from therapy_api.server.readiness import Readiness

LOOK_SECONDS = 0.001
YIELD_SECONDS = 0.01
"""For so long a connection is left to a process that has fewer; it may be asleep."""

Visitor = tuple[socket.socket, Any, Any]
"""A new connection, who is at the other end, and where they came in."""


class Doors:
    """Mind the listening sockets of one process.

    A door stays shut when nobody can be let in, until `open_again`.
    """

    def __init__(self, sockets: Iterable[Any], readiness: Readiness, balance: Balance) -> None:
        self._listeners = {each.fileno(): (each, each.getsockname()) for each in sockets}
        self._readiness = readiness
        self._balance = balance
        self._shut: set[int] = set()
        self._left: set[int] = set()
        self._until = 0.0
        for fd, (listener, _) in self._listeners.items():
            listener.setblocking(False)
            readiness.watch(fd)

    def __contains__(self, fd: int) -> bool:
        return fd in self._listeners

    def patience(self, seconds: float) -> float:
        """Return for how long to wait for something else: `seconds`, or less."""
        return LOOK_SECONDS if self._left else seconds

    def let_in(self, fd: int, connections: int, most: int) -> Visitor | None:
        """Return who came by a door, or None, where the process has so many connections."""
        if connections >= most:
            self._shut.add(fd)
            return None
        if self._is_for_others(connections):
            self._left.add(fd)
            return None
        listener, name = self._listeners[fd]
        try:
            sock, peer = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):  # another process was faster
            self._readiness.watch(fd)
            return None
        except OSError:  # there are no more descriptors, for now
            self._shut.add(fd)
            return None
        self._readiness.watch(fd)
        return sock, peer, name

    def look_again(self) -> None:
        """See whether what was left to others is there still."""
        while self._left:
            self._readiness.watch(self._left.pop())

    def open_again(self) -> None:
        """Watch the doors that were shut."""
        while self._shut:
            self._readiness.watch(self._shut.pop())

    def close(self) -> None:
        """Let go of the port: once every process has, who comes is refused, not kept waiting."""
        for listener, _ in self._listeners.values():
            listener.close()
        self._listeners = {}

    def _is_for_others(self, connections: int) -> bool:
        """Tell whether to leave a connection to a process that has fewer, for a moment more."""
        now = time.monotonic()
        if not self._balance.has_fewer_elsewhere(connections):
            self._until = 0.0
            return False
        self._until = self._until or now + YIELD_SECONDS
        if now < self._until:
            return True
        self._until = 0.0
        return False
