"""Tell waiting threads which sockets can be read, each socket to one thread and once."""

from __future__ import annotations

import os
import select
import sys


class Readiness:
    """Let any number of threads wait for any number of sockets.

    The thread that is told of a socket owns it until it watches it again: nobody else hears of
    it meanwhile. A socket that is closed is forgotten by itself.
    """

    def __init__(self) -> None:
        self._ending, self._end = os.pipe()
        self._queue = _queue()
        _watch_for_good(self._queue, self._ending)

    def watch(self, fd: int) -> None:
        """Tell one thread, once, when `fd` can be read or has ended. Any thread may call it."""
        _watch_once(self._queue, fd)

    def wait(self) -> int | None:
        """Return a descriptor that can be read, or None when it is time to end."""
        fd = _first(self._queue)
        return None if fd == self._ending else fd

    def end(self) -> None:
        """Let every thread that waits, or ever will, return with None."""
        os.close(self._end)


if sys.platform == "linux":
    _ONCE = select.EPOLLIN | select.EPOLLONESHOT

    def _queue() -> select.epoll:
        return select.epoll()

    def _watch_for_good(queue: select.epoll, fd: int) -> None:
        queue.register(fd, select.EPOLLIN)

    def _watch_once(queue: select.epoll, fd: int) -> None:
        try:
            queue.modify(fd, _ONCE)
        except FileNotFoundError:
            queue.register(fd, _ONCE)

    def _first(queue: select.epoll) -> int:
        return queue.poll(None, 1)[0][0]

else:  # macOS and the BSDs

    def _queue() -> select.kqueue:
        return select.kqueue()

    def _watch_for_good(queue: select.kqueue, fd: int) -> None:
        queue.control([select.kevent(fd)], 0)

    def _watch_once(queue: select.kqueue, fd: int) -> None:
        once = select.KQ_EV_ADD | select.KQ_EV_ONESHOT
        queue.control([select.kevent(fd, select.KQ_FILTER_READ, once)], 0)

    def _first(queue: select.kqueue) -> int:
        return queue.control(None, 1)[0].ident
