"""Who is slow waits without a thread, and not for ever."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

from tests.therapy_api.server.serving import SECONDS, Serving, answer, echo, rest
from therapy_api.server import connections
from therapy_api.server.connections import REQUEST_SECONDS, Broken, Connection
from therapy_api.server.refusals import RequestTimedOut

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
SLOW = (
    b"",
    b"GET / HT",
    GET[:-2],
    POST + b"Content-Length: 5\r\n\r\nhel",
    POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
    POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
)


@pytest.mark.parametrize("sent", SLOW)
def test_requests_on_their_way_hold_no_thread(sent: bytes) -> None:
    """However many are half here, one that is whole is answered; they are when they are whole."""
    rest_of = {len(SLOW[1]): GET[len(SLOW[1]) :], len(SLOW[2]): b"\r\n"}
    with Serving(echo, threads=2) as serving, ExitStack() as open_ones:
        slow = [open_ones.enter_context(serving.connect()) for _ in range(9)]
        for each in slow:
            each.sendall(sent)
        with serving.connect() as quick:
            quick.sendall(GET)
            assert answer(quick)[2] == b"GET / "
        for each in slow if len(sent) in rest_of else []:
            each.sendall(rest_of[len(sent)])
            assert answer(each)[2] == b"GET / "


def test_connections_that_are_kept_hold_no_thread() -> None:
    """Between two requests a connection costs nothing but itself."""
    with Serving(echo, threads=2) as serving, ExitStack() as open_ones:
        kept = [open_ones.enter_context(serving.connect()) for _ in range(9)]
        for each in kept * 2:
            each.sendall(GET)
            assert answer(each)[2] == b"GET / "


def test_who_finds_no_room_waits_for_it() -> None:
    """Beyond so many connections nobody is taken in until another has left."""
    with Serving(echo, worker_connections=2) as serving:
        first, second, third = (serving.connect() for _ in range(3))
        with closing(third):
            for each in (first, second):
                each.sendall(GET)
                assert answer(each)[0] == 200
            third.sendall(GET)
            assert len(serving.worker._connections) == 2
            first.close()
            second.close()
            assert answer(third)[2] == b"GET / "


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    """Return a connection, and the other end of it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(SECONDS)
        yield Connection(ours, ("127.0.0.1", 1), ("127.0.0.1", 2), Config()), theirs


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return the time that connections see."""
    clock = SimpleNamespace(monotonic=lambda: clock.at, at=100.0)
    monkeypatch.setattr(connections, "time", clock)
    return clock


def test_the_time_of_a_request_runs_from_its_first_byte(
    pair: tuple[Connection, socket.socket], now: SimpleNamespace
) -> None:
    """More of it wins no more time; once it was answered, the next one has its own."""
    connection, other = pair
    connection.wait(60)
    assert connection.deadline == 160
    for part in (GET[:5], GET[5:9], GET[9:]):
        now.at += 1
        other.sendall(part)
        connection.receive()
        connection.wait(60)
        assert connection.deadline == 101 + REQUEST_SECONDS
    assert connection.request() is not None
    connection.wait(60)
    assert connection.deadline == now.at + 60


@pytest.mark.parametrize("sent", SLOW[1:])
def test_a_request_whose_time_is_up_is_named_so(
    pair: tuple[Connection, socket.socket], sent: bytes
) -> None:
    """It is no end of the connection by the other side."""
    connection, other = pair
    other.sendall(sent)
    connection.receive()
    assert connection.request() is None
    connection.expire()
    connection.receive()
    with pytest.raises(RequestTimedOut):
        connection.request()
    assert connection.over


def test_a_request_that_is_here_is_not_cut_off(pair: tuple[Connection, socket.socket]) -> None:
    """What had come before its time was up counts, and is the last."""
    connection, other = pair
    other.sendall(GET)
    connection.expire()
    connection.receive()
    assert connection.request() is not None
    assert connection.request() is None
    assert connection.over


def test_a_head_that_ends_in_the_middle_is_nobodys(pair: tuple[Connection, socket.socket]) -> None:
    """There is nobody to be told."""
    connection, other = pair
    other.sendall(GET[:9])
    connection.receive()
    other.shutdown(socket.SHUT_WR)
    connection.receive()
    with pytest.raises(Broken):
        connection.request()


def test_whose_time_is_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that doesn't come to its end is a problem, an idle connection just ends."""
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0)
    with Serving(echo, keepalive=1) as serving:
        with serving.connect() as connection:
            connection.sendall(POST + b"Content-Length: 5\r\n\r\nhel")
            status, headers, body = answer(connection)
            assert (status, json.loads(body)["code"]) == (408, "http.408")
            assert headers["Connection"] == "close"
            assert rest(connection) == b""
        with serving.connect() as connection:
            connection.sendall(GET)
            assert answer(connection)[0] == 200
            assert rest(connection) == b""


def test_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody reads holds its thread for a while and no longer."""
    monkeypatch.setattr(connections, "SEND_SECONDS", 0.01)
    closed = threading.Event()

    class Endless:
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b"x" * 65536

        def close(self) -> None:
            closed.set()

    def endless(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] == "/":
            return echo(environ, start_response)
        start_response("200 OK", [])
        return Endless()

    with Serving(endless, threads=1) as serving, serving.connect() as deaf:
        deaf.sendall(GET.replace(b"/", b"/endless", 1))
        assert closed.wait(SECONDS)
        with serving.connect() as other:
            other.sendall(GET)
            assert answer(other)[2] == b"GET / "


def test_who_does_not_leave_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last answer the other side has a while to close, whatever it still sends."""
    monkeypatch.setattr("therapy_api.server.connections.LINGER_SECONDS", 0.0)
    with Serving(echo) as serving, serving.connect() as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert answer(connection)[2] == b"GET / "
        ends = time.monotonic() + SECONDS
        with pytest.raises(OSError, match=r"reset|pipe"):
            while time.monotonic() < ends:
                connection.sendall(b"more")
                time.sleep(0.01)
        assert not serving.worker._connections
