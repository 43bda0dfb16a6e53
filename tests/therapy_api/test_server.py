"""What the server refuses before the app sees it looks like what the app refuses."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from gunicorn.http.errors import InvalidRequestLine

from therapy_api import logs
from therapy_api.kinds import KINDS
from therapy_api.server import Worker
from therapy_cli.api import Api
from therapy_cli.engine.ports import free_port
from therapy_core.settings import Settings

APP = """
from therapy_api.app import create_app
from therapy_core.settings import Secret, Settings

secrets = {"jwt_secret": Secret("s" * 40), "master_key": Secret("m" * 40)}
app = create_app(Settings(environment="test", **secrets))
"""
PRIVATE = "Ada-Lovelace"
HOST = b"Host: x\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve the app, and return its port."""
    folder: Path = tmp_path_factory.mktemp("served")
    (folder / "served.py").write_text(APP)
    settings = Settings(port=free_port(), endpoint="http://engine.example")
    with Api(settings, host="127.0.0.1", workers=1, folder=folder, app="served:app"):
        yield settings.port


def ask(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are, and return status, headers and body of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"GARBAGE /{PRIVATE}\r\n\r\n".encode(), 400),
        (f"GET /health HTTP/1.1\r\nHost: x\r\nBad Header {PRIVATE}: y\r\n\r\n".encode(), 400),
        (f"GET /a\x00{PRIVATE} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), 400),
        (b"GET /health HTTP/9.9\r\n" + HOST + b"\r\n", 400),
        (b"GET /health HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
        (b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n", 400),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET /health HTTP/1.1\r\n" + HOST + f"Expect: {PRIVATE}\r\n\r\n".encode(), 417),
    ],
)
def test_a_request_that_can_not_be_read_is_a_problem(
    port: int, request_: bytes, status: int
) -> None:
    """It has a type with a page, an id, the security headers, and nothing of the request."""
    found, headers, body = ask(port, request_)
    problem = json.loads(body)
    assert (found, problem["status"]) == (status, status)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Request-Id"] == problem["requestId"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert problem["code"] in KINDS
    assert PRIVATE not in body.decode()


def test_the_log_names_the_fault_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Neither what was sent nor who sent it is written down."""
    logs.configure("DEBUG")
    ours, theirs = socket.socketpair()
    with ours, theirs, caplog.at_level("DEBUG"):
        Worker.handle_error(None, None, ours, ("192.0.2.7", 1), InvalidRequestLine(PRIVATE))
        assert theirs.recv(65536).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert "InvalidRequestLine" in caplog.text
    assert PRIVATE not in caplog.text
    assert "192.0.2.7" not in caplog.text


def test_a_bad_chunk_is_a_problem(port: int) -> None:
    """The framing of a body is the caller's."""
    start = b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    chunked = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n"
    status, headers, body = ask(port, start + chunked)
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(body)["code"] == "request.malformed"


def test_nobody_is_believed_about_the_path_or_the_scheme(port: int) -> None:
    """A local process is a caller like any other until the settings trust it."""
    start = b"GET /x/health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n"
    assert ask(port, start + b"SCRIPT_NAME: /x\r\n\r\n")[0] == 404
    start = b"GET /health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n"
    status, headers, _ = ask(port, start + b"X-Forwarded-Proto: https\r\n\r\n")
    assert status == 200
    assert "Strict-Transport-Security" not in headers
