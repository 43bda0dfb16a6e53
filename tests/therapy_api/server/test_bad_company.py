"""Those who don't wait, don't read, or hide a request in another: nobody else suffers from them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from typing import Any

import pytest

from tests.therapy_api.server.serving import Serving, answer, echo, rest

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
EXPECT = b"Expect: 100-continue\r\n"
MUCH = b"x" * 8_000_000


@pytest.mark.parametrize(
    "request_",
    [
        POST + EXPECT + b"Content-Length: 2\r\n\r\n{}",
        POST + EXPECT + b"Content-Length: 0\r\n\r\n",
        GET + EXPECT + b"\r\n",
        POST + EXPECT + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
    ids=["with its body", "an empty body", "no body", "in chunks"],
)
def test_who_expects_a_word_and_does_not_wait_gets_the_answer(request_: bytes) -> None:
    """What is there already needs no "100 Continue" (RFC 9110, 10.1.1)."""
    with Serving(echo) as serving, serving.connect() as connection:
        connection.sendall(request_)
        status, _, _ = answer(connection)
        assert status == 200


def test_who_reads_nothing_keeps_no_thread() -> None:
    """Eight who take none of a long answer, and two threads: the ninth is served all the same."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        long = environ["PATH_INFO"] == "/long"
        body = MUCH if long else b"short"
        start("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    with Serving(app, threads=2) as serving, ExitStack() as stack:
        for _ in range(8):
            slow = stack.enter_context(serving.connect())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            assert slow.recv(1)
        with serving.connect() as connection:
            connection.sendall(GET + b"\r\n")
            assert answer(connection)[2] == b"short"


def test_what_follows_a_body_that_could_not_be_read_is_no_request() -> None:
    """Not even for an app that makes nothing of the fault."""
    served: list[str] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        served.append(environ["PATH_INFO"])
        with suppress(Exception):
            environ["wsgi.input"].read()
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    hidden = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Serving(app) as serving, serving.connect() as connection:
        connection.sendall(head + b"ZZ\r\n" + b"f" * 8188 + hidden)
        rest(connection)
    assert served == ["/a"]
