"""Rotation: every key renewed and every text sealed again, wherever it is killed."""

from __future__ import annotations

import copy
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.practices import SETTINGS, a_client
from tests.therapy_core.keys.planting import SEALED, planted, texts_of
from tests.transports import transport_to
from therapy_core import Practice
from therapy_core.keys import rotation
from therapy_core.keys.choosing import keyring_of
from therapy_core.keys.keyring import Keyring, destroy
from therapy_core.keys.local import LocalKeys
from therapy_core.keys.models import OWN, RECORD, DataKey
from therapy_core.secret import Secret
from therapy_core.table import Entity, Table, Transport, cipher, sealing
from therapy_core.table.errors import VersionConflict
from therapy_core.table.migrations import Job
from therapy_core.table.migrations.backfill import pages
from therapy_core.table.testing import FaultyTransport, before

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
MANY = 3


class Killed(BaseException):
    """Stand for `kill -9`: nothing that the process would still do happens."""


class Time:
    """Stand still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time that it is."""
        return self.now


@pytest.fixture
def time(practice: Practice) -> Time:
    """Return the clock of the practice's table."""
    found = Time()
    practice.table.clock = found
    return found


@pytest.fixture
def clients(practice: Practice, time: Time) -> list[str]:
    """Return two clients about whom there is a text of every kind."""
    found = [a_client(practice).profile_id for _ in range(2)]
    for client in found:
        for entity in SEALED:
            for number in range(MANY):
                practice.table.create(
                    planted(entity, f"of {client}", client, hash_of(client, number))
                )
    return found


def hash_of(client: str, number: int) -> Any:
    """Return what makes the ids of a client's items their own."""
    return f"{client}-{number}"


def items(table: Table) -> list[Entity]:
    """Return everything that holds sealed text."""
    return [i for entity in SEALED for page in pages(table, entity) for i in page]


def keys(table: Table) -> list[DataKey]:
    """Return all data keys."""
    return [key for page in pages(table, DataKey) for key in page]


def generations(table: Table) -> set[int]:
    """Return the generations that something is sealed under."""
    return {cipher.generation_of(b) for i in items(table) for _, _, b in sealing.places(i)}


def all_is_readable(practice: Practice, clients: list[str]) -> None:
    """Assert that every text says what it said, read by a process that has kept no key."""
    fresh = copy.copy(practice.table)
    fresh.sealer = keyring_of(practice.settings, practice.table)
    found = items(fresh)
    assert len(found) == len(clients) * len(SEALED) * MANY
    for item in found:
        assert texts_of(item) == {f"of {getattr(item, item.sealed_for)}"}


def told(_: str) -> None:
    """Take no notice."""


def test_a_rotation_renews_every_key_and_every_text(practice: Practice, clients: list[str]) -> None:
    """Afterwards nothing is under the first generation, and everything reads as before."""
    done = rotation.rotate(practice.table, practice.keyring, told)
    assert (done.keys, done.items) == (4, len(items(practice.table)))
    assert generations(practice.table) == {2}
    assert {int(k.generation) for k in keys(practice.table)} == {2}
    all_is_readable(practice, clients)
    rotation.rotate(practice.table, practice.keyring, told)
    assert generations(practice.table) == {3}
    all_is_readable(practice, clients)


@pytest.mark.exact
@pytest.mark.parametrize("calls", [1, 2, 3, 5, 8, 13, 20])
def test_a_rotation_that_is_killed_goes_on(
    practice: Practice, clients: list[str], time: Time, endpoint: str, calls: int
) -> None:
    """Killed before any of its calls, it is taken up and ends as one that was never killed."""
    dying = practice_like(practice, Dying(transport_to(endpoint), calls))
    try:
        rotation.rotate(dying.table, dying.keyring, told)
    except Killed:
        all_is_readable(practice, clients)
    time.now += timedelta(minutes=1)  # the lease of the one that was killed runs out
    rotation.rotate(practice.table, practice.keyring, told)
    job = practice.table.get(Job.at(name="rotate keys"))
    assert job is not None
    assert job.finished_at
    assert generations(practice.table) == {int(job.number) + 1}
    assert {int(k.generation) for k in keys(practice.table)} == {int(job.number) + 1}
    all_is_readable(practice, clients)


