"""A table behind a network that loses requests and answers: what is written is written once."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.therapy_core.table.tables import SECRET, Clock, Member, made_table, rows
from tests.therapy_core.table.transport.servers import Deed, Server, answered, hang_up, refused, say
from tests.transports import transport_to
from therapy_core.table import (
    Backoff,
    LeanTransport,
    Table,
)
from therapy_core.table.errors import AlreadyExists, UniqueViolation
from therapy_core.table.partial import MARGIN
from therapy_core.table.testing import no_wait


class Relay:
    """Pass requests on to an engine, and its answers back, as far as `faults` let it."""

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        self._engine = (parts.hostname or "", parts.port or 80)
        self.faults: list[Deed] = []

    def __call__(self, connection: socket.socket, request: bytes) -> bool:
        """Do what a fault does, or else what a network does."""
        if self.faults:
            return self.faults.pop(0)(connection, request)
        connection.sendall(self.asked(request))
        return True

    def asked(self, request: bytes) -> bytes:
        """Return the engine's answer."""
        with socket.create_connection(self._engine) as away:
            away.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            return b"".join(iter(lambda: away.recv(65536), b""))

    def lose_answer(self, _connection: socket.socket, request: bytes) -> bool:
        """Let the engine do it, and hang up."""
        self.asked(request)
        return False

    def spoil(self, connection: socket.socket, request: bytes) -> bool:
        """Let the engine do it, and garble what it says."""
        connection.sendall(self.asked(request).replace(b'"', b"'"))
        return True

    def cut(self, connection: socket.socket, request: bytes) -> bool:
        """Let the engine do it, and stop in the middle of what it says."""
        connection.sendall(self.asked(request)[:-1])
        return False


@pytest.fixture
def relay(endpoint: str) -> Relay:
    """Return a relay to the engine."""
    return Relay(endpoint)


@pytest.fixture
def lossy(endpoint: str, table_name: str, relay: Relay, clock: Clock) -> Iterator[Table]:
    """Return a table that is reached through the relay alone."""
    direct = made_table(transport_to(endpoint), table_name)
    with Server(relay) as server, closing(LeanTransport(server.url)) as transport:
        waits = Backoff(sleep=no_wait)
        yield Table(direct.schema, table_name, transport, secret=SECRET, backoff=waits, clock=clock)


FAULTS: dict[str, Callable[[Relay], Deed]] = {
    "request lost": lambda _: hang_up,
    "answer lost": lambda relay: relay.lose_answer,
    "answer spoilt": lambda relay: relay.spoil,
    "answer cut": lambda relay: relay.cut,
    "throttled": lambda _: say(refused("ThrottlingException")),
    "failed": lambda _: say(refused("InternalServerError", 500)),
    "a gateway's page": lambda _: say(answered(502, body=b"<html>")),
}


@pytest.mark.exact
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_way_of_writing_survives_it_once(
    lossy: Table, relay: Relay, clock: Clock, fault: Callable[[Relay], Deed]
) -> None:
    """A put, a save, a count, a transaction and a removal, each hit twice in a row."""

    def hit() -> None:
        clock.now += 5 * MARGIN
        relay.faults = [fault(relay)] * 2

    at = Member.at(member_id="m")
    hit()
    member = lossy.create(Member(member_id="m", name="Ann", email="a@x"))
    member.name = "Bea"
    hit()
    lossy.save(member)
    hit()
    assert lossy.update(at, Member.visits.add(1)).visits == 1
    hit()
    found = lossy.get(at)
    assert found is not None
    assert (found.name, found.visits, found.version) == ("Bea", 1, 3)
    hit()
    with pytest.raises(AlreadyExists):
        lossy.create(Member(member_id="m", name="Ann"))
    with pytest.raises(UniqueViolation):
        lossy.create(Member(member_id="n", name="Ann", email="a@x"))
    hit()
    lossy.delete(found)
    assert rows(lossy) == {}
