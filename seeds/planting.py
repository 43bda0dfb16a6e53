"""Planting: what is not there yet is written, what is there is left alone."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from seeds.clock import PLANTED
from seeds.together import Planted, Together, entities_of
from therapy_core.errors import Conflict
from therapy_core.keys.keyring import Keyring
from therapy_core.keys.models import DataKey
from therapy_core.table import Entity, Table, UniqueLock, batches, changes
from therapy_core.table.entity import Raw
from therapy_core.table.errors import Erased

AT_ONCE = 100
"""How much is looked up and written together: as many keys as one read takes."""
_KEYS_KEPT = 200
_HOUR = 3600


def plant_missing(table: Table, planted: Iterable[Planted]) -> int:
    """Write what of `planted` the table lacks, and return how many items that took.

    What somebody changed since it was planted stays changed. Entities are taken in as they
    come, and none is kept. Raises `Conflict` when an address is another account's already.
    """
    view = _with_few_keys(table)
    return sum(_plant(view, few) for few in batches.chunks(planted, AT_ONCE))


def _with_few_keys(table: Table) -> Table:
    """Return a view of `table` that remembers the keys of few clients, and those for long."""
    view = copy.copy(table)
    if isinstance(table.sealer, Keyring):
        provider = table.sealer.provider
        view.sealer = Keyring(table, provider, seconds=_HOUR, most=_KEYS_KEPT)
    return view


def _plant(table: Table, few: Sequence[Planted]) -> int:
    refs = [entity.ref for each in few for entity in entities_of(each)]
    found = zip(refs, table.get_many(refs), strict=True)
    stand = {(ref.pk, ref.sk) for ref, old in found if old is not None and not _is_void(old)}
    missing = [entities for each in few if (entities := _missing(each, stand))]
    _refuse_taken(
        table, [lock for new in missing for e in new for lock in changes.taken(e).values()]
    )
    return batches.put(table, (row for new in missing for row in _rows(table, new)))


def _missing(planted: Planted, stand: set[tuple[str, str]]) -> list[Entity]:
    """Return what of `planted` has to be written when these keys are taken."""

    def stands(entity: Entity) -> bool:
        return (entity.ref.pk, entity.ref.sk) in stand

    if isinstance(planted, Together) and any(stands(anchor) for anchor in planted.anchors):
        return []
    return [entity for entity in entities_of(planted) if not stands(entity)]


def _is_void(entity: Entity) -> bool:
    """Tell whether this is the mark of a destroyed key; a client who is back gets a new one."""
    return isinstance(entity, DataKey) and entity.destroyed_at is not None


def _rows(table: Table, entities: Iterable[Entity]) -> Iterator[Raw]:
    """Yield the items of entities, each as written when it was made; none for an erased client."""
    rows: list[Raw] = []
    with suppress(Erased):
        for entity in entities:
            at = entity.created_at or PLANTED
            locks = changes.taken(entity).values()
            rows += [changes.stamped(table, each, at) for each in (entity, *locks)]
        yield from rows


def _refuse_taken(table: Table, locks: Sequence[UniqueLock]) -> None:
    for lock, held in zip(locks, table.get_many([lock.ref for lock in locks]), strict=True):
        if held is not None and held.owner_pk != lock.owner_pk:
            raise Conflict("An account that the seeds did not make uses one of their addresses.")