@pytest.mark.exact
def test_a_process_that_was_killed_is_followed_by_another(
    practice: Practice, clients: list[str], time: Time, endpoint: str
) -> None:
    """After `kill -9` in the middle of sealing again, the next run ends what it began."""
    arguments = [sys.executable, "-u", "-c", ROTATE, endpoint, practice.table.name]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "renewed 4 keys\n"
        process.send_signal(signal.SIGKILL)
    all_is_readable(practice, clients)
    time.now = datetime.now(UTC) + timedelta(minutes=1)
    rotation.rotate(practice.table, practice.keyring, told)
    assert len(generations(practice.table)) == 1
    all_is_readable(practice, clients)


ROTATE = """
import sys
from dataclasses import replace
from tests.practices import SETTINGS
from therapy_core import Practice
from therapy_core.keys import rotation
endpoint, name = sys.argv[1:]
practice = Practice.connect(replace(SETTINGS, endpoint=endpoint, table_name=name))
rotation.rotate(practice.table, practice.keyring, print)
"""


@pytest.mark.exact
def test_a_rotation_runs_beside_writers(practice: Practice, clients: list[str]) -> None:
    """Four threads that keep writing lose nothing to a rotation, and it gets to its end."""
    mine = items(practice.table)[:4]
    stopping = threading.Event()

    def keep_writing(item: Entity) -> str:
        count, last = 0, ""
        while not stopping.wait(0.005) or not last:
            count += 1
            found = practice.table.get(item.ref)
            assert found is not None
            for attribute, _, _ in list(sealing.places(found)):
                setattr(found, attribute.attr_name, f"writing {count}")
            with suppress(VersionConflict):
                practice.table.save(found)
                last = f"writing {count}"
        return last

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(keep_writing, item) for item in mine]
        try:
            rotating = practice_like(practice, None)
            rotation.rotate(rotating.table, rotating.keyring, told)
        finally:
            stopping.set()
        said = [writer.result() for writer in writers]
    for item, text in zip(mine, said, strict=True):
        found = practice.table.get(item.ref)
        assert found is not None
        assert texts_of(found) == {text}
    assert {int(k.generation) for k in keys(practice.table)} == {2}


