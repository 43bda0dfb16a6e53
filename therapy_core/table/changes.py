"""From an entity to the writes that keep its keys and locks true."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action, RemoveAction

from therapy_core.table import sealing, writes
from therapy_core.table.entity import Entity, Raw, Ref, UniqueLock
from therapy_core.table.errors import Misuse, WrongEntity
from therapy_core.table.plan import plan
from therapy_core.table.recipes import written_moment
from therapy_core.table.writes import Delete, Put, Setting

if TYPE_CHECKING:
    from therapy_core.table.table import Table

_KEPT = {"version", "updated_at"}


def creation(table: Table, entity: Entity, now: datetime, otherwise: Exception | None) -> Put:
    """Return the write that stores a new entity where nothing stands, or only what expired."""
    free, gone = writes.absent(), writes.expired(type(entity), now)
    condition = free if gone is None else free | gone
    return Put(entity, stamped(table, entity, now), condition, otherwise)


def replacement(table: Table, entity: Entity, now: datetime) -> Put:
    """Return the write that stores `entity` whatever of its kind stands there."""
    if plan(type(entity)).uniques:
        raise Misuse(f"{type(entity).__name__} has unique attributes; create it or save it")
    condition = writes.absent() | writes.of_type(type(entity))
    error = WrongEntity(type(entity).__name__)
    return Put(entity, stamped(table, entity, now), condition, error)


def stamped(table: Table, entity: Entity, now: datetime) -> Raw:
    """Return the item of a new entity: version 1, made and written now."""
    sealing.seal(table, entity)
    raw = plan(type(entity)).item(entity, table.shards)
    at = stamp(now)
    made = raw.get("created_at", at)
    return raw | {"version": {"N": "1"}, "created_at": made, "updated_at": at}


def difference(table: Table, entity: Entity, now: datetime) -> tuple[Raw, list[Action]] | None:
    """Return the item as it will stand, and the actions that lead there from what was read.

    Attributes that this code does not know are left as they are. None says that nothing changed.
    """
    stored = entity.stored
    if stored is None:
        raise Misuse(f"{entity!r} is not stored yet")
    found = plan(type(entity))
    sealing.seal(table, entity, stored)
    wanted = found.item(entity, table.shards)
    if any(stored[name] != wanted[name] for name in ("PK", "SK")):
        raise Misuse(f"{entity!r}: the fields of a key can't change")
    ours = found.stored_names.keys() | _index_names(table)
    kept = {name: value for name, value in stored.items() if name not in ours}
    wanted = kept | wanted | {n: stored[n] for n in _KEPT if n in stored}
    if not any(writes.differ(stored.get(n), wanted.get(n)) for n in stored.keys() | wanted.keys()):
        return None
    version = int(stored.get("version", {"N": "0"})["N"]) + 1
    wanted["version"] = {"N": str(version)}
    wanted["updated_at"] = stamp(now)
    return wanted, _actions(stored, wanted)


def _actions(stored: Raw, wanted: Raw) -> list[Action]:
    setting: list[Action] = [
        Setting(n, value) for n, value in wanted.items() if writes.differ(stored.get(n), value)
    ]
    return setting + [RemoveAction(Path([n])) for n in stored if n not in wanted]


def removal(entity: Entity) -> Delete:
    """Return the write that removes `entity` at the version that was read."""
    if entity.stored is None:
        raise Misuse(f"{entity!r} is not stored")
    return Delete(entity.ref, writes.at_version(entity), entity)


def blind_removal(ref: Ref[Any]) -> Delete:
    """Return the write that removes whatever of this entity stands at `ref`."""
    if plan(ref.entity).uniques:
        raise Misuse(f"{ref.entity.__name__} has unique attributes; read it, then delete it")
    return Delete(ref, writes.absent() | writes.of_type(ref.entity))


def stamp(now: datetime) -> dict[str, Any]:
    """Return a time of writing as DynamoDB takes it."""
    return {"S": written_moment(now)}


def serialized(entity: type[Entity], name: str, value: Any) -> dict[str, Any]:
    """Return the value of one attribute as DynamoDB takes it."""
    attribute = entity.get_attributes()[name]
    return {attribute.attr_type: attribute.serialize(value)}


def _index_names(table: Table) -> set[str]:
    return {n for i in table.schema.indexes for n in (i.pk_name, i.sk_name)} | {"PK", "SK"}


def taken(entity: Entity) -> dict[str, UniqueLock]:
    """Return the locks that `entity` needs as it is now."""
    return _locks(entity, entity.attribute_values)


def was_taken(entity: Entity) -> dict[str, UniqueLock]:
    """Return the locks that `entity` has since it was read."""
    found = plan(type(entity))
    if entity.stored is None or not found.uniques:
        return {}
    return _locks(entity, found.decode(entity.stored).values())


def _locks(entity: Entity, values: dict[str, Any]) -> dict[str, UniqueLock]:
    found = {u.attribute: u.value(values) for u in plan(type(entity)).uniques}
    return {name: _lock(entity, name, v) for name, v in found.items() if v is not None}


def _lock(entity: Entity, attribute: str, value: str) -> UniqueLock:
    ref = entity.ref
    return UniqueLock(attribute=attribute, value=value, owner_pk=ref.pk, owner_sk=ref.sk)


def release(lock: UniqueLock) -> Delete:
    """Return the write that frees a lock, unless another item took it."""
    mine = writes.same("owner_pk", {"S": lock.owner_pk})
    mine &= writes.same("owner_sk", {"S": lock.owner_sk})
    return Delete(lock.ref, writes.absent() | mine)
