"""How requests come and answers go: in pieces, in chunks, several on one connection."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.therapy_api.server.serving import SECONDS, Serving, answer, echo, rest
from therapy_api.intake import LARGEST_BODY
from therapy_api.server.connections import LONGEST_CHUNKED, LONGEST_HEAD

GET = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    """Serve what echoes."""
    with Serving(echo) as found:
        yield found


def in_pieces(connection: socket.socket, request: bytes) -> None:
    """Send a request byte by byte."""
    for at in range(len(request)):
        connection.sendall(request[at : at + 1])


def bodies(connection: socket.socket, count: int) -> list[bytes]:
    """Return the bodies of so many answers, all of them 200."""
    found = [answer(connection) for _ in range(count)]
    assert {status for status, _, _ in found} == {200}
    return [body for _, _, body in found]


def test_a_connection_serves_one_request_after_the_other(serving: Serving) -> None:
    """It stays open, and says so."""
    with serving.connect() as connection:
        for number in range(3):
            connection.sendall(GET % number)
            status, headers, body = answer(connection)
            assert (status, body) == (200, b"GET /%d " % number)
            assert headers["Connection"] == "keep-alive"


def test_requests_sent_together_are_answered_in_order(serving: Serving) -> None:
    """Pipelined requests need no further word, also where the last of them comes later."""
    with serving.connect() as connection:
        connection.sendall(GET % 1 + GET % 2 + (GET % 3)[:20])
        assert bodies(connection, 2) == [b"GET /1 ", b"GET /2 "]
        connection.sendall((GET % 3)[20:])
        assert bodies(connection, 1) == [b"GET /3 "]


@pytest.mark.parametrize(
    "request_",
    [
        GET % 7,
        POST + b"Content-Length: 5\r\n\r\nhello",
        CHUNKED + b"2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
        CHUNKED + b"5\r\nhello\r\n0\r\nX-More: of no interest\r\n\r\n",
        CHUNKED + b"8\r\na\r\n\r\nb\r\n\r\n0\r\n\r\n",
        CHUNKED + b"6\r\na\r\n\r\nb\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_request_may_come_in_pieces(serving: Serving, request_: bytes) -> None:
    """Wherever it is cut, it is the same request, and the next one is found behind it."""
    with serving.connect() as connection:
        connection.sendall(request_)
        whole = bodies(connection, 1)
        in_pieces(connection, request_ + request_ + GET % 9)
        assert bodies(connection, 3) == [*whole, *whole, b"GET /9 "]


def test_what_follows_a_body_in_chunks_is_the_next_request(serving: Serving) -> None:
    """Also where it comes with it, and its own end later."""
    with serving.connect() as connection:
        connection.sendall(
            CHUNKED + b"5\r\nhello\r\n0\r\n\r\n" + POST + b"Content-Length: 3\r\n\r\na"
        )
        assert bodies(connection, 1) == [b"POST / hello"]
        connection.sendall(b"bc")
        assert bodies(connection, 1) == [b"POST / abc"]


def test_who_waits_to_send_a_body_is_told_to(serving: Serving) -> None:
    """The body is asked for once, and before the app has to wait for it."""
    with serving.connect() as connection:
        connection.sendall(POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        assert answer(connection)[0] == 100
        connection.sendall(b"hello")
        assert bodies(connection, 1) == [b"POST / hello"]


def test_a_body_that_the_app_does_not_read_is_no_request() -> None:
    """Nobody can hide a request in the body of another."""

    def careless(_: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    hidden = GET % 1
    length = b"Content-Length: %d\r\n\r\n" % len(hidden)
    chunks = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(hidden)
    with Serving(careless) as serving, serving.connect() as connection:
        connection.sendall(POST + length + hidden)
        connection.sendall(POST + chunks + hidden + b"\r\n0\r\n\r\n")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert bodies(connection, 3) == [b"ok", b"ok", b"ok"]
        assert rest(connection) == b""


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
def test_a_connection_ends_when_it_is_asked_to(serving: Serving, request_: bytes) -> None:
    """What came behind the last request is not answered."""
    with serving.connect() as connection:
        connection.sendall(request_ + GET % 1)
        assert bodies(connection, 1) == [b"GET / "]
        assert rest(connection) == b""


def test_who_has_sent_the_last_request_still_gets_its_answer(serving: Serving) -> None:
    """Closing one's own half is no end of the connection."""
    with serving.connect() as connection:
        connection.sendall(GET % 1)
        connection.shutdown(socket.SHUT_WR)
        assert bodies(connection, 1) == [b"GET /1 "]
        assert rest(connection) == b""


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"a" * LONGEST_HEAD, 431),
        (b"G" * (LONGEST_HEAD + 1), 414),
        (CHUNKED + b"ZZ\r\n", 400),
        (CHUNKED + b"-5\r\nhello\r\n", 400),
        (CHUNKED + b"1" * 2000, 400),
        (CHUNKED + b"1\r\na\r\n" * (LONGEST_CHUNKED // 6 + 1), 413),
        (CHUNKED + b"1\r\nabc\r\n0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\nZZ\r\n", 400),
    ],
)
def test_what_is_too_long_or_malformed_is_refused(
    serving: Serving, request_: bytes, status: int
) -> None:
    """It is a problem, and the end of the connection, without waiting for the rest."""

    def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return echo(environ, start_response)

    with Serving(reading) as own, own.connect() as connection:
        connection.sendall(request_)
        found, headers, body = answer(connection)
        assert (found, headers["Connection"]) == (status, "close")
        assert json.loads(body)["status"] == status
        assert rest(connection) == b""


