"""Completing: what items need beside them is made where it isn't there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from therapy_core.table import batches
from therapy_core.table.entity import Entity, Ref
from therapy_core.table.errors import AlreadyExists, Contention
from therapy_core.table.migrations.backfill import ITEMS_WRITTEN, pages
from therapy_core.table.migrations.context import E
from therapy_core.table.migrations.lease import Lease

if TYPE_CHECKING:
    from therapy_core.table.table import Table


def lacking(
    table: Table, entity: type[E], needs: Callable[[E], Iterable[Ref[Any]]]
) -> Iterator[list[Ref[Any]]]:
    """Yield where there is nothing yet of what the items of `entity` need, a page at a time."""
    for found in pages(table, entity):
        yield _missing(table, [ref for item in found for ref in needs(item)])


def write(
    table: Table, lease: Lease, refs: Sequence[Ref[Any]], make: Callable[[Ref[Any]], Entity]
) -> int:
    """Store what belongs to `refs`, a few in a transaction, and return how many that were."""
    lease.check()
    return sum(_write(table, lease, few, make) for few in batches.chunks(refs, ITEMS_WRITTEN))


def _write(
    table: Table, lease: Lease, refs: Sequence[Ref[Any]], make: Callable[[Ref[Any]], Entity]
) -> int:
    for _ in table.backoff.tries():
        try:
            with lease.fenced("complete") as unit:
                for ref in refs:
                    unit.create(make(ref))
        except AlreadyExists:  # others make them, too
            refs = _missing(table, refs)
        else:
            return len(refs)
    raise Contention("complete")


def _missing(table: Table, refs: Sequence[Ref[Any]]) -> list[Ref[Any]]:
    found = table.get_many(refs)
    return [ref for ref, item in zip(refs, found, strict=True) if item is None]
