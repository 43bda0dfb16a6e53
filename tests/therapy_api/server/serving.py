"""A worker that serves an app of a test's own, in a thread of the test."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from gunicorn.config import Config

from therapy_api.server import Worker

SECONDS = 20.0

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Serving:
    """Run a worker without gunicorn's master. `settings` are gunicorn's own, by name."""

    def __init__(self, app: App, **settings: Any) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._address = self._listener.getsockname()
        self.worker = Worker(0, os.getppid(), [self._listener], None, 30, _config(settings), None)
        self.worker.wsgi = app
        self.worker.PIPE = os.pipe()
        self._thread = threading.Thread(target=self.worker.run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.wait()

    def stop(self) -> None:
        """Ask the worker to end, as a signal would."""
        self.worker.alive = False
        os.write(self.worker.PIPE[1], b"1")

    def wait(self) -> None:
        """Wait until the worker has ended."""
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def connect(self) -> socket.socket:
        """Return a new connection to the worker."""
        return socket.create_connection(self._address, timeout=SECONDS)


def _config(settings: dict[str, Any]) -> Config:
    config = Config()
    for name, value in {"threads": 2, "keepalive": 60, "graceful_timeout": 10, **settings}.items():
        config.set(name, value)
    return config


def answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read one answer that names its length; what comes behind it stays unread."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = connection.recv(1)
        assert part, f"it ended in the middle of {head!r}"
        head += part
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = dict(line.split(": ", 1) for line in lines)
    body, wanted = b"", int(headers.get("Content-Length", "0"))
    while len(body) < wanted:
        part = connection.recv(wanted - len(body))
        assert part, "it ended in the middle of a body"
        body += part
    return int(first.split()[1]), headers, body


def rest(connection: socket.socket) -> bytes:
    """Read until the other side ends."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer with the method, the path and the body of the request."""
    body = environ["wsgi.input"].read()
    told = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} ".encode() + body
    start_response("200 OK", [("Content-Length", str(len(told)))])
    return [told]
