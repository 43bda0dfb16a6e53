"""What a migration does when it is applied for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from therapy_core.table.entity import Entity, Index, Ref
from therapy_core.table.migrations import completing, tables
from therapy_core.table.migrations.backfill import Backfill
from therapy_core.table.migrations.context import Context, E, Report
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.models import MigrationLedger

if TYPE_CHECKING:
    from therapy_core.table.table import Table
    from therapy_core.table.unit import Unit


class Applying(Context):
    """Change the table, under a lease, and keep the ledger's `entry` up to date."""

    def __init__(self, table: Table, report: Report, lease: Lease, entry: MigrationLedger) -> None:
        super().__init__(table, report)
        self._lease = lease
        self._entry = entry

    def create_table(self) -> None:
        """Make the table where it isn't there, and let its items expire."""
        self._lease.check()
        tables.create(self._real)
        if tables.let_items_expire(self._real):
            self._report(f"items expire by {self._real.schema.ttl}")

    def add_index(self, index: Index) -> None:
        """Add the index and wait for it, as long as the lease is held."""
        self._lease.check()
        added = tables.add_index(self._real, index, self._lease.check)
        self._report(f"{'added' if added else 'found'} the index {index.name}")

    def backfill(self, name: str, entity: type[E], change: Callable[[E], None]) -> int:
        """Change every item of `entity` that isn't changed yet."""
        changed = Backfill(self._real, self._lease, self._entry, name).run(entity, change)
        self._report(f"{name}: changed {changed} items")
        return changed

    def complete(
        self,
        name: str,
        entity: type[E],
        needs: Callable[[E], Iterable[Ref[Any]]],
        make: Callable[[Ref[Any]], Entity],
    ) -> int:
        """Store what isn't there yet of what the items need."""
        made = sum(
            completing.write(self._real, self._lease, refs, make)
            for refs in completing.lacking(self._real, entity, needs)
        )
        self._report(f"{name}: made {made} items")
        return made

    def transaction(self, purpose: str) -> AbstractContextManager[Unit]:
        """Collect writes under the lease."""
        self._lease.check()
        return self._lease.fenced(purpose)
