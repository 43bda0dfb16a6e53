"""Planting: what is not there yet is written, what is there is left alone."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from seeds.clock import PLANTED
from therapy_core.errors import Conflict
from therapy_core.table import Entity, Table, UniqueLock
from therapy_core.table.batches import chunks
from therapy_core.table.changes import taken

AT_ONCE = 100
"""Entities looked up and written together: as many keys as one read takes."""


def plant_missing(table: Table, entities: Iterable[Entity]) -> int:
    """Write those of `entities` that the table lacks, and return how many items that took.

    What somebody changed since it was planted stays changed. Entities are taken in as they
    come, and none is kept. Raises `Conflict` when an address is another account's already.
    """
    still = standing_still(table)
    return sum(_plant(still, few) for few in chunks(entities, AT_ONCE))


def standing_still(table: Table) -> Table:
    """Return a view of `table` for which it is always the moment of planting."""
    view = copy.copy(table)
    view.clock = lambda: PLANTED
    return view


def _plant(table: Table, few: Sequence[Entity]) -> int:
    found = table.get_many([entity.ref for entity in few])
    missing = [new for new, old in zip(few, found, strict=True) if old is None]
    _refuse_taken(table, [lock for new in missing for lock in taken(new).values()])
    return table.load(missing)


def _refuse_taken(table: Table, locks: Sequence[UniqueLock]) -> None:
    for lock, held in zip(locks, table.get_many([lock.ref for lock in locks]), strict=True):
        if held is not None and held.owner_pk != lock.owner_pk:
            raise Conflict("An account that the seeds did not make uses one of their addresses.")
