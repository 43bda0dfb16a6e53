"""Tell one thread which sockets can be read, each of them once.

What the system offers for this differs: epoll on Linux, kqueue on macOS and the BSDs.
"""

from __future__ import annotations

import select
import sys

AT_ONCE = 64


class Readiness:
    """Watch sockets for one thread, on behalf of any.

    What was told of is not watched until somebody watches it again: whoever was handed it has it
    to himself. A socket that is closed is forgotten by itself.
    """

    def __init__(self) -> None:
        self._queue = _queue()

    def watch(self, fd: int) -> None:
        """Tell of `fd`, once, when it can be read or has ended. Any thread may call it."""
        _watch(self._queue, fd)

    def wait(self, seconds: float) -> list[int]:
        """Return what can be read, in the order in which it became so; nothing in `seconds`."""
        return _told(self._queue, seconds)


if sys.platform == "linux":
    _ONCE = select.EPOLLIN | select.EPOLLONESHOT

    def _queue() -> select.epoll:
        return select.epoll()

    def _watch(queue: select.epoll, fd: int) -> None:
        try:
            queue.modify(fd, _ONCE)
        except FileNotFoundError:
            queue.register(fd, _ONCE)

    def _told(queue: select.epoll, seconds: float) -> list[int]:
        return [fd for fd, _ in queue.poll(seconds, AT_ONCE)]

else:

    def _queue() -> select.kqueue:
        return select.kqueue()

    def _watch(queue: select.kqueue, fd: int) -> None:
        once = select.KQ_EV_ADD | select.KQ_EV_ONESHOT
        queue.control([select.kevent(fd, select.KQ_FILTER_READ, once)], 0)

    def _told(queue: select.kqueue, seconds: float) -> list[int]:
        return [event.ident for event in queue.control(None, AT_ONCE, seconds)]
