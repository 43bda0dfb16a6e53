"""The transport: one client, built once, silent about values, safe in threads and forks."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from tests.therapy_core.table.tables import SCHEMA, SECRET, Member, made_table
from tests.therapy_core.table.test_faults import at_once
from therapy_core.table import BotocoreTransport, Table
from therapy_core.table.errors import Misuse, Unavailable


def test_many_threads_share_one_client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty-two threads that come first all get the client that one of them built."""
    transport, built = BotocoreTransport(endpoint), []
    build = transport._build
    monkeypatch.setattr(transport, "_build", lambda: built.append(1) or build())
    clients = at_once(32, lambda _: transport.client)
    assert len({id(c) for c in clients}) == len(built) == 1


def test_tables_with_other_endpoints_have_clients_of_their_own(table: Table) -> None:
    """One that can't be reached doesn't disturb the other."""
    away = Table.connect(
        SCHEMA, "away", secret=SECRET, endpoint="http://127.0.0.1:9", backoff=table.backoff
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
        "table = Table.connect(SCHEMA, 'x', secret=SECRET)\n"
        "assert table.transport._client is None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_no_log_holds_a_value(
    endpoint: str, table_name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even botocore's debug log, which writes every request and answer of other clients."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "botocore")
    table = made_table(BotocoreTransport(endpoint), table_name)
    table.create(Member(member_id="m", name="secret-1", email="secret-2"))
    table.get(Member.at(member_id="m"))
    assert "secret" not in caplog.text
    with caplog.at_level(logging.DEBUG, "botocore"):
        logging.getLogger("botocore.endpoint").debug("of another client")
    assert "of another client" in caplog.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_a_client_of_its_own(table: Table) -> None:
    """Parent and child never read each other's answers from one connection."""
    table.create(Member(member_id="m", name="Ann"))
    transport = table.transport.inner  # type: ignore[attr-defined]
    parents = transport.client
    pid = os.fork()
    if pid == 0:
        fine = transport._client is None
        fine = fine and all(table.get(Member.at(member_id="m")) for _ in range(20))
        os._exit(0 if fine else 1)
    assert all(table.get(Member.at(member_id="m")) for _ in range(20))
    assert os.waitpid(pid, 0)[1] == 0
    assert transport.client is parents


@pytest.mark.parametrize("shards", [0, -1, 10_000])
def test_a_table_has_a_sensible_number_of_shards(shards: int) -> None:
    """One to 9,999, as their number has four digits."""
    with pytest.raises(Misuse):
        Table.connect(SCHEMA, "x", secret=SECRET, shards=shards)
