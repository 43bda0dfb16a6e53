"""What the runner applies, refuses and says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.migrations.things import (
    BEFORE,
    CREATE,
    Named,
    Thing,
    connect,
    dump,
    plant_before,
    thing,
    write,
)
from therapy_core.schema import PRACTICE
from therapy_core.table import Schema, Table
from therapy_core.table.errors import Misuse
from therapy_core.table.migrations import (
    BadFolder,
    LedgerMismatch,
    MigrationFailed,
    MigrationLease,
    MigrationLedger,
    Runner,
    tables,
)

NOTHING = '"""Do nothing."""\n\ndef up(context):\n    pass\n'
WRITE = '''"""Store something."""

from tests.migrations.things import Named

def up(context):
    with context.transaction("store a name") as unit:
        unit.create(Named(named_id="1", name="Ada"))
'''
BYPASS = '''"""Store something without the lease."""

from tests.migrations.things import Named

def up(context):
    context.table.create(Named(named_id="1", name="Ada"))
'''
FAIL = '''"""Fail in the middle."""

def up(context):
    raise ValueError("a value that nobody may see")
'''


def states(runner: Runner) -> list[str]:
    """Return the state of each migration."""
    return [s.state for s in runner.status()]


def test_makes_the_table_and_enters_what_it_did(table: Table, folder: Path) -> None:
    """The first migration makes a table with its index and its ledger, once."""
    runner = Runner(table, folder)
    assert states(runner) == ["pending"]
    (step,) = runner.migrate()
    assert (step.number, step.name, step.state) == (1, "create", "applied")
    assert tables.is_usable(table)
    assert runner.status() == [step]
    assert runner.migrate() == []


def test_lets_items_expire(table: Table, folder: Path) -> None:
    """The attribute that says when an item expires is known to the engine."""
    Runner(table, folder).migrate()
    answer = table.wire.dispatch("DescribeTimeToLive", {"TableName": table.name})
    assert answer["TimeToLiveDescription"]["AttributeName"] == "expires_at"


def test_takes_a_table_that_was_made_by_other_means(table: Table, folder: Path) -> None:
    """A table that stands already is entered as made."""
    tables.create(table)
    table.create(thing(1))
    assert [s.number for s in Runner(table, folder).migrate()] == [1]
    assert table.get(Thing.at(thing_id="t00001"))


def test_applies_what_was_added_later(table: Table, folder: Path) -> None:
    """Of a folder that has grown only the new files are applied, in order."""
    Runner(table, folder).migrate()
    write(folder, m0002_write=WRITE, m0003_nothing=NOTHING)
    assert [s.number for s in Runner(table, folder).migrate()] == [2, 3]
    assert table.get(Named.at(named_id="1"))
    assert states(Runner(table, folder)) == ["applied"] * 3


def test_leaves_no_lease_behind(table: Table, folder: Path) -> None:
    """A run that ends, well or badly, lets the next one start at once."""
    write(folder, m0002_fail=FAIL)
    with pytest.raises(MigrationFailed):
        Runner(table, folder).migrate()
    assert table.get(MigrationLease.at()) is None


def test_a_failure_stays_pending_and_is_tried_again(table: Table, folder: Path) -> None:
    """A migration that raised stops the run, is told with its line, and can be mended."""
    write(folder, m0002_fail=FAIL, m0003_nothing=NOTHING)
    with pytest.raises(
        MigrationFailed, match=r"0002_fail failed on line 4 with ValueError"
    ) as found:
        Runner(table, folder).migrate()
    assert "nobody" not in str(found.value)
    assert states(Runner(table, folder)) == ["applied", "pending", "pending"]
    write(folder, m0002_fail=NOTHING)
    assert [s.number for s in Runner(table, folder).migrate()] == [2, 3]


def test_refuses_an_applied_file_that_changed(table: Table, folder: Path) -> None:
    """What was applied can't be rewritten afterwards; line endings don't count."""
    Runner(table, folder).migrate()
    (folder / "0001_create.py").write_bytes(CREATE.replace("\n", "\r\n").encode())
    assert states(Runner(table, folder)) == ["applied"]
    write(folder, m0001_create=CREATE + "# another\n", m0002_nothing=NOTHING)
    for act in (Runner(table, folder).migrate, Runner(table, folder).status):
        with pytest.raises(LedgerMismatch, match="0001_create was applied and has changed"):
            act()
    assert table.get(MigrationLedger.at(number=2)) is None


def test_refuses_a_table_that_newer_code_migrated(table: Table, folder: Path) -> None:
    """A folder that lacks what the table has seen belongs to older code."""
    write(folder, m0002_nothing=NOTHING)
    Runner(table, folder).migrate()
    (folder / "0002_nothing.py").unlink()
    with pytest.raises(LedgerMismatch, match="0002_nothing, which is not here"):
        Runner(table, folder).migrate()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"m0003_late": NOTHING}, "no migration 0002, but there is 0003_late"),
        ({"m0001_again": NOTHING}, "0001 stands twice"),
        ({"m2_short": NOTHING}, "2_short.py is not named like"),
        ({"m0002_Big": NOTHING}, "is not named like"),
        ({"m0002_dumb": "def up(context): pass\n"}, "0002_dumb.py has no docstring"),
        ({"m0002_broken": '"""Break."""\ndef up(:\n'}, r"0002_broken.py, line 2"),
    ],
)
def test_refuses_a_folder_that_is_out_of_order(
    table: Table, folder: Path, files: dict[str, str], says: str
) -> None:
    """A gap, a double number or a file that is no migration is named before anything is done."""
    write(folder, **files)
    with pytest.raises(BadFolder, match=says):
        Runner(table, folder).migrate()
    assert tables.describe(table) is None


def test_refuses_an_empty_folder(table: Table, tmp_path: Path) -> None:
    """A folder without migrations is a mistake, not a table that is up to date."""
    with pytest.raises(BadFolder, match="no migrations in"):
        Runner(table, tmp_path).migrate()


def test_refuses_a_file_without_up(table: Table, folder: Path) -> None:
    """A migration without its function fails under its own name."""
    write(folder, m0002_idle='"""Do nothing, and not even that."""\n')
    with pytest.raises(MigrationFailed, match="0002_idle failed") as found:
        Runner(table, folder).migrate()
    assert isinstance(found.value.__cause__, BadFolder)


def test_refuses_a_first_migration_that_makes_no_table(table: Table, tmp_path: Path) -> None:
    """Without a table there is no ledger, and the first migration is told to make it."""
    write(tmp_path, m0001_nothing=NOTHING)
    with pytest.raises(MigrationFailed, match="did not create the table"):
        Runner(table, tmp_path).migrate()
    write(tmp_path, m0001_nothing=WRITE)
    with pytest.raises(MigrationFailed) as found:
        Runner(table, tmp_path).migrate()
    assert isinstance(found.value.__cause__, Misuse)


def test_refuses_a_schema_without_the_ledger(endpoint: str, table_name: str, folder: Path) -> None:
    """A table whose schema does not know the ledger can't be migrated."""
    table = connect(endpoint, table_name, Schema([], [Named]))
    with pytest.raises(Misuse, match="MIGRATION_ENTITIES"):
        Runner(table, folder)


