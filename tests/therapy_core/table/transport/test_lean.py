"""The lean transport against a server that misbehaves in every way a network knows."""

from __future__ import annotations

import gc
import threading
import warnings
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from botocore.exceptions import (
    ChecksumError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError
from botocore.session import Session, get_session

from tests.therapy_core.table.test_faults import at_once
from tests.therapy_core.table.transport.servers import (
    Deed,
    Server,
    answered,
    drip,
    hang_up,
    refused,
    say,
    say_and_leave,
)
from therapy_core.table import LeanTransport
from therapy_core.table.transport.services import DYNAMODB, SECRETS_MANAGER

ASKED = {"TableName": "t", "Key": {"PK": {"S": "a"}, "SK": {"S": "b"}}}
FINE = answered(members={"Item": {"PK": {"S": "a"}}})
FOUND = {"Item": {"PK": {"S": "a"}}}


def test_connections_are_kept_and_used_again() -> None:
    """Twenty calls in a row go over one connection."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        assert [transport("GetItem", ASKED) for _ in range(20)] == [FOUND] * 20
        assert server.connections == 1


def test_a_request_is_what_dynamodb_expects() -> None:
    """Its target, type, length and signature are there; binary values are in base64."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        transport("PutItem", {"TableName": "t", "Item": {"PK": {"B": b"\x00\xff"}}})
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST / HTTP/1.1\r\n")
    assert b"\r\nx-amz-target: DynamoDB_20120810.PutItem" in head
    assert b"\r\ncontent-type: application/x-amz-json-1.0" in head
    assert f"\r\nhost: localhost:{server.port}".encode() in head
    assert f"\r\ncontent-length: {len(body)}".encode() in head
    assert b"\r\nauthorization: AWS4-HMAC-SHA256 Credential=" in head
    assert body == b'{"TableName":"t","Item":{"PK":{"B":"AP8="}}}'


def test_another_service_is_asked_by_its_own_names() -> None:
    """Secrets Manager's target, type and scope; the answer's text is left as it is."""
    text = '{"a": "\\"B\\": 1"}'
    answer = answered(members={"SecretString": text, "VersionId": "v"})
    with (
        Server(say(answer)) as server,
        closing(LeanTransport(server.url, service=SECRETS_MANAGER)) as transport,
    ):
        found = transport("GetSecretValue", {"SecretId": "s"})
        head = server.requests[0].partition(b"\r\n\r\n")[0]
    assert found["SecretString"] == text
    assert b"\r\nx-amz-target: secretsmanager.GetSecretValue" in head
    assert b"\r\ncontent-type: application/x-amz-json-1.1" in head
    assert b"/eu-central-1/secretsmanager/aws4_request" in head


def test_threads_have_connections_of_their_own() -> None:
    """Eight that meet at the server each get the answer to what they asked."""
    barrier = threading.Barrier(8)

    def echo(connection: Any, request: bytes) -> bool:
        barrier.wait(timeout=10)
        connection.sendall(answered(body=request.partition(b"\r\n\r\n")[2]))
        return True

    with Server(echo) as server, closing(LeanTransport(server.url)) as transport:
        for _ in range(3):
            said = at_once(8, lambda n: transport("GetItem", {"Key": {"PK": {"S": str(n)}}}))
            assert said == [{"Key": {"PK": {"S": str(n)}}} for n in range(8)]
        assert server.connections == 8


def test_no_more_connections_are_kept_than_allowed() -> None:
    """What comes back to a full pool is closed."""
    barrier = threading.Barrier(4)

    def meet(connection: Any, _request: bytes) -> bool:
        barrier.wait(timeout=10)
        connection.sendall(FINE)
        return True

    with Server(meet) as server, closing(LeanTransport(server.url, connections=1)) as transport:
        for _ in range(2):
            assert at_once(4, lambda _: transport("GetItem", ASKED)) == [FOUND] * 4
        assert server.connections == 4 + 3


def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    """Not even once: what was sent into it might be lost, or not."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        for _ in range(3):
            assert transport("GetItem", ASKED) == FOUND
            server.drop()
        assert server.connections == 3


@pytest.mark.parametrize(
    "answer",
    [
        answered(members=FOUND, headers={"Connection": "close"}),
        FINE.replace(b"HTTP/1.1", b"HTTP/1.0"),
        FINE + b"stray",
        FINE + FINE,
    ],
    ids=["close", "http/1.0", "stray bytes", "two answers"],
)
def test_a_connection_that_can_t_be_trusted_any_more_is_closed(answer: bytes) -> None:
    """The answer counts; the next request goes over a new connection."""
    with Server(say(answer)) as server, closing(LeanTransport(server.url)) as transport:
        assert transport("GetItem", ASKED) == transport("GetItem", ASKED) == FOUND
        assert server.connections == 2


def test_an_answer_in_chunks_is_put_together() -> None:
    """As a proxy may send it; extensions and trailers are passed over."""
    body = b'{"Item":{"PK":{"S":"a"}}}'
    chunks = b"5;x=y\r\n%b\r\n%x\r\n%b\r\n0\r\nTrailer: t\r\n\r\n" % (
        body[:5],
        len(body) - 5,
        body[5:],
    )
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Server(say(head + chunks)) as server, closing(LeanTransport(server.url)) as transport:
        assert transport("GetItem", ASKED) == transport("GetItem", ASKED) == FOUND
        assert server.connections == 1


def test_what_comes_before_the_answer_is_passed_over() -> None:
    """A server may say that it is on its way (RFC 9110, 15.2)."""
    waiting = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    with Server(say(waiting + FINE)) as server, closing(LeanTransport(server.url)) as transport:
        assert transport("GetItem", ASKED) == FOUND


BROKEN: dict[str, Deed] = {
    "hung up": hang_up,
    "no http": say_and_leave(b"220 smtp ready\r\n"),
    "no status": say(b"HTTP/1.1 OK\r\n\r\n"),
    "half a head": say_and_leave(FINE[:30]),
    "half a body": say_and_leave(FINE[:-3]),
    "no length": say(answered(headers={"Content-Length": ""})),
    "a length of words": say(answered(headers={"Content-Length": "many"})),
    "a negative length": say(answered(headers={"Content-Length": "-1"})),
    "an endless length": say(answered(headers={"Content-Length": "9" * 5_000})),
    "a length beyond all": say(answered(headers={"Content-Length": "9" * 18})),
    "a status of four digits": say(FINE.replace(b" 200 ", b" 2000 ")),
    "another version": say(FINE.replace(b"HTTP/1.1", b"HTTP/1.x")),
    "a negative chunk": say(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n0\r\n\r\n"
    ),
    "a chunk in words": say(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n"
    ),
    "two lengths": say(answered(headers={"content-length": "5"})),
    "no colon": say(answered(headers={"Bad": "x"}).replace(b"Bad: ", b"Bad ")),
    "an endless line": say(b"HTTP/1.1 200 " + b"x" * 70_000),
    "endless headers": say(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200),
    "a chunk without size": say(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"
    ),
    "a chunk that is too long": say(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n"
    ),
}


@pytest.mark.parametrize("deed", BROKEN.values(), ids=BROKEN)
def test_what_is_no_answer_is_an_error_and_the_end_of_the_connection(deed: Deed) -> None:
    """The error is botocore's for a connection that was closed; the next call is not disturbed."""
    with Server(deed, say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        with pytest.raises(ConnectionClosedError):
            transport("GetItem", ASKED)
        assert transport("GetItem", ASKED) == FOUND
        assert server.connections == 2


def test_a_server_that_says_nothing_is_given_up() -> None:
    """So is one that drips so slowly that the whole answer never comes in time."""
    stop = threading.Event()
    for deed in (drip(b" ", stop, 60), drip(FINE, stop, 0.02)):
        with (
            Server(deed) as server,
            closing(LeanTransport(server.url, read_timeout=0.2)) as transport,
            pytest.raises(ReadTimeoutError),
        ):
            transport("GetItem", ASKED)
    stop.set()


def test_a_server_that_is_not_there_was_never_sent_anything() -> None:
    """Refused, unknown and unanswered connections have botocore's errors for that."""
    with Server(hang_up) as gone:
        pass
    with pytest.raises(EndpointConnectionError):
        LeanTransport(gone.url)("GetItem", ASKED)
    with pytest.raises(EndpointConnectionError):
        LeanTransport("http://no-such-host.invalid")("GetItem", ASKED)


def test_a_connection_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has an error of its own."""

    def late(*_: Any, **__: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", late)
    with pytest.raises(ConnectTimeoutError):
        LeanTransport("http://127.0.0.1:1")("GetItem", ASKED)


def test_bytes_that_changed_on_the_way_are_noticed() -> None:
    """DynamoDB's checksum covers the body of answers and errors alike."""
    for answer in (FINE.replace(b'"a"', b'"b"'), refused("X").replace(b'"no"', b'"yo"')):
        with (
            Server(say(answer)) as server,
            closing(LeanTransport(server.url)) as transport,
            pytest.raises(ChecksumError),
        ):
            transport("GetItem", ASKED)


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'{"a":', b'{"Item": {"a": {"B": 5}}}'])
def test_an_answer_that_is_none_of_dynamodbs_is_an_error(body: bytes) -> None:
    """It is botocore's for what it can't parse, and no text of the answer is in it."""
    with (
        Server(say(answered(body=body))) as server,
        closing(LeanTransport(server.url)) as transport,
        pytest.raises(ResponseParserError) as caught,
    ):
        transport("GetItem", ASKED)
    assert "html" not in str(caught.value)


