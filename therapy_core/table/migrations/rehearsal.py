"""What a migration says when it is only rehearsed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from therapy_core.table import changes
from therapy_core.table.entity import Entity, Index, Ref
from therapy_core.table.migrations import completing, tables
from therapy_core.table.migrations.backfill import pages
from therapy_core.table.migrations.context import Context, E
from therapy_core.table.unit import Unit

if TYPE_CHECKING:
    from therapy_core.table.table import Table


class Rehearsal(Context):
    """Say what would be done to the table as it is now; there is no way to write from here."""

    def create_table(self) -> None:
        """Say whether the table would be made."""
        if tables.describe(self.table) is None:
            self._report(f"would create the table {self.table.name}")

    def add_index(self, index: Index) -> None:
        """Say whether the index would be added."""
        if not tables.has_index(self.table, index):
            self._report(f"would add the index {index.name}")

    def backfill(self, name: str, entity: type[E], change: Callable[[E], None]) -> int:
        """Count the items that would be written."""
        found = count_changes(self.table, entity, change) if tables.is_usable(self.table) else 0
        self._report(f"{name}: would change {found} items")
        return found

    def complete(
        self,
        name: str,
        entity: type[E],
        needs: Callable[[E], Iterable[Ref[Any]]],
        make: Callable[[Ref[Any]], Entity],  # noqa: ARG002 - nothing is made
    ) -> int:
        """Count the items that would be made."""
        usable = tables.is_usable(self.table)
        found = sum(map(len, completing.lacking(self.table, entity, needs))) if usable else 0
        self._report(f"{name}: would make {found} items")
        return found

    @contextmanager
    def transaction(self, purpose: str) -> Iterator[Unit]:
        """Collect writes and drop them."""
        yield Unit(self.table, purpose)
        self._report(f"would {purpose}")


def count_changes(table: Table, entity: type[E], change: Callable[[E], None]) -> int:
    """Return how many items `change` would alter, or have out-of-date index keys."""
    total = 0
    for found in pages(table, entity):
        for item in found:
            change(item)
        total += sum(changes.difference(table, i, table.clock()) is not None for i in found)
    return total
