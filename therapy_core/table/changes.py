"""From an entity, or from actions on one, to the writes that keep its keys and locks true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, RemoveAction, SetAction

from therapy_core.table import writes
from therapy_core.table.entity import Entity, Raw, Ref, UniqueLock
from therapy_core.table.errors import Misuse, StaleKey, WrongEntity
from therapy_core.table.plan import Plan, plan
from therapy_core.table.writes import Delete, Put, Update

if TYPE_CHECKING:
    from therapy_core.table.table import Table

_KEPT = {"version", "updated_at"}


def creation(
    table: Table,
    entity: Entity,
    now: datetime,
    otherwise: Exception | None,
    kind: type[Put] = Put,
) -> Put:
    """Return the write that stores a new entity where nothing stands, or only what expired."""
    raw = stamped(table, entity, now)
    condition = writes.absent()
    gone = writes.expired(type(entity), now)
    return kind(
        writes._Item(entity, raw, now), condition if gone is None else condition | gone, otherwise
    )


def replacement(table: Table, entity: Entity, now: datetime) -> Put:
    """Return the write that stores `entity` whatever of its kind stands there."""
    if plan(type(entity)).uniques:
        raise Misuse(f"{type(entity).__name__} has unique attributes; create it or save it")
    condition = writes.absent() | writes.of_type(type(entity))
    error = WrongEntity(type(entity).__name__)
    return Put(writes._Item(entity, stamped(table, entity, now), now), condition, error)


def stamped(table: Table, entity: Entity, now: datetime) -> Raw:
    """Return the item of a new entity: version 1, made and written now."""
    raw = plan(type(entity)).item(entity, table.shards)
    at = _written(entity, "updated_at", now)
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
    wanted = found.item(entity, table.shards)
    if any(stored[name] != wanted[name] for name in ("PK", "SK")):
        raise Misuse(f"{entity!r}: the fields of a key can't change")
    ours = set(found.stored_names) | _index_names(table)
    kept = {name: value for name, value in stored.items() if name not in ours}
    wanted = kept | wanted | {n: stored[n] for n in _KEPT if n in stored}
    if writes.comparable(wanted) == writes.comparable(stored):
        return None
    version = int(stored["version"]["N"]) + 1
    wanted["version"] = {"N": str(version)}
    wanted["updated_at"] = _written(entity, "updated_at", now)
    return wanted, _actions(stored, wanted)


def _actions(stored: Raw, wanted: Raw) -> list[Action]:
    before, after = writes.comparable(stored), writes.comparable(wanted)
    setting: list[Action] = [
        SetAction(Path([n]), Value(wanted[n])) for n in wanted if before.get(n) != after[n]
    ]
    return setting + [RemoveAction(Path([n])) for n in stored if n not in wanted]


def removal(entity: Entity) -> Delete:
    """Return the write that removes `entity` at the version that was read."""
    if entity.stored is None:
        raise Misuse(f"{entity!r} is not stored")
    return Delete(entity.ref, writes.at_version(entity))


def blind_removal(ref: Ref[Any]) -> Delete:
    """Return the write that removes whatever of this entity stands at `ref`."""
    if plan(ref.entity).uniques:
        raise Misuse(f"{ref.entity.__name__} has unique attributes; read it, then delete it")
    return Delete(ref, writes.absent() | writes.of_type(ref.entity))


def partial(
    table: Table,
    ref: Ref[Any],
    actions: Sequence[Action],
    now: datetime,
    when: Condition | None = None,
    otherwise: Exception | None = None,
    upsert: bool = False,
) -> Update:
    """Return the write that applies `actions` and everything that follows from them."""
    found = plan(ref.entity)
    touched = {_attribute(found, action): action for action in actions}
    following = _index_actions(table, found, ref, touched, everything=upsert)
    kept = [Path(["version"]).add(1), _set(ref.entity, "updated_at", now)]
    condition = writes.of_type(ref.entity)
    if upsert:
        condition = writes.absent() | condition
        made = Path(["created_at"])
        kept += [Path(["type"]).set({"S": found.tag})]
        kept += [made.set(made | Value(_written(ref.entity, "created_at", now)))]
        given = {n: ref.values[n] for n in ref.entity.primary.names}
        kept += [_set(ref.entity, name, value) for name, value in given.items()]
    return Update(ref, [*actions, *following, *kept], condition, rule=when, otherwise=otherwise)


def _attribute(found: Plan, action: Action) -> str:
    """Return the name of the attribute that `action` changes. Raises `Misuse` for a foreign one."""
    path = action.values[0]
    assert isinstance(path, Path)
    name = found.stored_names.get(path.path[0].partition("[")[0])
    mine = name is not None and (
        path.attribute is None or path.attribute is found.entity.get_attributes()[name]
    )
    if name is None or not mine:
        raise Misuse(f"{found.entity.__name__} has no attribute {path}")
    if name in found.fixed:
        raise Misuse(f"{found.entity.__name__}.{name} can't be changed by a partial update")
    return name


def _index_actions(
    table: Table, found: Plan, ref: Ref[Any], touched: dict[str, Action], everything: bool
) -> list[Action]:
    result: list[Action] = []
    known = ref.values
    for place in found.index_keys:
        moved = place.sources & set(touched)
        if not moved and not everything:
            continue
        lacking = place.sources - set(touched) - set(known)
        if lacking:
            raise StaleKey(f"{found.entity.__name__}.{place.name} also needs {sorted(lacking)}")
        values = known | {n: _value(found, n, touched[n], place.name) for n in moved}
        rendered = place.render(values, table.shards)
        for name in (place.index.pk_name, place.index.sk_name):
            path = Path([name])
            result.append(path.set({"S": rendered[name]}) if rendered else path.remove())
    return result


def _value(found: Plan, name: str, action: Action, place: str) -> Any:
    """Return the value that `action` leaves in an attribute that an index key is made of."""
    if isinstance(action, RemoveAction):
        return None
    operand = action.values[1] if isinstance(action, SetAction) else None
    path = action.values[0]
    if not isinstance(operand, Value) or not isinstance(path, Path) or len(path.path) != 1:
        raise StaleKey(f"{found.entity.__name__}.{place} needs the plain value of {name}")
    attribute = found.entity.get_attributes()[name]
    return attribute.deserialize(attribute.get_value(operand.value))


def _set(entity: type[Entity], name: str, value: Any) -> Action:
    attribute = entity.get_attributes()[name]
    return Path([attribute.attr_name]).set({attribute.attr_type: attribute.serialize(value)})


def _written(entity: Entity | type[Entity], name: str, value: datetime) -> dict[str, Any]:
    attribute = entity.get_attributes()[name]
    return {attribute.attr_type: attribute.serialize(value)}


def _index_names(table: Table) -> set[str]:
    return {n for i in table.schema.indexes for n in (i.pk_name, i.sk_name)} | {"PK", "SK"}


def taken(entity: Entity) -> dict[str, UniqueLock]:
    """Return the locks that `entity` needs as it is now."""
    return _locks(entity, entity.values())


def was_taken(entity: Entity) -> dict[str, UniqueLock]:
    """Return the locks that `entity` has since it was read."""
    if entity.stored is None or not plan(type(entity)).uniques:
        return {}
    return _locks(entity, type(entity).from_raw_data(dict(entity.stored)).values())


def _locks(entity: Entity, values: dict[str, Any]) -> dict[str, UniqueLock]:
    found = {u.attribute: u.value(values) for u in plan(type(entity)).uniques}
    return {name: _lock(entity, name, v) for name, v in found.items() if v is not None}


def _lock(entity: Entity, attribute: str, value: str) -> UniqueLock:
    ref = entity.ref
    return UniqueLock(attribute=attribute, value=value, owner_pk=ref.pk, owner_sk=ref.sk)


def owned(lock: UniqueLock) -> Condition:
    """Return the condition that a lock is still held by the same item."""
    return writes.same("owner_pk", {"S": lock.owner_pk}) & writes.same("owner_sk", {"S": lock.owner_sk})