class Dying:
    """Send so many writes, and then nothing any more."""

    def __init__(self, inner: Transport, calls: int) -> None:
        self.inner, self.left = inner, calls

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request, or die."""
        if operation in {"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem"}:
            self.left -= 1
        if self.left < 0:
            raise Killed
        return self.inner(operation, request)


def practice_like(practice: Practice, transport: Any) -> Practice:
    """Return a practice on the same table by another transport, at the same time."""
    found = Practice.connect(practice.settings, transport)
    found.table.clock = practice.table.clock
    return found


@pytest.mark.exact
def test_a_rotation_loses_nothing_that_is_written_meanwhile(
    practice: Practice, clients: list[str], endpoint: str
) -> None:
    """An item that is changed, one that is removed and one that comes just then: all stay true."""
    faulty = FaultyTransport(transport_to(endpoint))
    rotating = practice_like(practice, faulty)
    first, second = items(practice.table)[:2]

    def meanwhile() -> None:
        found = practice.table.get(first.ref)
        assert found is not None
        for attribute, _, _ in list(sealing.places(found)):
            setattr(found, attribute.attr_name, "written meanwhile")
        practice.table.save(found)
        practice.table.delete(second)

    faulty.next("TransactWriteItems", lambda s, o, r: s(o, r), times=2)
    faulty.next("TransactWriteItems", before(meanwhile))
    rotation.rotate(rotating.table, rotating.keyring, told)
    now = practice.table.get(first.ref)
    assert now is not None
    assert texts_of(now) == {"written meanwhile"}
    assert practice.table.get(second.ref) is None
    assert {int(k.generation) for k in keys(practice.table)} == {2}


def test_what_can_not_be_opened_is_left_as_it_is(practice: Practice, clients: list[str]) -> None:
    """Erased and broken texts stop no rotation, and the broken ones are told."""
    with practice.table.transaction("erase") as unit:
        destroy(unit, clients[0], RECORD)
        destroy(unit, clients[0], OWN)
    ours = [i for i in items(practice.table) if getattr(i, i.sealed_for) == clients[1]]
    (attribute, _, blob), *_ = sealing.places(ours[0])
    broken = dict(ours[0].stored or {}) | {attribute.attr_name: {"B": blob[:-1] + b"?"}}
    practice.table.transport("PutItem", {"TableName": practice.table.name, "Item": broken})
    said: list[str] = []
    rotation.rotate(practice.table, practice.keyring, said.append)
    assert "1 texts don't open and were left as they are" in said
    assert generations(practice.table) == {1, 2}


def test_no_rotation_brings_back_what_was_destroyed_meanwhile(
    practice: Practice, clients: list[str]
) -> None:
    """Neither a new generation nor the former ones, though they were read before the end."""
    ref = DataKey.at(client_id=clients[0], name=OWN)
    key = practice.table.get(ref)
    assert key is not None
    with practice.table.transaction("erase") as unit:
        destroy(unit, clients[0])
    key.generations = [*key.generations, practice.keyring.generation_after(key)]
    with pytest.raises(VersionConflict):
        practice.table.save(key)
    rotation.rotate(practice.table, practice.keyring, told)
    stands = practice.table.get(ref)
    assert stands is not None
    assert (stands.generations, stands.generation) == ([], 0)


def test_former_generations_go_once_nothing_needs_them(
    practice: Practice, clients: list[str], time: Time
) -> None:
    """Not within the hour in which a process may go on under them; afterwards, all of them."""
    late = Keyring(practice.table, practice.keyring.provider, seconds=3600)
    stale = copy.copy(practice.table)
    stale.sealer = late
    late.seal(clients[0], RECORD, b"", "it keeps the key")
    rotation.rotate(practice.table, practice.keyring, told)
    assert rotation.prune(practice.table, practice.keyring, told) == 0
    stale.load([planted(SEALED[0], f"of {clients[0]}", clients[0], hash_of(clients[0], 0))])
    assert generations(practice.table) == {1, 2}
    time.now += timedelta(hours=2)
    assert rotation.prune(practice.table, practice.keyring, told) == 4
    assert generations(practice.table) == {2}
    assert {tuple(int(g.number) for g in k.generations) for k in keys(practice.table)} == {(2,)}
    all_is_readable(practice, clients)
    assert rotation.prune(practice.table, practice.keyring, told) == 0


def test_keys_are_wrapped_anew_and_texts_stay(practice: Practice, clients: list[str]) -> None:
    """After it the former master key is of no use; what was sealed keeps its bytes."""
    blobs = {b for i in items(practice.table) for _, _, b in sealing.places(i)}
    fresh = Secret("a new master key " * 2)
    both = Keyring(practice.table, LocalKeys([fresh, SETTINGS.master_key]))
    assert rotation.rewrap(practice.table, both, told) == 4
    assert rotation.rewrap(practice.table, both, told) == 0
    alone = copy.copy(practice.table)
    alone.sealer = Keyring(practice.table, LocalKeys([fresh]))
    assert {t for i in items(alone) for t in texts_of(i)} == {f"of {c}" for c in clients}
    assert {b for i in items(practice.table) for _, _, b in sealing.places(i)} == blobs
