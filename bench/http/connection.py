"""One HTTP connection that is kept alive, for generators in Python."""

from __future__ import annotations

import json
import socket
import time
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self

from therapy_cli.engine.ports import HOST


class Kept:
    """Ask over one connection, and say how long each answer took, in seconds."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=30)

    def __enter__(self) -> Self:
        self._connection.connect()
        assert self._connection.sock is not None
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, path: str, token: str) -> tuple[int, float]:
        """Return the status of an answer, and how long it took to come whole."""
        return self._ask("GET", path, {"Authorization": f"Bearer {token}"})

    def post(self, path: str, body: Any, headers: dict[str, str]) -> tuple[int, float]:
        """Send JSON, and return the status and how long the answer took."""
        sent = {"Content-Type": "application/json", **headers}
        return self._ask("POST", path, sent, json.dumps(body).encode())

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, float]:
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began
