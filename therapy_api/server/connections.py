"""One client's connection: what has come of a request, and what goes back.

A request is collected until all of it is there, however slowly it comes, so that it takes up a
thread only while it is answered. gunicorn's parser stays the judge of what a request is.
"""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import NoMoreData
from gunicorn.http.message import Request
from gunicorn.http.unreader import Unreader

from therapy_api.intake import LARGEST_BODY
from therapy_api.server.refusals import BodyTooLarge, HeadTooLarge, RequestTimedOut
from therapy_core.accounts.background import standing_aside

LONGEST_HEAD = 64 * 1024
LONGEST_CHUNKED = 2 * LARGEST_BODY
LONGEST_SIZE = 1024
PARSED_AT_ONCE = 8 * 1024
READ_AT_ONCE = SENT_AT_ONCE = 64 * 1024

REQUEST_SECONDS = 20.0
"""In which a request has to be there, from its first byte to its last."""
ANSWER_SECONDS = 30.0
"""In which a piece of an answer, at most so long as is sent at once, has to be taken."""
SEND_SECONDS = 10.0
"""In which some of an answer has to be taken."""
LINGER_SECONDS = 2.0
"""In which the other side has to close, after it was told that no answer follows."""
NEVER = float("inf")


class Broken(Exception):
    """Say that nobody is there any more to be answered."""


