"""Both transports: built once, silent about values, safe in threads and forks."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from tests.therapy_core.table.tables import SCHEMA, SECRET, Member, made_table
from tests.therapy_core.table.test_faults import at_once
from therapy_core.settings import TRANSPORTS as NAMES
from therapy_core.table import (
    TRANSPORTS,
    LeanTransport,
    Table,
    Transport,
    transport_to,
)
from therapy_core.table.errors import Misuse, Unavailable
from therapy_core.table.writes import comparable


def test_the_settings_know_every_transport() -> None:
    """Each can be chosen by its name, the lean one first."""
    assert tuple(TRANSPORTS) == NAMES


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> str:
    """Return the name of each transport in turn."""
    return str(request.param)


def test_many_threads_share_one_client(
    endpoint: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty-two threads that come first all get the client, or the pool, that one built."""
    transport, built = transport_to(endpoint, kind=kind), []
    build = transport._build
    monkeypatch.setattr(transport, "_build", lambda: built.append(1) or build())
    held = "pool" if isinstance(transport, LeanTransport) else "client"
    found = at_once(32, lambda _: getattr(transport, held))
    assert len({id(f) for f in found}) == len(built) == 1


def test_tables_with_other_endpoints_have_clients_of_their_own(table: Table, kind: str) -> None:
    """One that can't be reached doesn't disturb the other."""
    away = Table.connect(
        SCHEMA,
        "away",
        secret=SECRET,
        endpoint="http://127.0.0.1:9",
        transport=kind,
        backoff=table.backoff,
    )
    with pytest.raises(Unavailable):
        away.get(Member.at(member_id="m"))
    assert table.get(Member.at(member_id="m")) is None


def test_nothing_is_sent_or_built_before_the_first_use() -> None:
    """Importing and connecting open no connection and ask for no credentials."""
    code = (
        "import socket\n"
        "def no(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from tests.therapy_core.table.tables import SCHEMA, SECRET\n"
        "from therapy_core.table import Table\n"
        "for kind, held in ('lean', '_pool'), ('botocore', '_client'):\n"
        "    table = Table.connect(SCHEMA, 'x', secret=SECRET, transport=kind)\n"
        "    assert getattr(table.transport, held) is None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_no_log_holds_a_value(
    endpoint: str, table_name: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even botocore's debug log, which writes every request and answer of other clients."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "botocore")
    table = made_table(transport_to(endpoint, kind=kind), table_name)
    table.create(Member(member_id="m", name="secret-1", email="secret-2"))
    table.get(Member.at(member_id="m"))
    assert "secret" not in caplog.text
    with caplog.at_level(logging.DEBUG, "botocore"):
        logging.getLogger("botocore.endpoint").debug("of another client")
    assert "of another client" in caplog.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_a_client_of_its_own(
    endpoint: str, table_name: str, kind: str
) -> None:
    """Parent and child never read each other's answers from one connection."""
    transport = transport_to(endpoint, kind=kind)
    held = "_pool" if isinstance(transport, LeanTransport) else "_client"
    table = made_table(transport, table_name)
    table.create(Member(member_id="m", name="Ann"))
    parents = getattr(transport, held)
    pid = os.fork()
    if pid == 0:
        fine = getattr(transport, held) is None
        fine = fine and all(table.get(Member.at(member_id="m")) for _ in range(20))
        os._exit(0 if fine else 1)
    assert all(table.get(Member.at(member_id="m")) for _ in range(20))
    assert os.waitpid(pid, 0)[1] == 0
    assert getattr(transport, held) is parents


def test_a_table_can_be_closed_and_used_again(endpoint: str, table_name: str, kind: str) -> None:
    """Closing lets go of connections; the next call opens its own."""
    table = made_table(transport_to(endpoint, kind=kind), table_name)
    for _ in range(2):
        table.create(Member(member_id="m", name="Ann"))
        found = table.get(Member.at(member_id="m"))
        assert found is not None
        table.delete(found)
        table.close()
        table.close()


def test_both_hold_the_same_answers(endpoint: str, table_name: str) -> None:
    """Items with values of every type come back alike, written by either."""
    lean: Transport = transport_to(endpoint)
    stock: Transport = transport_to(endpoint, kind="botocore")
    made_table(lean, table_name)
    values = {
        "s": {"S": "Zoë \U0001f600 \x00"},
        "n": {"N": "-1.5"},
        "b": {"B": b"\x00\xff"},
        "t": {"BOOL": True},
        "z": {"NULL": True},
        "ss": {"SS": ["a", "b"]},
        "ns": {"NS": ["1", "2"]},
        "bs": {"BS": [b"\x01", b"\x02"]},
        "l": {"L": [{"B": b"in a list"}, {"M": {"B": {"B": b"deep"}, "BS": {"S": "x"}}}]},
    }
    for write, read in ((lean, stock), (stock, lean)):
        item = {"PK": {"S": "a"}, "SK": {"S": "b"}} | values
        write("PutItem", {"TableName": table_name, "Item": item})
        asked = {"TableName": table_name, "Key": {"PK": {"S": "a"}, "SK": {"S": "b"}}}
        both = [each("GetItem", asked)["Item"] for each in (write, read)]
        assert both[0] == both[1]
        assert comparable(both[0]) == comparable(item)


@pytest.mark.parametrize("shards", [0, -1, 10_000])
def test_a_table_has_a_sensible_number_of_shards(shards: int) -> None:
    """One to 9,999, as their number has four digits."""
    with pytest.raises(Misuse):
        Table.connect(SCHEMA, "x", secret=SECRET, shards=shards)