def test_what_json_can_t_hold_is_refused_before_it_is_sent() -> None:
    """Its error names the operation and no value."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        for bad in ("secret \ud800", object(), {1}):
            with pytest.raises(ParamValidationError) as caught:
                transport("PutItem", {"Item": {"PK": {"S": bad}}})
            assert "secret" not in str(caught.value)
        assert server.requests == []


# Clocks and credentials


def expired(when: datetime) -> bytes:
    """Return a refusal for the time of the signature, by a server whose clock says `when`."""
    return refused("InvalidSignatureException", headers={"Date": format_datetime(when, True)})


def signed_at(request: bytes) -> datetime:
    """Return the time in a request's signature."""
    stamp = request.partition(b"x-amz-date: ")[2][:16].decode()
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize("wrong", [timedelta(hours=-7), timedelta(minutes=20)])
def test_a_clock_that_goes_wrong_is_corrected(wrong: timedelta) -> None:
    """The refused request is signed anew by DynamoDB's time, and so is each after it."""
    theirs = datetime.now(UTC) + wrong
    with Server(say(expired(theirs)), say(FINE)) as server:
        with closing(LeanTransport(server.url)) as transport:
            assert transport("GetItem", ASKED) == transport("GetItem", ASKED) == FOUND
        assert len(server.requests) == 3
        assert all(abs(signed_at(r) - theirs) < timedelta(minutes=5) for r in server.requests[1:])


