"""What people write shows nowhere but to those who may read it.

A canary is planted through the library in every sealed text of the schema, by every way of
writing, and then looked for in a raw scan of the table, in its stream, in the debug logs of every
library, and in the engine's file on disk, which stands for a backup.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.practices import a_client, new_practice
from tests.therapy_core.keys.planting import SEALED, planted, texts_of
from therapy_cli.engine import Engine
from therapy_core import Practice
from therapy_core.table import SealedText

CANARY = "canary c4d1 tells nobody"
CHANGED = "canary c4d1 told otherwise"
BEGINNING = b"canary c4d1 t"


@dataclass
class Left:
    """Hold what planting left behind."""

    items: list[dict[str, Any]]
    records: list[dict[str, Any]]
    log: str
    files: dict[str, bytes]
    master_key: str


def forms(text: bytes = BEGINNING) -> list[bytes]:
    """Return `text` as it would look in the clear, in hexadecimal and in base64 anywhere."""
    found = [text, text.hex().encode(), text.decode().encode("utf-16-le"), text[::-1]]
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + text).rstrip(b"=")
        found.append(encoded[4:-2] if shift else encoded[:-2])
    return found


def holds_canary(data: bytes) -> bool:
    """Tell whether the canary is in `data`, however it is written."""
    return any(form in data for form in forms())


def plant_everywhere(practice: Practice) -> None:
    """Write the canary into every sealed text by every way of writing, and read it back."""
    client = a_client(practice).profile_id
    for entity in SEALED:
        table = practice.table
        made = table.create(planted(entity, CANARY, client, 1))
        table.load([planted(entity, CANARY, client, 2)])
        with table.transaction("plant") as unit:
            unit.put(planted(entity, CANARY, client, 3))
            unit.create(planted(entity, CANARY, client, 4))
        found = table.get(made.ref)
        assert found is not None
        assert texts_of(found) == {CANARY}
        names = [n for n, a in entity.get_attributes().items() if isinstance(a, SealedText)]
        for name in names:
            setattr(found, name, CHANGED)
        table.save(found)
        owner = [] if entity.sealed_for in found.ref.values else [_attribute(entity).set(client)]
        changes = [entity.get_attributes()[n].set(CANARY) for n in names]
        updated = table.update(found.ref, *owner, *changes)
        assert texts_of(updated) == {CANARY}


def _attribute(entity: Any) -> Any:
    return entity.get_attributes()[entity.sealed_for]


def scanned(practice: Practice) -> list[dict[str, Any]]:
    """Return every item as it lies in the table."""
    request: dict[str, Any] = {"TableName": practice.table.name}
    found: list[dict[str, Any]] = []
    while True:
        answer = practice.table.transport("Scan", request)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def streamed(endpoint: str, table_name: str) -> list[dict[str, Any]]:
    """Return every record of the table's stream."""
    streams: Any = boto3.client("dynamodbstreams", "eu-central-1", endpoint_url=endpoint)
    records: list[dict[str, Any]] = []
    (stream,) = streams.list_streams(TableName=table_name)["Streams"]
    arn = stream["StreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            answer = streams.get_records(ShardIterator=iterator)
            if not answer["Records"]:
                break
            records += answer["Records"]
            iterator = answer.get("NextShardIterator")
    return records


@contextmanager
def _everything_to(handler: logging.Handler) -> Iterator[None]:
    """Let every logger say all it can, whatever an app in this process asked of it before."""
    root = logging.getLogger()
    others = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    before = [(logger, logger.level) for logger in (root, *others)]
    root.addHandler(handler)
    for logger, _ in before:
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in before:
            logger.setLevel(level)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Plant on an engine of its own, stop it, and return everything that is left of it."""
    folder: Path = tmp_path_factory.mktemp("canaries")
    handler = _Keeping()
    with _everything_to(handler), Engine(database=folder / "engine.db") as engine:
        practice = new_practice(engine.endpoint, "therapy-canaries", log_level="DEBUG")
        plant_everywhere(practice)
        items = scanned(practice)
        log = "\n".join(handler.lines)
        records = streamed(engine.endpoint, "therapy-canaries")
    files = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return Left(items, records, log, files, practice.settings.master_key.reveal())


class _Keeping(logging.Handler):
    """Keep every line that anybody logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line with its arguments."""
        self.lines.append(f"{record.getMessage()} {record.args!r}")


def test_the_schema_has_sealed_text() -> None:
    """The canaries are planted in something, under both keys by the time that all is built."""
    assert {e.__name__ for e in SEALED} >= {"SharedNote", "PrivateNote", "Addendum"}


def test_canaries_are_recognised() -> None:
    """What would be found is found: in the clear, in hexadecimal, in base64 at any offset."""
    for shift in range(7):
        padded = b"x" * shift + CANARY.encode()
        assert holds_canary(padded)
        assert holds_canary(base64.b64encode(padded))
        assert holds_canary(padded.hex().encode())
    assert not holds_canary(base64.b64encode(b"something else entirely, and long"))


def test_a_raw_scan_shows_no_canary(left: Left) -> None:
    """Whoever can read the table, and has no key, reads nothing that was written."""
    assert len(left.items) > 4 * len(SEALED)
    data = repr(left.items).encode() + _bytes(left.items)
    assert not holds_canary(data)


def test_the_stream_shows_no_canary(left: Left) -> None:
    """Nor does whoever reads old and new images of every change."""
    assert len(left.records) > 5 * len(SEALED)
    assert any("OldImage" in r["dynamodb"] for r in left.records)
    assert not holds_canary(repr(left.records).encode() + _bytes(left.records))


def test_the_logs_show_no_canary_and_no_key(left: Left) -> None:
    """At their most talkative, our libraries and others' write nothing of it."""
    assert left.log
    assert not holds_canary(left.log.encode())
    assert left.master_key not in left.log


def test_a_backup_shows_no_canary_and_no_key(left: Left) -> None:
    """The engine's files, its journal included, hold neither the text nor what opens it."""
    assert sum(map(len, left.files.values())) > 10_000
    for name, data in left.files.items():
        assert not holds_canary(data), name
        assert left.master_key.encode() not in data, name
        assert base64.b64encode(left.master_key.encode()) not in data, name


def _bytes(data: Any) -> bytes:
    """Return all binary values of `data`, one after the other, and the rest as JSON."""
    found: list[bytes] = []

    def kept(value: Any) -> str:
        if isinstance(value, bytes):
            found.append(value)
        return str(value)

    return json.dumps(data, default=kept).encode() + b"".join(found)
