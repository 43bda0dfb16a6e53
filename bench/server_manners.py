"""How a server behaves towards those who are slow, wrong or late, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, suppress
from typing import Any

import requests

from bench.server_running import Running, running

Manners = dict[str, Any]

MANY = 64
PATIENCE = 2.0
SETTLING = 2.0
GET = b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n"
POST = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n"
MALFORMED = {
    "a malformed line": b"GARBAGE /\r\n\r\n",
    "a malformed header": GET % (b"/health", b"Bad Header: y\r\n"),
    "two hosts": GET % (b"/health", b"Host: x\r\n"),
    "a line of 5,000": GET % (b"/" + b"a" * 5000, b""),
    "a header of 9,000": GET % (b"/health", b"X: " + b"a" * 9000 + b"\r\n"),
    "a length below zero": POST % b"Content-Length: -5\r\n",
    "a malformed chunk": POST % b"Transfer-Encoding: chunked\r\n" + b"ZZ\r\n{}\r\n0\r\n\r\n",
}
BODY = b'{"email":"nobody@demo.example","password":"of nobody at all"}'
SLOW = {
    "half a head": GET[:10],
    "half a body": POST % b"Content-Length: 500\r\n" + b"{",
    "half a chunk": POST % b"Transfer-Encoding: chunked\r\n" + b"9\r\n{",
}


def manners_of(server: tuple[int, list[str]], environ: dict[str, str]) -> Manners:
    """Return what a server does with each of those, by a new start of it for each group."""
    processes, command = server
    groups = (_malformed, _framed, _slow, _stays, _ends, _comes_back)
    found: Manners = {}
    for group in groups:
        with running(command, processes, environ) as served:
            time.sleep(SETTLING)  # the first process answers; the others may not be there yet
            found |= group(served)
    return found


def _malformed(server: Running) -> Manners:
    """Return status and content type of the answer to what can't be read."""
    return {name: _told(_ask(server, sent)) for name, sent in MALFORMED.items()}


def _framed(server: Running) -> Manners:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    twice = GET % (b"/health", b"") + GET % (b"/health", b"Connection: close\r\n")
    return {
        "a body in chunks": _told(_ask(server, POST % b"Transfer-Encoding: chunked\r\n" + chunked)),
        "two requests at once": _ask(server, twice).count(b"HTTP/1.1 200"),
    }


def _slow(server: Running) -> Manners:
    """Return whether others are answered while many are slow."""
    found: Manners = {}
    for name, sent in SLOW.items():
        with ExitStack() as slow:
            for _ in range(MANY):
                slow.enter_context(_connect(server)).sendall(sent)
            time.sleep(0.2)
            found[f"{MANY} with {name}"] = _answers(server)
    return found


def _stays(server: Running) -> Manners:
    """Return whether others are answered while some don't close after their last answer."""
    with ExitStack() as staying:
        for _ in range(8):
            each = staying.enter_context(_connect(server))
            each.sendall(GET % (b"/health", b"Connection: close\r\n"))
        time.sleep(0.2)
        return {"8 that don't close": _answers(server)}


def _ends(server: Running) -> Manners:
    """Return whether a request under way is answered after SIGTERM, and how long the end takes."""
    got: list[requests.Response] = []

    def ask() -> None:
        with suppress(requests.RequestException):
            got.append(requests.get(f"{server.url}/slow", timeout=20))

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.3)
    began = time.monotonic()
    server.process.terminate()
    asking.join()
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(20)
    return {
        "answered after SIGTERM": bool(got),
        "seconds to end": round(time.monotonic() - began, 1),
    }


def _comes_back(server: Running) -> Manners:
    """Return how requests fare when a process is killed, and whether another takes its place."""
    workers = server.tree[1:]
    if not workers:
        return {"a killed process": "has one process"}
    os.kill(workers[-1], signal.SIGKILL)
    began, failed = time.monotonic(), 0
    while time.monotonic() < began + PATIENCE:
        failed += not _answers(server)
        time.sleep(0.02)
    back = len(server.tree[1:]) == len(workers)
    return {"a killed process": "comes back" if back else "stays away", "failed meanwhile": failed}


def _connect(server: Running) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _ask(server: Running, sent: bytes) -> bytes:
    """Send bytes and return all that comes back in a while."""
    got = b""
    with _connect(server) as connection, suppress(OSError):
        connection.sendall(sent)
        while part := connection.recv(65536):
            got += part
            if got.endswith(b"}"):  # it may keep the connection
                connection.settimeout(0.2)
    return got


def _told(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").lower().split("\r\n")
    kinds = [line.partition(": ")[2] for line in head if line.startswith("content-type")]
    return f"{head[0][9:12]} {kinds[0] if kinds else 'without a type'}" if head[0] else "silence"


def _answers(server: Running) -> bool:
    with suppress(requests.RequestException):
        return requests.get(f"{server.url}/health", timeout=PATIENCE).ok
    return False