def test_of_many_with_a_wrong_clock_none_is_refused() -> None:
    """Those that were refused at one moment are all signed anew, whoever corrects the clock."""
    theirs = datetime.now(UTC) + timedelta(hours=1)
    barrier = threading.Barrier(4)

    def judge(connection: Any, request: bytes) -> bool:
        fine = abs(signed_at(request) - theirs) < timedelta(minutes=5)
        if not fine:
            barrier.wait(timeout=10)
        connection.sendall(FINE if fine else expired(theirs))
        return True

    with Server(judge) as server, closing(LeanTransport(server.url)) as transport:
        assert at_once(4, lambda _: transport("GetItem", ASKED)) == [FOUND] * 4


@pytest.mark.parametrize("date", ["", "soon", None])
def test_a_signature_that_is_wrong_in_time_is_not_repeated(date: str | None) -> None:
    """Where the clocks agree (None), or the server doesn't say, time is not what is wrong."""
    said = format_datetime(datetime.now(UTC), True) if date is None else date
    answer = refused("InvalidSignatureException", headers={"Date": said})
    with Server(say(answer)) as server, closing(LeanTransport(server.url)) as transport:
        with pytest.raises(ClientError, match="InvalidSignatureException"):
            transport("GetItem", ASKED)
        assert len(server.requests) == 1