def test_a_migration_can_only_write_through_its_context(table: Table, folder: Path) -> None:
    """The table that a migration is given reads and never writes."""
    write(folder, m0002_write=BYPASS)
    with pytest.raises(MigrationFailed) as found:
        Runner(table, folder).migrate()
    assert isinstance(found.value.__cause__, Misuse)
    assert table.get(Named.at(named_id="1")) is None


def test_a_dry_run_makes_no_table(table: Table, folder: Path) -> None:
    """Rehearsed on nothing, it says that the table would be made, and makes none."""
    write(folder, m0002_write=WRITE)
    said: list[str] = []
    steps = Runner(table, folder).migrate(dry_run=True, report=said.append)
    assert [(s.number, s.state) for s in steps] == [(1, "pending"), (2, "pending")]
    assert f"0001_create: would create the table {table.name}" in said
    assert "0002_write: would store a name" in said
    assert tables.describe(table) is None


def test_a_dry_run_writes_nothing(endpoint: str, table_name: str, folder: Path) -> None:
    """Rehearsed on a table with data, it counts what would change and changes none of it."""
    before = connect(endpoint, table_name, BEFORE)
    Runner(before, folder).migrate()
    now = connect(endpoint, table_name)
    plant_before(now, 30)
    write(folder, m0002_index=INDEX, m0003_write=WRITE)
    stood = dump(now)
    said: list[str] = []
    Runner(now, folder).migrate(dry_run=True, report=said.append)
    assert "0002_index: would add the index GSI1" in said
    assert "0002_index: colours: would change 30 items" in said
    assert dump(now) == stood
    assert not tables.has_index(now, now.schema.indexes[0])


INDEX = '''"""Find things by their colour."""

from tests.migrations.things import GSI1, Thing

def up(context):
    context.add_index(GSI1)
    context.backfill("colours", Thing, lambda thing: None)
'''


def test_the_practice_s_own_migrations_are_in_order(endpoint: str, table_name: str) -> None:
    """The project's folder makes the practice's table, with every index of its schema."""
    table = connect(endpoint, table_name, PRACTICE)
    root = Path(__file__).parents[2] / "migrations"
    assert all(re.match(r"\d{4}_", p.name) for p in root.glob("*.py"))
    assert Runner(table, root).migrate()[0].number == 1
    assert all(tables.has_index(table, i) for i in PRACTICE.indexes)