class Held(Unreader):  # type: ignore[misc]  # gunicorn has no annotations
    """Hold what has come and was not parsed yet, and never wait for more."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.add(data)

    def __len__(self) -> int:
        return int(self.buf.getbuffer().nbytes)

    def add(self, data: bytes) -> None:
        """Put `data` behind what is held."""
        self.buf.seek(0, 2)
        self.buf.write(data)

    def peek(self) -> bytes:
        """Return what is held, and keep it."""
        found: bytes = self.buf.getvalue()
        return found

    def read(self, size: int | None = None, read_ahead: int | None = None) -> bytes:
        """Return `size` bytes, or the next few: gunicorn copies them for every chunk of a body."""
        found: bytes = super().read(
            min(len(self), PARSED_AT_ONCE) if size is None else size, read_ahead
        )
        return found

    def chunk(self, size_hint: int | None = None) -> bytes:  # noqa: ARG002 - gunicorn's signature
        """Say that no more has come."""
        return b""


class Connection:
    """Collect requests from a socket, and send answers into it.

    One thread at a time uses it; `expire` alone may be called by another. `cfg` is gunicorn's
    configuration.
    """

    def __init__(self, sock: socket.socket, peer: Any, server: Any, cfg: Any) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.peer = peer
        self.server = server
        self.deadline = NEVER
        self.parting = False
        self.sent = False
        self._cfg = cfg
        self._held = Held()
        self._request: Any = None
        self._since = NEVER
        self._requests = 0
        self._chunk = 0
        self._ended = False
        self._expired = False
        self._out: list[bytes] = []
        self._unsent = 0

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self.sock.fileno()

    @property
    def over(self) -> bool:
        """Tell whether no further request comes: the other side has ended, or time is up."""
        return self._ended or self._expired

    def receive(self) -> None:
        """Take in what has come. Raises `Broken`."""
        try:
            data = self.sock.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            raise Broken from None
        self._held.add(data)
        self._ended = not data and not self._expired

    def request(self) -> Any:
        """Return the next request that is there as a whole, or None.

        Raises what gunicorn's parser raises for what is no request, `HeadTooLarge`,
        `BodyTooLarge`, `RequestTimedOut` when the time for a request is up, and `Broken` when the
        other side has ended in the middle of a head.
        """
        self.sent = False
        if self._request is None and self._head_is_here():
            self._request = self._parsed()
        if self._request is not None and self._body_is_here():
            found, self._request, self._since = self._request, None, NEVER
            self._chunk = 0
            found._expected_100_continue = False  # its body is here, or is not going to be read
            return found
        if self._expired and self._begun:
            raise RequestTimedOut
        return None

    def wait(self, keepalive: float) -> None:
        """Set the deadline: for the rest of a request, or in `keepalive` seconds for another."""
        now = time.monotonic()
        if self._begun:
            self._since = min(self._since, now)
            self.deadline = self._since + REQUEST_SECONDS
        else:
            self._since = NEVER
            self.deadline = now + keepalive

    def expire(self) -> None:
        """Let whoever owns the connection find that its time is up; nothing is cut off."""
        self._expired = True
        self.deadline = NEVER
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RD)

    def sendall(self, data: bytes) -> None:
        """Keep a part of an answer until `flush`, or send what is kept when it is much."""
        self._out.append(data)
        self._unsent += len(data)
        if self._unsent > SENT_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Send what is kept. Raises `Broken`, also when the other side is too slow to take it."""
        rest = memoryview(b"".join(self._out))
        self._out, self._unsent, self.sent = [], 0, True
        ends = time.monotonic() + ANSWER_SECONDS
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except BlockingIOError:
                self._wait_until_taken(ends - time.monotonic())
            except OSError:
                raise Broken from None

    def part(self) -> None:
        """Say that no answer follows, and leave the other side time to read the last.

        A close at once would break the connection where something is still unread, and with it
        what was answered (RFC 9112, 9.6). Raises `Broken`.
        """
        self.parting = True
        self.deadline = time.monotonic() + LINGER_SECONDS
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            raise Broken from None

    def drain(self) -> None:
        """Forget what has come since parting. Raises `Broken`."""
        self.receive()
        self._held = Held()

    @property
    def _begun(self) -> bool:
        return self._request is not None or len(self._held) > 0

    def _head_is_here(self) -> bool:
        held = self._held.peek()
        return b"\r\n\r\n" in held or len(held) > LONGEST_HEAD or bool(held and self._ended)

    def _parsed(self) -> Any:
        """Return a request whose body may still be coming."""
        self._requests += 1
        try:
            request = Request(self._cfg, self._held, self.peer, self._requests)
        except (NoMoreData, StopIteration):
            raise (Broken if self._ended else HeadTooLarge) from None
        return request

    def _body_is_here(self) -> bool:
        reader = self._request.body.reader
        chunked = isinstance(reader, ChunkedReader)
        if self._chunks_are_here() if chunked else len(self._held) >= reader.length:
            return True
        if self._ended or (not chunked and reader.length > LARGEST_BODY):
            self._request.force_close()  # where the next request would begin is not known
            return True
        self._encourage()
        return False

    def _chunks_are_here(self) -> bool:
        """Tell whether the last chunk is here, or one that gunicorn will refuse.

        What was looked at once is not looked at again, however small the pieces.
        """
        held = self._held.peek()
        if len(held) > LONGEST_CHUNKED:
            raise BodyTooLarge
        while (end := held.find(b"\r\n", self._chunk)) >= 0:
            size = _size_of(held[self._chunk : end])
            if size <= 0:
                return size < 0 or held.find(b"\r\n\r\n", end) >= 0
            after = end + size + len(b"\r\n\r\n")
            if after > len(held):
                return False
            self._chunk = after
        return len(held) - self._chunk > LONGEST_SIZE

    def _encourage(self) -> None:
        """Tell who waits for it that the body may come (RFC 9110, 10.1.1)."""
        # gunicorn would only say so once the app runs, which waits for the body here.
        if self._request._expected_100_continue:
            self._request._expected_100_continue = False
            self.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.flush()
            self.sent = False

    def _wait_until_taken(self, left: float) -> None:
        """Wait for the other side, while another thread does what this one was there for."""
        standing_aside.get()()
        poll = select.poll()
        poll.register(self.sock, select.POLLOUT)
        if left <= 0 or not poll.poll(min(left, SEND_SECONDS) * 1000):
            raise Broken


def _size_of(line: bytes) -> int:
    """Return the size that begins a chunk, or -1 where there is none."""
    try:
        return max(int(line.split(b";")[0], 16), -1)
    except ValueError:
        return -1