def sessions_with(*keys: str | None) -> Callable[[], Session]:
    """Return what makes sessions, each with the next of some access keys; None has none."""
    left = list(keys)

    def make() -> Session:
        session = get_session()
        name = left.pop(0) if len(left) > 1 else left[0]
        if name is None:
            session.get_credentials = lambda: None  # type: ignore[assignment]
        else:
            session.set_credentials(name, "secret", "token-" + name)
        return session

    return make


def test_credentials_that_ran_out_are_replaced_midway() -> None:
    """The refused request goes out again under new ones, token and all."""
    with Server(say(FINE), say(refused("ExpiredTokenException")), say(FINE)) as server:
        transport = LeanTransport(server.url, sessions=sessions_with("first", "x", "second"))
        with closing(transport):
            assert transport("GetItem", ASKED) == transport("GetItem", ASKED) == FOUND
        keys = [r.partition(b"Credential=")[2].partition(b"/")[0] for r in server.requests]
        assert keys == [b"first", b"first", b"second"]
        assert b"x-amz-security-token: token-second" in server.requests[-1]


def test_credentials_that_nothing_replaces_are_refused() -> None:
    """Once, with DynamoDB's word."""
    with Server(say(refused("UnrecognizedClientException"))) as server:
        transport = LeanTransport(server.url, sessions=sessions_with("only"))
        with closing(transport), pytest.raises(ClientError, match="UnrecognizedClient"):
            transport("GetItem", ASKED)
        assert len(server.requests) == 1


def test_without_credentials_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is botocore's."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    transport = LeanTransport("http://127.0.0.2:9", sessions=sessions_with(None))
    with pytest.raises(NoCredentialsError):
        transport("GetItem", ASKED)


def test_credentials_can_t_forge_a_header() -> None:
    """A line break in an access key is an error, and no part of it is shown."""
    with Server(say(FINE)) as server:
        transport = LeanTransport(server.url, sessions=sessions_with("key\r\nEvil: yes"))
        with closing(transport), pytest.raises(ParamValidationError) as caught:
            transport("GetItem", ASKED)
        assert "Evil" not in str(caught.value)
        assert server.requests == []


# Ends


def test_a_closed_transport_leaves_no_connection_open() -> None:
    """Those that are in use are closed when they come back; another call opens a new one."""
    held, left = threading.Event(), threading.Event()

    def wait(connection: Any, _request: bytes) -> bool:
        held.set()
        assert left.wait(10)
        connection.sendall(FINE)
        return True

    with warnings.catch_warnings(), Server(wait, say(FINE)) as server:
        warnings.simplefilter("error", ResourceWarning)
        transport, said = LeanTransport(server.url), []
        thread = threading.Thread(target=lambda: said.append(transport("GetItem", ASKED)))
        thread.start()
        assert held.wait(10)
        pool = transport.pool
        transport.close()
        left.set()
        thread.join()
        assert (said, pool._idle) == ([FOUND], [])
        assert transport("GetItem", ASKED) == FOUND
        transport.close()
        gc.collect()


def test_it_sends_what_concerns_items_and_leaves_the_rest_to_botocore(endpoint: str) -> None:
    """What is asked of tables comes back in botocore's types."""
    with closing(LeanTransport(endpoint)) as transport:
        assert "ListTables" not in DYNAMODB.operations
        assert "ResponseMetadata" in transport("ListTables", {})
