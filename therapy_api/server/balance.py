"""Let the processes of one server know how many connections each has, so that they share alike.

All wait for the same port, and who is awake takes what comes. Without a word between them one
process could end up with every connection that a proxy keeps open.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable

PLACES = 256
FRESH_SECONDS = 2.0
"""A process that has said nothing for so long is gone; it speaks twice a second."""
_PLACE = struct.Struct("dII")


class Balance:
    """Hold a number for each process, in memory that processes forked later share."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._shared = mmap.mmap(-1, PLACES * _PLACE.size)
        self._clock = clock

    def tell(self, place: int, connections: int) -> None:
        """Say how many connections the process of this place has."""
        at = place % PLACES * _PLACE.size
        _PLACE.pack_into(self._shared, at, self._clock(), connections, 1)

    def leave(self, place: int) -> None:
        """Say that the process takes no further connection."""
        _PLACE.pack_into(self._shared, place % PLACES * _PLACE.size, 0.0, 0, 0)

    def has_fewer_elsewhere(self, connections: int) -> bool:
        """Tell whether another process has fewer connections than `connections`."""
        fresh = self._clock() - FRESH_SECONDS
        return any(
            there and told > fresh and count < connections
            for told, count, there in _PLACE.iter_unpack(self._shared)
        )
