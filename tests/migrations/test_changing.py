"""What migrations do to a table with data in it: indexes, back-fills, several processes, kills."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.migrations.things import (
    BEFORE,
    BY_COLOUR,
    COUNT,
    GSI1,
    LEASE_SECONDS,
    NOW,
    Thing,
    connect,
    dump,
    migrating,
    plant_before,
    thing,
    write,
)
from therapy_core.table import Table
from therapy_core.table.migrations import (
    LeaseLost,
    MigrationFailed,
    MigrationLease,
    MigrationLedger,
    Runner,
    tables,
)
from therapy_core.table.migrations.backfill import Backfill
from therapy_core.table.migrations.files import read_folder
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.ledger import begin

INDEX = '''"""Find things by their colour."""

from tests.migrations.things import GSI1, Thing

def up(context):
    context.add_index(GSI1)
    context.backfill("colours", Thing, lambda thing: None)
'''
SLOW = COUNT + "    import time; time.sleep(0.01)\n"


def planted(table: Table, folder: Path, many: int) -> None:
    """Make the table, with `many` things in it."""
    Runner(table, folder).migrate()
    table.load(thing(n) for n in range(many))


def counts(table: Table) -> list[int]:
    """Return the count of every thing."""
    return [int(i["count"]["N"]) for i in dump(table) if i["type"]["S"] == "thing"]


def begun(table: Table, folder: Path, lease: Lease) -> MigrationLedger:
    """Begin the second migration, as far as its entry in the ledger."""
    return begin(table, read_folder(folder)[1], lease, None)


def test_adds_an_index_to_a_live_table(endpoint: str, table_name: str, folder: Path) -> None:
    """An index added to a table with data can be queried for all of it."""
    before = connect(endpoint, table_name, BEFORE)
    Runner(before, folder).migrate()
    table = connect(endpoint, table_name, NOW)
    plant_before(table, 50)
    write(folder, m0002_index=INDEX)
    Runner(table, folder, lease_seconds=60).migrate()  # DynamoDB Local takes no writes meanwhile
    found = [t.thing_id for t in table.every(BY_COLOUR, colour="blue")]
    assert found == [f"t{n:05d}" for n in range(1, 50, 2)]


def test_an_index_that_is_there_is_not_added_again(table: Table, folder: Path) -> None:
    """Adding an index is safe to repeat."""
    planted(table, folder, 3)
    assert tables.add_index(table, GSI1, lambda: None) is False


def test_changes_every_item_once(table: Table, folder: Path) -> None:
    """A back-fill over several pages changes each item once, and others not at all."""
    planted(table, folder, 450)
    write(folder, m0002_count=COUNT)
    said: list[str] = []
    Runner(table, folder).migrate(report=said.append)
    assert counts(table) == [1] * 450
    assert "0002_count: count: changed 450 items" in said


@pytest.mark.exact
@pytest.mark.slow
def test_a_killed_back_fill_goes_on_where_it_stopped(
    endpoint: str, table_name: str, table: Table, folder: Path
) -> None:
    """Killed in the middle and started again, a back-fill changes every item exactly once."""
    planted(table, folder, 800)
    write(folder, m0002_count=SLOW)
    for share in (0.05, 0.2, 0.4):
        process = migrating(endpoint, table_name, folder)
        while sum(counts(table)) < share * 800:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 0 < sum(counts(table)) < 800
    assert Runner(table, folder).status()[1].state in ("running", "pending")
    Runner(table, folder).migrate()
    assert counts(table) == [1] * 800
    assert Runner(table, folder).status()[1].state == "applied"


@pytest.mark.exact
def test_two_processes_apply_each_migration_once(
    endpoint: str, table_name: str, table: Table, folder: Path
) -> None:
    """Started together on nothing, three processes make the table and share the work."""
    write(folder, m0002_things=MANY, m0003_count=COUNT, m0004_again=COUNT)
    processes = [migrating(endpoint, table_name, folder) for _ in range(3)]
    said = [p.communicate(timeout=60)[0] for p in processes]
    assert [p.returncode for p in processes] == [0, 0, 0]
    applied = sorted(
        line for text in said for line in text.splitlines() if line.startswith("applied")
    )
    assert applied == ["applied 1", "applied 2", "applied 3", "applied 4"]
    assert counts(table) == [2] * 60


MANY = '''"""Store sixty things."""

from tests.migrations.things import thing

def up(context):
    for start in range(0, 60, 6):
        with context.transaction("store things") as unit:
            for number in range(start, start + 6):
                unit.create(thing(number))
'''


def test_loses_nothing_that_others_write_meanwhile(table: Table, folder: Path) -> None:
    """An item written, or deleted, between its reading and its change keeps what was written."""
    planted(table, folder, 20)
    write(folder, m0002_count=COUNT)
    other: list[int] = []

    def change(item: Any) -> None:
        if item.thing_id in ("t00003", "t00004") and len(other) < 2:
            other.append(1)
            theirs = table.get(Thing.at(thing_id=item.thing_id))
            assert theirs
            if item.thing_id == "t00003":
                theirs.colour = "green"
                table.save(theirs)
            else:
                table.delete(theirs)
        item.count += 1

    with Lease(table, 5, print) as lease:
        entry = begun(table, folder, lease)
        Backfill(table, lease, entry, "count").run(Thing, change)
    assert counts(table) == [1] * 19
    kept = table.get(Thing.at(thing_id="t00003"))
    assert kept
    assert (kept.colour, kept.count) == ("green", 1)
    assert [t.thing_id for t in table.every(BY_COLOUR, colour="green")] == ["t00003"]


def test_a_holder_that_lost_its_lease_writes_no_more(table: Table, folder: Path) -> None:
    """A process that slept through its lease is refused by the table itself."""
    planted(table, folder, 20)
    write(folder, m0002_count=COUNT)
    sleeper = Lease(table, 1, print)
    sleeper._item = sleeper._take()  # without the thread that would renew it
    entry = begun(table, folder, sleeper)
    time.sleep(1.1)
    with Lease(table, 5, print):
        with pytest.raises(LeaseLost):
            Backfill(table, sleeper, entry, "count").run(Thing, lambda t: setattr(t, "count", 9))
        with pytest.raises(LeaseLost):
            sleeper.renew()
        with pytest.raises(LeaseLost):
            sleeper.check()
    assert counts(table) == [0] * 20


@pytest.mark.slow
def test_a_lease_is_kept_as_long_as_it_takes(table: Table, folder: Path) -> None:
    """The lease is renewed while its holder works, and the next in line waits for it."""
    planted(table, folder, 0)
    said: list[str] = []
    with Lease(table, 2, print) as first:
        time.sleep(2.5)
        held = table.get(MigrationLease.at())
        assert held
        assert held.owner == first.token
    started = time.monotonic()
    with Lease(table, 2, said.append):
        assert time.monotonic() - started < 1
    assert said == []


@pytest.mark.slow
def test_status_says_who_is_at_work(
    endpoint: str, table_name: str, table: Table, folder: Path
) -> None:
    """A migration is running while its process holds the lease, and pending after a crash."""
    planted(table, folder, 300)
    write(folder, m0002_count=SLOW)
    process = migrating(endpoint, table_name, folder)
    while not sum(counts(table)):
        assert process.poll() is None
        time.sleep(0.02)
    assert [s.state for s in Runner(table, folder).status()] == ["applied", "running"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    time.sleep(LEASE_SECONDS + 0.1)
    assert [s.state for s in Runner(table, folder).status()] == ["applied", "pending"]


@pytest.mark.exact
def test_a_back_fill_that_failed_keeps_what_it_had_done(table: Table, folder: Path) -> None:
    """After a change that raised is mended, the items before it are not changed again."""
    planted(table, folder, 700)
    broken = COUNT + "    if thing.thing_id == 't00650': raise ValueError\n"
    write(folder, m0002_count=broken)
    with pytest.raises(MigrationFailed, match="on line 10"):
        Runner(table, folder).migrate()
    write(folder, m0002_count=COUNT)
    Runner(table, folder).migrate()
    assert counts(table) == [1] * 700
