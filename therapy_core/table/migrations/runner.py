"""The runner: reads the folder and the ledger, and applies what is missing."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from therapy_core.table.errors import Misuse
from therapy_core.table.migrations import ledger, tables
from therapy_core.table.migrations.applying import Applying
from therapy_core.table.migrations.context import Context, Founding, Report
from therapy_core.table.migrations.errors import LeaseLost, MigrationFailed
from therapy_core.table.migrations.files import MigrationFile, read_folder
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.ledger import Ledger
from therapy_core.table.migrations.models import MIGRATION_ENTITIES
from therapy_core.table.migrations.rehearsal import Rehearsal

if TYPE_CHECKING:
    from therapy_core.table.table import Table

LEASE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Step:
    """Say of one migration whether it is applied, and since when."""

    number: int
    name: str
    state: Literal["applied", "pending", "running"]
    applied_at: datetime | None = None


class Runner:
    """Apply the migrations in `folder` to `table`.

    `lease_seconds` (2 or more) is how long a process that was killed keeps others waiting.
    Raises `Misuse` when the table's schema lacks `MIGRATION_ENTITIES`.
    """

    def __init__(self, table: Table, folder: Path, *, lease_seconds: float = LEASE_SECONDS) -> None:
        if set(MIGRATION_ENTITIES) - set(table.schema.entities):
            raise Misuse("a table that is migrated has MIGRATION_ENTITIES in its schema")
        self._table = table
        self._folder = folder
        self._lease_seconds = lease_seconds

    def __repr__(self) -> str:
        return f"<Runner {self._folder.name} on {self._table!r}>"

    def status(self) -> list[Step]:
        """Return every migration with its state, in order.

        Raises `BadFolder` and `LedgerMismatch`.
        """
        files = read_folder(self._folder)
        found = Ledger.read(self._table, files)
        return [_step(file, found) for file in files]

    def migrate(self, *, dry_run: bool = False, report: Report | None = None) -> list[Step]:
        """Apply what is pending, in order, and return the steps that this call applied.

        `report` is told in words what happens. With `dry_run` it is told what would happen,
        nothing is written, and the steps that would be applied are returned. While another
        process migrates this one waits, and then applies only what is still pending.

        Raises `BadFolder` and `LedgerMismatch` before anything is done, `MigrationFailed` for
        the first that raises, and `LeaseLost` when another process took over.
        """
        tell = report or _silence
        pending, _ = self._pending()
        if dry_run:
            return [self._rehearse(file, tell) for file in pending]
        if not pending:
            return []
        if not tables.is_usable(self._table):
            self._found(pending[0], tell)
        with Lease(self._table, self._lease_seconds, tell) as lease:
            pending, found = self._pending()
            return [self._apply(file, lease, found, tell) for file in pending]

    def _pending(self) -> tuple[list[MigrationFile], Ledger]:
        files = read_folder(self._folder)
        found = Ledger.read(self._table, files)
        return [f for f in files if found.applied_at(f) is None], found

    def _found(self, file: MigrationFile, tell: Report) -> None:
        """Run the first migration for the sake of the table, in which its ledger will lie."""
        _run(file, Founding(self._table, _about(file, tell)))
        if not tables.is_usable(self._table):
            raise MigrationFailed(f"{file} did not create the table {self._table.name}")

    def _rehearse(self, file: MigrationFile, tell: Report) -> Step:
        tell(f"{file}: would be applied. {file.purpose}")
        _run(file, Rehearsal(self._table, _about(file, tell)))
        return Step(file.number, file.name, "pending")

    def _apply(self, file: MigrationFile, lease: Lease, found: Ledger, tell: Report) -> Step:
        tell(f"{file}: {file.purpose}")
        entry = ledger.begin(self._table, file, lease, found.entry(file))
        _run(file, Applying(self._table, _about(file, tell), lease, entry))
        ledger.finish(self._table, lease, entry)
        tell(f"{file}: applied")
        return Step(file.number, file.name, "applied", entry.applied_at)


def _step(file: MigrationFile, found: Ledger) -> Step:
    if found.is_running(file):
        return Step(file.number, file.name, "running")
    at = found.applied_at(file)
    return Step(file.number, file.name, "applied" if at else "pending", at)


def _run(file: MigrationFile, context: Context) -> None:
    try:
        file.up()(context)
    except LeaseLost:
        raise
    except Exception as error:
        raise MigrationFailed(
            f"{file} failed{_where(file, error)} with {type(error).__name__} and stays pending;"
            " once that is mended, the next run goes on where it stopped"
        ) from error


def _where(file: MigrationFile, error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if f.filename == str(file.path)]
    return f" on line {lines[-1]}" if lines else ""


def _about(file: MigrationFile, tell: Report) -> Callable[[str], None]:
    return lambda text: tell(f"{file}: {text}")


def _silence(_: str) -> None:
    """Tell nobody."""
