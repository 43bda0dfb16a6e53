"""The embedded engine: starting, stopping, crashing, and being alone with its data."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from therapy_cli.engine import DatabaseInUse, Engine, PortTaken, binary, in_use
from therapy_cli.engine.errors import EngineFailed, EngineMissing
from therapy_cli.engine.health import wait_until


def client(engine: Engine) -> Any:
    """Return a DynamoDB client for the engine that tries for a few seconds."""
    config = Config(retries={"total_max_attempts": 8}, connect_timeout=1, read_timeout=5)
    return boto3.client("dynamodb", endpoint_url=engine.endpoint, config=config)


def make_table(dynamo: Any, name: str = "probe-of-the-engine") -> str:
    """Make a table with one string key and return its name."""
    dynamo.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def is_gone(pid: int) -> bool:
    """Tell whether no process has this id any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_serves_tables_on_a_free_port_and_ends_with_its_block() -> None:
    """An engine in memory serves DynamoDB while its block runs, and is gone after it."""
    with Engine() as engine:
        dynamo = client(engine)
        assert dynamo.list_tables()["TableNames"] == []
        pid = engine.pid
        assert pid is not None
    assert is_gone(pid)
    assert not engine.is_healthy()


def test_keeps_an_acknowledged_write_through_kill_9(tmp_path: Path) -> None:
    """A write that was answered is there after the engine was killed and came back by itself."""
    with Engine(database=tmp_path / "t.db") as engine:
        dynamo = client(engine)
        table = make_table(dynamo)
        dynamo.put_item(TableName=table, Item={"PK": {"S": "kept"}})
        first = engine.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: engine.pid != first and engine.is_healthy(), 10)
        assert engine.restarts == 1
        assert dynamo.get_item(TableName=table, Key={"PK": {"S": "kept"}})["Item"]


def test_keeps_its_data_from_one_start_to_the_next(tmp_path: Path) -> None:
    """A durable engine that was stopped and started again has what it had."""
    engine = Engine(database=tmp_path / "t.db")
    with engine:
        make_table(client(engine))
    with engine:
        assert client(engine).list_tables()["TableNames"] == ["probe-of-the-engine"]


def test_says_when_the_port_is_taken() -> None:
    """A port where something listens is refused by name, before anything starts."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            Engine(port=port).start()


def test_says_when_another_engine_has_the_database(tmp_path: Path) -> None:
    """A database has one engine at a time, and is free again when that one stops."""
    database = tmp_path / "t.db"
    with Engine(database=database):
        assert in_use(database)
        with pytest.raises(DatabaseInUse, match=f"process {os.getpid()}"):
            Engine(database=database).start()
    assert not in_use(database)


def test_says_what_the_engine_said_when_it_does_not_come_up(tmp_path: Path) -> None:
    """A database that can't be opened gives an error with the engine's own words."""
    database = tmp_path / "t.db"
    database.write_text("this is no SQLite file, and long enough to be seen as none" * 20)
    with pytest.raises(EngineFailed, match="not a valid SQLite"):
        Engine(database=database).start()
    assert not in_use(database)


def test_leaves_no_orphan_when_its_starter_is_killed(tmp_path: Path) -> None:
    """The engine ends, and frees its database, when the process that started it is killed."""
    database = tmp_path / "t.db"
    script = (
        "import sys, time; from pathlib import Path; from therapy_cli.engine import Engine\n"
        "engine = Engine(database=Path(sys.argv[1])).start()\n"
        "print(engine.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script, database], stdout=subprocess.PIPE)
    assert starter.stdout
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert wait_until(lambda: is_gone(pid), 10)
    assert wait_until(lambda: not in_use(database), 10)


def test_finding_the_program_is_quick_when_it_is_here() -> None:
    """Asking for the engine a second time takes no visible time and no network."""
    binary.ensure()
    before = time.monotonic()
    assert binary.ensure().is_file()
    assert time.monotonic() - before < 0.1


def test_says_what_to_do_when_the_program_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a build for this machine, the message says why and names the two other ways."""
    monkeypatch.setattr(binary.places, "root", lambda: tmp_path)
    monkeypatch.setattr(binary, "npm", lambda *_: None)
    with pytest.raises(EngineMissing, match="the registry is out of reach or has no build of it"):
        binary.ensure()
    monkeypatch.setattr(binary, "_platform", lambda: "plan9-mips")
    with pytest.raises(EngineMissing, match="there is no build of it for plan9-mips") as caught:
        binary.ensure()
    assert "make docker-up" in str(caught.value)
    assert "DYNAMODB_ENDPOINT" in str(caught.value)


def test_the_lock_file_names_no_registry() -> None:
    """The lock file works with the public registry and with any mirror."""
    lock = Path(binary.__file__).with_name("npm") / "package-lock.json"
    assert "resolved" not in lock.read_text()
    assert "://" not in lock.read_text()


def test_a_durable_engine_gets_the_index_it_lacks(tmp_path: Path) -> None:
    """Writes don't slow down with the stream's length: the look-up has an index."""
    database = tmp_path / "indexed.db"
    with Engine(database=database), closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert ("therapy_stream_order",) in found.fetchall()
