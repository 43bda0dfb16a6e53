"""A server that does as it is told: it answers well, badly, slowly, in pieces, or hangs up."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

Deed = Callable[[socket.socket, bytes], bool]
"""Answers one request on a connection; tells whether the connection stays open."""


def answered(
    status: int = 200,
    members: Any = None,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a whole answer with DynamoDB's checksum, whose headers can be changed."""
    if body is None:
        body = json.dumps(members or {}).encode()
    named = {"Content-Length": str(len(body)), "X-Amz-Crc32": str(zlib.crc32(body))}
    lines = [f"{name}: {held}" for name, held in (named | (headers or {})).items() if held]
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", *lines, "", ""]).encode() + body


def refused(code: str, status: int = 400, **more: Any) -> bytes:
    """Return DynamoDB's answer to what it refuses."""
    headers = more.pop("headers", None)
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no", **more}
    return answered(status, said, headers=headers)


def say(answer: bytes) -> Deed:
    """Return the deed of giving `answer`."""

    def deed(connection: socket.socket, _request: bytes) -> bool:
        connection.sendall(answer)
        return True

    return deed


def drip(answer: bytes, pause: threading.Event, seconds: float) -> Deed:
    """Return the deed of giving `answer` byte by byte, waiting in between."""

    def deed(connection: socket.socket, _request: bytes) -> bool:
        for byte in answer:
            connection.sendall(bytes([byte]))
            if pause.wait(seconds):
                return False
        return True

    return deed


def hang_up(_connection: socket.socket, _request: bytes) -> bool:
    """Close the connection in place of an answer."""
    return False


def say_and_leave(answer: bytes) -> Deed:
    """Return the deed of giving `answer` and closing the connection without a word of it."""

    def deed(connection: socket.socket, _request: bytes) -> bool:
        connection.sendall(answer)
        return False

    return deed


class Server:
    """Serve one deed a request, the last one again and again.

    `requests` holds what came, head and body; `connections` counts who connected.
    """

    def __init__(self, *deeds: Deed, context: ssl.SSLContext | None = None) -> None:
        self.deeds = list(deeds)
        self.requests: list[bytes] = []
        self.connections = 0
        self._context = context
        self._guard = threading.Lock()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        """Return its address."""
        scheme = "https" if self._context else "http"
        return f"{scheme}://localhost:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.drop()

    def drop(self) -> None:
        """Close every connection, as a server does with those that are idle for long."""
        while self._open:
            with suppress(OSError):
                self._open[-1].shutdown(socket.SHUT_RDWR)
            self._open.pop().close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection = self._listening.accept()[0]
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            with connection, connection.makefile("rb") as reader:
                while request := _request(reader):
                    if not self._next(request)(connection, request):
                        connection.shutdown(socket.SHUT_RDWR)
                        return

    def _next(self, request: bytes) -> Deed:
        with self._guard:
            self.requests.append(request)
            return self.deeds.pop(0) if len(self.deeds) > 1 else self.deeds[0]


def _request(reader: Any) -> bytes:
    head, length = b"", 0
    while line := reader.readline():
        head += line
        name, _, held = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(held)
        if line == b"\r\n":
            return head + bytes(reader.read(length))
    return b""
