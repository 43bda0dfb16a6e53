"""What `bench.servers` serves: the API without limits on how often, and one slow path.

    python -m bench.served PORT PROCESSES THREADS      # with waitress, which has no processes

How passwords are hashed can be set for comparison, by BENCH_HASHING: `direct` for the request's own
thread, or the niceness of the background's.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from therapy_api.app import create_app
from therapy_api.limits import Limit
from therapy_core.accounts import background
from therapy_core.environment import load_settings

SLOW_SECONDS = 1.0


def _made() -> Callable[..., Iterable[bytes]]:
    """Return the API, where `/slow` takes a second and nobody asks too often."""
    flask = create_app(load_settings())
    limits = flask.config["RATE_LIMITS"]
    flask.config["RATE_LIMITS"] = {name: Limit(10**9, 300) for name in limits}

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            time.sleep(SLOW_SECONDS)
        return flask(environ, start_response)

    return serve


def _choose_hashing(how: str) -> None:
    if how == "direct":
        background.Background.run = _at_once  # type: ignore[method-assign]
    elif how:
        background.NICENESS = int(how)


def _at_once(_: Any, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return call(*args, **kwargs)


def _with_waitress(port: int, processes: int, threads: int) -> None:
    """Serve with several processes of waitress, which the kernel shares the port among."""
    children = [_child(port, threads) for _ in range(processes)]
    signal.signal(signal.SIGTERM, lambda *_: _end(children))
    for each in children:
        os.waitpid(each, 0)


def _end(children: list[int]) -> None:
    for each in children:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGTERM)


def _child(port: int, threads: int) -> int:
    child = os.fork()
    if child == 0:
        import waitress  # noqa: PLC0415 - it is there for this alone

        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", port))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        logging.getLogger("waitress").setLevel(logging.ERROR)  # it tells of every queue
        waitress.serve(app, sockets=[listener], threads=threads, _quiet=True)
        os._exit(0)
    return child


_choose_hashing(os.environ.get("BENCH_HASHING", ""))
app = _made()

if __name__ == "__main__":
    _with_waitress(*map(int, sys.argv[1:4]))