def test_a_body_that_is_too_large_is_left_to_the_app_unread() -> None:
    """The app refuses it by its announcement, and the connection ends."""
    read = []

    def refusing(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        read.append(environ["CONTENT_LENGTH"])
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return []

    with Serving(refusing) as serving, serving.connect() as connection:
        connection.sendall(POST + b"Content-Length: %d\r\n\r\nabc" % (LARGEST_BODY + 1))
        status, headers, _ = answer(connection)
        assert (status, headers["Connection"]) == (413, "close")
        assert rest(connection) == b""
    assert read == [str(LARGEST_BODY + 1)]


def test_a_long_answer_comes_whole_to_a_slow_reader() -> None:
    """More than fits on the way waits for its reader."""
    part = bytes(range(256)) * 1024

    def much(_: Any, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", str(64 * len(part)))])
        yield from [part] * 64

    with Serving(much) as serving, serving.connect() as connection:
        connection.sendall(GET % 1)
        time.sleep(0.05)  # so that what fits on the way is full
        _, _, body = answer(connection)
        assert body == part * 64


def test_an_answer_of_unknown_length_comes_in_chunks() -> None:
    """The parts of it can be told apart from the next answer."""

    def parts(_: Any, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield from (b"one ", b"", b"two")

    with Serving(parts) as serving, serving.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        head, _, body = rest(connection).partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert body == b"4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"


def test_what_follows_a_good_request_is_refused_as_well(serving: Serving) -> None:
    """What can't be read is a problem on a connection that was used before, too."""
    with serving.connect() as connection:
        connection.sendall(GET % 1 + b"GARBAGE\r\n\r\n")
        assert [answer(connection)[0] for _ in "12"] == [200, 400]
        assert rest(connection) == b""


def test_a_fault_of_the_server_costs_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong beside the app ends a connection and nothing else."""
    with Serving(echo, threads=1) as serving:
        with monkeypatch.context() as patched, serving.connect() as connection:
            patched.setattr(serving.worker, "_converse", None)
            connection.sendall(GET % 1)
            with suppress(ConnectionResetError):
                assert rest(connection) == b""
        with serving.connect() as connection:
            connection.sendall(GET % 2)
            assert bodies(connection, 1) == [b"GET /2 "]


def test_an_app_that_fails_is_a_problem() -> None:
    """Nothing of what it had said before is sent, unless it was on its way already."""
    closed = threading.Event()

    class Failing:
        def __init__(self, before: bytes) -> None:
            self.before = before

        def __iter__(self) -> Iterator[bytes]:
            yield self.before
            raise LookupError("canary")

        def close(self) -> None:
            closed.set()

    def failing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Failing:
        long = b"x" * 200_000
        start_response("200 OK", [("Content-Length", "400000")])
        return Failing(long if environ["PATH_INFO"] == "/1" else b"short")

    with Serving(failing) as serving:
        with serving.connect() as connection:
            connection.sendall(GET % 0)
            status, headers, body = answer(connection)
            assert (status, headers["Content-Type"]) == (500, "application/problem+json")
            assert b"canary" not in body
            assert rest(connection) == b""
        with serving.connect() as connection:
            connection.sendall(GET % 1)
            assert rest(connection).endswith(b"xxx")
    assert closed.wait(SECONDS)


def test_a_caller_who_leaves_takes_nobody_along(serving: Serving) -> None:
    """Connections that break, at any moment, leave the worker as it was."""
    for sent in (b"", b"GET", GET % 1, POST + b"Content-Length: 5\r\n\r\nhe"):
        for how in (b"\0" * 8, b"\1\0\0\0\0\0\0\0"):  # in order, or by a reset
            connection = serving.connect()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)
            connection.sendall(sent)
            connection.close()
    with serving.connect() as connection:
        connection.sendall(GET % 1)
        assert bodies(connection, 1) == [b"GET /1 "]
