"""Answer requests in threads that are given to whole requests, never to connections.

gunicorn's own threaded worker gives a thread to whoever has sent the first byte of a request, and
passes each request from a poller to a pool and back. Here one thread puts what can be read into a
queue; the others take it in, answer what is whole, and have the rest watched (docs/adr/0025).
"""

from __future__ import annotations

import gc
import os
import threading
import time
from queue import SimpleQueue
from typing import Any

import structlog
from gunicorn.errors import ConfigError
from gunicorn.http import wsgi
from gunicorn.workers.base import Worker as Base

from therapy_api.faults import described
from therapy_api.server.balance import Balance
from therapy_api.server.connections import (
    LINGER_SECONDS,
    NEVER,
    REQUEST_SECONDS,
    Broken,
    Connection,
)
from therapy_api.server.doors import Doors
from therapy_api.server.readiness import Readiness
from therapy_api.server.refusals import refuse
from therapy_core.accounts.background import standing_aside

log: structlog.stdlib.BoundLogger = structlog.get_logger("therapy_api")

SWEEP_SECONDS = 0.5
DRAINED_AT_ONCE = 64 * 1024


class Worker(Base):  # type: ignore[misc]  # gunicorn has no annotations
    """Be a worker of gunicorn's, with as many threads as its setting says.

    It speaks HTTP/1 alone: TLS belongs to a proxy, and the access log is the app's own.
    """

    alive: bool
    _balance = Balance()  # made in the master, which forks the workers

    @classmethod
    def check_config(cls, cfg: Any, _log: Any) -> None:
        """Raise `ConfigError` for what this worker would otherwise silently go without."""
        if cfg.is_ssl or cfg.protocol != "http" or cfg.http2_cleartext != "off":
            raise ConfigError("therapy_api.server.Worker speaks HTTP/1 without TLS")

    def load_wsgi(self) -> None:
        """Load the app, and spare collections looking through what stays anyway."""
        super().load_wsgi()
        gc.freeze()

    def run(self) -> None:
        """Serve until asked to end, then let what is under way end."""
        self._readiness = Readiness()
        self._readable: SimpleQueue[Connection | None] = SimpleQueue()
        self._connections: dict[int, Connection] = {}
        self._threads: set[threading.Thread] = set()
        self._aside: set[int] = set()
        self._doors = Doors(self.sockets, self._readiness, self._balance)
        self._due = 0.0
        self._readiness.watch(self.PIPE[0])
        for _ in range(self.cfg.threads):
            self._start()
        while self.alive and self.ppid == os.getppid():
            self._turn(SWEEP_SECONDS)
        self.alive = False
        self._finish(time.monotonic() + self.cfg.graceful_timeout)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ARG002
        """Answer a request that could not be read."""
        refuse(client, exc)

    # The first thread, in which signals arrive, sees who comes and what can be read.

    def _turn(self, seconds: float) -> None:
        for fd in self._readiness.wait(self._doors.patience(seconds)):
            if (connection := self._connections.get(fd)) is not None:
                self._readable.put(connection)
            elif fd in self._doors:
                self._welcome(fd)
            elif fd == self.PIPE[0]:  # a signal came
                os.read(fd, 4096)
                self._readiness.watch(fd)
        self._doors.look_again()
        if time.monotonic() >= self._due:
            self._sweep(time.monotonic())

    def _welcome(self, fd: int) -> None:
        """Take in who comes, if anybody does."""
        visitor = self._doors.let_in(fd, len(self._connections), self.cfg.worker_connections)
        if visitor is not None:
            connection = Connection(*visitor, self.cfg)
            connection.wait(REQUEST_SECONDS)
            self._connections[connection.fileno()] = connection
            self._balance.tell(self.age, len(self._connections))
            self._readiness.watch(connection.fileno())

    def _sweep(self, now: float) -> None:
        """Show that this process is alive, and end what has waited too long."""
        self._due = now + SWEEP_SECONDS
        self.notify()
        if self.alive:
            self._balance.tell(self.age, len(self._connections))
        for connection in list(self._connections.values()):
            if connection.deadline < now:
                connection.expire()
        self._doors.open_again()

    def _finish(self, until: float) -> None:
        """Let requests that are here be answered, and connections without any be closed."""
        self._doors.close()
        self._balance.leave(self.age)
        soon = time.monotonic() + LINGER_SECONDS
        while self._connections and time.monotonic() < until:
            for connection in list(self._connections.values()):
                if connection.deadline != NEVER:
                    connection.deadline = min(connection.deadline, soon)
            self._due = 0.0
            self._turn(SWEEP_SECONDS / 10)
        for _ in self._threads.copy():
            self._readable.put(None)
        for thread in list(self._threads):
            thread.join(0.0 if self._connections else None)

    # The others serve, each what comes next.

    def _start(self) -> None:
        thread = threading.Thread(target=self._serve, name="serving", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _serve(self) -> None:
        standing_aside.set(self._stand_aside)
        me = threading.get_ident()
        while me not in self._aside and (connection := self._readable.get()) is not None:
            self._attend(connection)
        self._aside.discard(me)
        self._threads.discard(threading.current_thread())

    def _stand_aside(self) -> None:
        """Let a new thread take the place of this one, which ends with the request it is at."""
        if threading.get_ident() not in self._aside:
            self._aside.add(threading.get_ident())
            self._start()

    def _attend(self, connection: Connection) -> None:
        """Deal with what has come, then wait for more or close."""
        try:
            self._deal(connection)
        except Exception as fault:  # noqa: BLE001 - none may cost a thread, or leave a connection
            _tell(fault)
            self._drop(connection)
            return
        if connection.parting and connection.over:
            self._drop(connection)
        else:
            self._readiness.watch(connection.fileno())

    def _deal(self, connection: Connection) -> None:
        if connection.parting:
            connection.drain()
        elif self._converse(connection):
            connection.wait(self.cfg.keepalive)
        else:
            connection.part()

    def _converse(self, connection: Connection) -> bool:
        """Answer every request that is here, and tell whether another may follow."""
        connection.deadline = NEVER
        try:
            connection.receive()
            while (request := connection.request()) is not None:
                if not self._answer(connection, request):
                    return False
        except Broken:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it has to be answered
            if not connection.sent:
                self.handle_error(None, connection.sock, connection.peer, fault)
            return False
        return not connection.over

    def _answer(self, connection: Connection, request: Any) -> bool:
        """Let the app answer a request, and tell whether the connection stays good."""
        response, environ = wsgi.create(
            request, connection, connection.peer, connection.server, self.cfg
        )
        environ["wsgi.multithread"] = True
        self._count()
        parts = self.wsgi(environ, response.start_response)
        if not self.alive or not self.cfg.keepalive or connection.over:
            response.force_close()
        try:
            for part in parts:
                response.write(part)
            response.close()
        finally:
            getattr(parts, "close", _nothing)()
        connection.flush()
        return not response.should_close() and _is_read(request.body)

    def _count(self) -> None:
        """End after so many requests, where gunicorn is set to."""
        self.nr += 1
        self.alive = self.alive and self.nr < self.max_requests

    def _drop(self, connection: Connection) -> None:
        del self._connections[connection.fileno()]
        self._balance.tell(self.age, len(self._connections))
        connection.sock.close()


def _tell(fault: Exception) -> None:
    """Log what is nobody else's fault."""
    if not isinstance(fault, Broken):
        log.error("unhandled", **described(fault))


def _nothing() -> None:
    """Stand for a method that an answer doesn't have."""


def _is_read(body: Any) -> bool:
    """Read the rest of a body, and tell whether the next request begins behind it."""
    try:
        while body.read(DRAINED_AT_ONCE):
            pass
    except Exception:  # noqa: BLE001 - gunicorn has many names for a body that is not well framed
        return False
    return not body.failed
