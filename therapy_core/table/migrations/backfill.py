"""The back-fill: a change to every item of an entity, made exactly once.

The table is scanned in pages, the one place where that is allowed. A few changed items at a time
are written in one transaction with the ledger's entry, which notes how far the scan has come, and
with a check of the lease. So there is no moment at which an item is changed and not noted, or
noted and not changed, and none at which a process without the lease could write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from therapy_core.table import batches, changes, metering, writes
from therapy_core.table.entity import Ref
from therapy_core.table.errors import Contention, Missing, VersionConflict
from therapy_core.table.migrations.context import E
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.models import Job, MigrationLedger

if TYPE_CHECKING:
    from therapy_core.table.table import Table

ITEMS_READ = 200
"""Items looked at in one call; without a limit some engines read the whole table each time."""

ITEMS_WRITTEN = 8
"""Items changed in one transaction: few, so that it seldom meets others who write to them."""


class Backfill:
    """Run one back-fill from where the entry of its migration or job says that it has come."""

    def __init__(self, table: Table, lease: Lease, entry: MigrationLedger | Job, name: str) -> None:
        self._table = table
        self._lease = lease
        self._entry = entry
        self._name = name

    def run(self, entity: type[E], change: Callable[[E], None]) -> int:
        """Change what is left and return how many items were changed, earlier runs included."""
        if not self._noted.get("done"):
            for found in pages(self._table, entity, self._noted.get("after")):
                self._lease.check()
                self._write_page(found, change)
            self._commit(self._with(done=True))
        return int(self._noted.get("changed", 0))

    @property
    def _noted(self) -> dict[str, Any]:
        return {**self._entry.progress.get(self._name, {})}

    def _with(self, **more: Any) -> dict[str, Any]:
        return {**self._entry.progress, self._name: self._noted | more}

    def _write_page(self, found: Sequence[E], change: Callable[[E], None]) -> None:
        for item in found:
            change(item)
        for few in batches.chunks(filter(self._differs, found), ITEMS_WRITTEN):
            self._write(few, change)

    def _differs(self, item: E) -> bool:
        return changes.difference(self._table, item, self._table.clock()) is not None

    def _write(self, items: Sequence[E], change: Callable[[E], None]) -> None:
        """Write changed items and note it; where others write to them, one after the other."""
        try:
            self._commit(self._beyond(items[-1].ref, len(items)), items)
        except (VersionConflict, Missing):
            for item in items:
                self._write_anew(item.ref, change)

    def _write_anew(self, ref: Ref[E], change: Callable[[E], None]) -> None:
        """Change an item as it now is, and note it, until nobody is faster."""
        for _ in self._table.backoff.tries():
            item = self._table.get(ref)
            if item is not None:
                change(item)
            items = [item] if item is not None and self._differs(item) else []
            try:
                self._commit(self._beyond(ref, len(items)), items)
            except (VersionConflict, Missing):
                continue
            return
        raise Contention(f"back-fill {self._name}")

    def _beyond(self, ref: Ref[E], more: int) -> dict[str, Any]:
        changed = int(self._noted.get("changed", 0)) + more
        return self._with(after={"PK": ref.pk, "SK": ref.sk}, changed=changed)

    def _commit(self, progress: dict[str, Any], items: Sequence[E] = ()) -> None:
        before = self._entry.progress
        self._entry.progress = progress
        try:
            with self._lease.fenced(f"back-fill {self._name}") as unit:
                unit.save(self._entry)
                for item in items:
                    unit.save(item)
        except BaseException:
            self._entry.progress = before
            raise


def pages(table: Table, entity: type[E], after: dict[str, str] | None = None) -> Iterator[list[E]]:
    """Yield the items of `entity`, a page of the scan at a time, after the key `after`."""
    start: Any = {n: {"S": v} for n, v in after.items()} if after else None
    while True:
        with metering.purpose(f"scan {entity.__name__}"):
            answer = table.wire.scan(
                table.name,
                filter_condition=writes.of_type(entity),
                limit=ITEMS_READ,
                exclusive_start_key=start,
                consistent_read=True,
            )
        found = (table.parse(row) for row in answer["Items"])
        yield [item for item in found if isinstance(item, entity)]
        start = answer.get("LastEvaluatedKey")
        if not start:
            return
