"""The ledger: what the table says of each migration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from therapy_core.table.migrations import tables
from therapy_core.table.migrations.errors import LedgerMismatch
from therapy_core.table.migrations.files import MigrationFile
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.models import MigrationLease, MigrationLedger

if TYPE_CHECKING:
    from therapy_core.table.table import Table


class Ledger:
    """Hold the entries that the table had when it was read, and who held the lease."""

    def __init__(self, entries: Sequence[MigrationLedger], holder: str | None) -> None:
        self._entries = {int(e.number): e for e in entries}
        self._holder = holder

    @classmethod
    def read(cls, table: Table, files: Sequence[MigrationFile]) -> Ledger:
        """Read the entries of `files`; a table that is not there has none.

        Raises `LedgerMismatch` when an applied file has another content now, or when the table
        has seen a migration that is not among `files`.
        """
        if not tables.is_usable(table):
            return cls([], None)
        refs = [MigrationLedger.at(number=n) for n in range(1, len(files) + 2)]
        lease, *entries = table.get_many([MigrationLease.at(), *refs])
        found = cls([e for e in entries if e is not None], None if lease is None else lease.owner)
        found._compare(files)
        return found

    def entry(self, file: MigrationFile) -> MigrationLedger | None:
        """Return what stands of `file`, if anything."""
        return self._entries.get(file.number)

    def applied_at(self, file: MigrationFile) -> datetime | None:
        """Return when `file` was applied, or None."""
        entry = self.entry(file)
        return None if entry is None else entry.applied_at

    def is_running(self, file: MigrationFile) -> bool:
        """Tell whether the one who began `file` still holds the lease."""
        entry = self.entry(file)
        return entry is not None and not self.applied_at(file) and entry.owner == self._holder

    def _compare(self, files: Sequence[MigrationFile]) -> None:
        for file in files:
            entry = self.entry(file)
            if self.applied_at(file) and entry and entry.checksum != file.checksum:
                raise LedgerMismatch(f"{file} was applied and has changed since; undo the change")
        beyond = self._entries.get(len(files) + 1)
        if beyond:
            raise LedgerMismatch(
                f"the table has seen {beyond.number:04d}_{beyond.name}, which is not here;"
                " this code is older than the table"
            )


def begin(
    table: Table, file: MigrationFile, lease: Lease, found: MigrationLedger | None
) -> MigrationLedger:
    """Enter that `file` is being applied by the holder of `lease`, and return the entry.

    `found` is the entry of an earlier try, whose progress is kept. Raises `LeaseLost`.
    """
    entry = found or MigrationLedger(number=file.number, started_at=table.clock())
    entry.name, entry.checksum, entry.owner = file.name, file.checksum, lease.token
    with lease.fenced(f"begin {file}") as unit:
        if found:
            unit.save(entry)
        else:
            unit.create(entry)
    return entry


def finish(table: Table, lease: Lease, entry: MigrationLedger) -> None:
    """Enter that the migration is applied. Raises `LeaseLost`."""
    entry.applied_at = table.clock()
    with lease.fenced(f"finish {entry.number:04d}") as unit:
        unit.save(entry)
