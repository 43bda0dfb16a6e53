"""The floor: the bytes that botocore sent, sent again over one socket, and nothing else done.

What is left of a call here is the engine's own work and the way there and back.
"""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bench.library.raw import Raw

OPERATIONS = "before-send.dynamodb"


class Recorder:
    """Note the bytes of each request that botocore sends for `raw`."""

    def __init__(self, raw: Raw) -> None:
        self._sent: list[bytes] = []
        raw.client.meta.events.register(OPERATIONS, self._note)

    def of(self, call: Callable[[], object]) -> bytes:
        """Return the whole request, head and body, that `call` makes."""
        self._sent.clear()
        call()
        return self._sent[-1]

    def _note(self, request: Any, **_: Any) -> None:
        where = urlsplit(request.url)
        headers = {n: v.decode() if isinstance(v, bytes) else v for n, v in request.headers.items()}
        lines = [f"{request.method} {where.path or '/'} HTTP/1.1", f"Host: {where.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        body = request.body if isinstance(request.body, bytes) else str(request.body).encode()
        self._sent.append("\r\n".join([*lines, "", ""]).encode() + body)


class Line:
    """Keep one connection to the engine, and send whole requests over it."""

    def __init__(self, endpoint: str) -> None:
        where = urlsplit(endpoint)
        self._socket = socket.create_connection((where.hostname, where.port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> bytes:
        """Return the body of the answer. Raises `RuntimeError` unless it is 200."""
        self._socket.sendall(request)
        head, _, body = self._until_head().partition(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise RuntimeError("the engine refused what it took before")
        left = _length(head) - len(body)
        parts = [body]
        while left > 0:
            parts.append(self._socket.recv(65536))
            left -= len(parts[-1])
        return b"".join(parts)

    def _until_head(self) -> bytes:
        found = b""
        while b"\r\n\r\n" not in found:
            found += self._socket.recv(65536)
        return found


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return int(next(line for line in lines if line.startswith(b"content-length:")).split(b":")[1])


class Replay:
    """Send a recorded request again and again, each time with new ids of the same length.

    So what is created is new every time, and not a byte more goes over the wire. `parse` reads
    the answer as JSON besides.
    """

    def __init__(self, line: Line, request: bytes, ids: list[str], *, parse: bool) -> None:
        self._line = line
        self._request = request
        self._ids = [each.encode() for each in ids]
        self._parse = parse
        self._token = _token_of(request)

    def __call__(self, ids: list[str]) -> bytes:
        """Send the request with `ids` in place of those that it was recorded with."""
        request = self._request
        for old, new in zip(self._ids, ids, strict=True):
            request = request.replace(old, new.encode())
        if self._token:
            request = request.replace(self._token, str(uuid.uuid4()).encode())
        answer = self._line.send(request)
        if self._parse:
            json.loads(answer)
        return answer


def _token_of(request: bytes) -> bytes | None:
    body = json.loads(request.partition(b"\r\n\r\n")[2])
    token = body.get("ClientRequestToken")
    return token.encode() if token else None
