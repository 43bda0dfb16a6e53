"""One request and its answer over one connection that is kept (RFC 9112), within a deadline.

The standard library connects, through proxies and TLS; the answer's head is read here, as the
library's way through the parser of e-mail costs more than all the rest of a call together.
Whatever breaks the rules of the protocol is an error, and the end of the connection.
"""

from __future__ import annotations

import io
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from ssl import SSLContext
from typing import NamedTuple

from urllib3.util.wait import wait_for_read

from therapy_core.table.transport.endpoints import Address

LONGEST_LINE = 65536
MOST_HEADERS = 100
_STATUS_LINE = re.compile(r"(?P<version>HTTP/1\.[01]) (?P<status>[1-9][0-9]{2})(?: |$)")
_LENGTH = re.compile("[0-9]{1,8}")
_CHUNK_SIZE = re.compile("[0-9A-Fa-f]{1,7}")
_OK, _NO_CONTENT, _NOT_MODIFIED = 200, 204, 304


class Answer(NamedTuple):
    """Hold an answer as it came; the names of its headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Broken(Exception):
    """Say that what came is no HTTP, or not all of it."""


@dataclass(frozen=True)
class Route:
    """Say to which server a connection goes, how, and through which proxy."""

    server: Address
    context: SSLContext | None = None
    proxy: Address | None = None
    proxy_headers: tuple[tuple[str, str], ...] = ()

    @property
    def to(self) -> Address:
        """Return what is connected to."""
        return self.proxy or self.server

    def connect(self, seconds: float) -> socket.socket:
        """Return a new connection. Raises `OSError` when a step towards it takes over `seconds`."""
        to = self.to
        plain = HTTPConnection(to.host, to.port, timeout=seconds)
        way = plain
        if self.context is not None:
            way = HTTPSConnection(to.host, to.port, timeout=seconds, context=self.context)
            if self.proxy is not None:
                way.set_tunnel(self.server.host, self.server.port, dict(self.proxy_headers))
        way.connect()
        return way.sock


class _Bytes(io.RawIOBase):
    """Read a socket until a deadline, however slowly the bytes drip in."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.deadline = 0.0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        """Read what there is. Raises `TimeoutError` when the deadline passes first."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class Connection:
    """Keep one connection to the server of a route."""

    def __init__(self, route: Route, seconds: float) -> None:
        """Connect, each step within `seconds`. Raises `OSError` when that fails."""
        self._sock = route.connect(seconds)
        self._bytes = _Bytes(self._sock)
        self._reader = io.BufferedReader(self._bytes, LONGEST_LINE)
        self.reusable = True

    def close(self) -> None:
        """Close it."""
        self._sock.close()

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing has come since the last answer: no end, and no stray byte."""
        return not wait_for_read(self._sock, timeout=0)

    def exchange(self, request: bytes, seconds: float) -> Answer:
        """Send `request` and return the answer, all of it within `seconds`.

        Raises `OSError` and `Broken`; after either the connection is of no more use.
        """
        self.reusable = False
        self._bytes.deadline = time.monotonic() + seconds
        self._sock.settimeout(seconds)
        self._sock.sendall(request)
        status, version = self._status()
        headers = self._headers()
        body = self._body(status, headers)
        closes = "close" in headers.get("connection", "").lower() or version != "HTTP/1.1"
        self.reusable = not closes and not self._stray()
        return Answer(status, headers, body)

    def _status(self) -> tuple[int, str]:
        """Return the final answer's status, after any that only say "wait", and the version."""
        while True:
            line = _STATUS_LINE.match(self._line())
            if line is None:
                raise Broken("no status line")
            if int(line["status"]) >= _OK:
                return int(line["status"]), line["version"]
            self._headers()

    def _headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _ in range(MOST_HEADERS):
            line = self._line()
            if not line:
                return found
            name, colon, value = line.partition(":")
            name, value = name.lower(), value.strip(" \t")
            differs = found.setdefault(name, value) != value
            if not colon or (differs and name == "content-length"):
                raise Broken("no header")
        raise Broken("too many headers")

    def _body(self, status: int, headers: dict[str, str]) -> bytes:
        if status in (_NO_CONTENT, _NOT_MODIFIED):
            return b""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        length = headers.get("content-length")
        if length is None or not _LENGTH.fullmatch(length):
            raise Broken("no length")
        return self._exactly(int(length))

    def _chunks(self) -> Iterator[bytes]:
        while size := self._chunk_size():
            yield self._exactly(size)
            if self._line():
                raise Broken("a chunk is longer than it says")
        self._headers()

    def _chunk_size(self) -> int:
        size = self._line().partition(";")[0].strip()
        if not _CHUNK_SIZE.fullmatch(size):
            raise Broken("no length of a chunk")
        return int(size, 16)

    def _exactly(self, size: int) -> bytes:
        found = self._reader.read(size)
        if len(found) < size:
            raise Broken("it ends early")
        return found

    def _line(self) -> str:
        line = self._reader.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise Broken("it ends early" if len(line) < LONGEST_LINE else "too long a line")
        return line.rstrip(b"\r\n").decode("latin-1")

    def _stray(self) -> bool:
        """Tell whether more was read than belongs to the answer."""
        self._bytes.deadline = 0.0
        try:
            return bool(self._reader.peek(1))
        except TimeoutError:
            return False
