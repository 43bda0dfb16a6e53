"""From actions on an item that was not read to the one update that keeps its keys true.

Whatever the actions set or remove, the item stands as if it had been saved whole: index keys
follow, absent values are absent, defaults are there. What can't be known without reading the
item is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, RemoveAction, SetAction

from therapy_core.table import sealing, writes
from therapy_core.table.changes import serialized, stamp
from therapy_core.table.entity import Entity, IndexKey, Raw, Ref
from therapy_core.table.errors import (
    Misuse,
    RuleViolated,
    StaleKey,
    TableError,
    Unsure,
    WriteRefused,
)
from therapy_core.table.plan import Plan, plan
from therapy_core.table.sealed import Plain, SealedText
from therapy_core.table.writes import Update

if TYPE_CHECKING:
    from therapy_core.table.table import Table


MARGIN = timedelta(minutes=1)
"""How much sooner than it is sent a write can have been begun, by clocks that differ a little."""


class Expired(TableError):
    """Say that what is left of an expired item is in the way; never leaves the toolkit."""

    def __init__(self, write: Partial) -> None:
        super().__init__(write.ref.entity.__name__)
        self.write = write


class Partial(Update):
    """Change some attributes of an item that was not read, whatever its version.

    With `upsert` the item is made where it is missing. It may add to what it finds, so that it
    must not happen twice; `meant_for` is the version of the item that it is good for, "" for
    none, where it is sent again.
    """

    repeatable = False
    meant_for: str | None = None

    def __init__(
        self,
        ref: Ref[Any],
        actions: Sequence[Action],
        condition: Condition,
        now: datetime,
        *,
        upsert: bool,
        **more: Any,
    ) -> None:
        super().__init__(ref, actions, condition, **more)
        self.now = now
        self.upsert = upsert

    def refused(self, stood: Raw | None) -> Exception:
        """Return the caller's own error only where there is an item for its rule to judge."""
        if self.upsert and self.is_late(stood):
            return Expired(self)
        found = self.named(stood)
        return self.otherwise or found if isinstance(found, RuleViolated) else found

    def named(self, stood: Raw | None) -> WriteRefused:
        """Return the error for a failed condition; an expired item counts as missing.

        An upsert takes a missing item, so that it can only be its rule that doesn't.
        """
        if self.upsert and stood is None:
            return RuleViolated(self.ref.entity.__name__)
        return super().named(None if stood is None or self.is_late(stood) else stood)

    def is_late(self, stood: Raw | None) -> bool:
        """Tell whether an item of this entity stands there that has expired."""
        return stood is not None and writes.is_expired(self.ref.entity, stood, self.now)

    def is_done(self, stood: Raw | None) -> bool:
        """Tell whether the last write of the item was this one, by its time and what it sets."""
        if stood is None:
            return False
        return not any(writes.differ(stood.get(n), v) for n, v in self._sets())

    def _sets(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what the update leaves in whole attributes, the time of writing among them."""
        for action in self.actions:
            path: Path = action.values[0]  # type: ignore[assignment]
            operand = action.values[1] if isinstance(action, SetAction) else None
            if isinstance(operand, Value) and _is_whole(path):
                yield path.path[0], operand.value

    def is_overtaken(self, stood: Raw | None) -> bool:
        """Tell whether the item has moved on from the version that this was meant for."""
        return self.meant_for not in (None, _version(stood))

    def after(self, stood: Raw | None) -> Partial:
        """Return the same update for the version that stands there.

        Raises `Unsure` when that may be newer, as another's write hides whether this one happened.
        """
        if _written(stood) > str(stamp(self.now - MARGIN)["S"]):
            raise Unsure(self.ref.entity.__name__)
        again = copy.copy(self)
        again.meant_for = _version(stood)
        held = {"N": again.meant_for}
        still = writes.same("version", held) if again.meant_for else writes.absent("version")
        again.condition = still if self.condition is None else self.condition & still
        return again


def _written(stood: Raw | None) -> str:
    """Return when an item was last written, in a form that sorts by time."""
    return str((stood or {}).get("updated_at", {}).get("S", ""))


def _version(stood: Raw | None) -> str:
    return str((stood or {}).get("version", {}).get("N", ""))


def partial(
    table: Table,
    ref: Ref[Any],
    actions: Sequence[Action],
    now: datetime,
    *,
    when: Condition | None = None,
    otherwise: Exception | None = None,
    upsert: bool = False,
) -> Partial:
    """Return the write that applies `actions` and everything that follows from them.

    An action on the attribute that says whose the sealed text is changes nothing: it tells whose
    key to seal under, and the write is refused where the item is another's.
    """
    found = plan(ref.entity)
    named = sealing.sealed_actions(table, ref, [_checked(found, action) for action in actions])
    kept = _of_owner(found, dict(named))
    if kept is not None and not upsert:
        named = [one for one in named if one[0] != ref.entity.sealed_for]
    touched = dict(named)
    following = [*_indexes(table, found, ref, touched, everything=upsert)]
    following += [Path(["version"]).add(1), Path(["updated_at"]).set(stamp(now))]
    condition = writes.lives(ref.entity, now)
    condition = condition if kept is None else condition & kept
    if upsert:
        condition = writes.absent() | condition
        following += _making(found, ref, touched, now)
    sent = [*(action for _, action in named), *following]
    return Partial(ref, sent, condition, now, upsert=upsert, rule=when, otherwise=otherwise)


def _checked(found: Plan, action: Action) -> tuple[str, Action]:
    """Return the name of the attribute that `action` changes, and the action to be sent.

    Raises `Misuse` for an attribute of another entity, one that the toolkit keeps, and for the
    removal of one that has to be there.
    """
    path: Path = action.values[0]  # type: ignore[assignment]
    name = found.stored_names.get(path.path[0].partition("[")[0])
    entity = found.entity.__name__
    if name is None or _is_foreign(found, name, path):
        raise Misuse(f"{entity} has no attribute {path}")
    if name in found.fixed:
        raise Misuse(f"{entity}.{name} can't be changed by a partial update")
    action = _without_null(path, action)
    _refuse_plain_text(found, name, action)
    if isinstance(action, RemoveAction) and _is_whole(path) and not _attribute(found, name).null:
        raise Misuse(f"{entity}.{name} can't be removed")
    return name, action


def _refuse_plain_text(found: Plan, name: str, action: Action) -> None:
    """Let sealed text be set by its own attribute or removed, and by nothing else."""
    operand = action.values[1] if isinstance(action, SetAction) else None
    harmless = isinstance(action, RemoveAction) or isinstance(operand, Plain)
    if isinstance(_attribute(found, name), SealedText) and not harmless:
        raise Misuse(f"{found.entity.__name__}.{name} is sealed; set it by its attribute")


def _of_owner(found: Plan, touched: Mapping[str, Action]) -> Condition | None:
    """Return the condition that sealed text stays with whom the actions say that it belongs to."""
    if not found.sealed or found.entity.sealed_for not in touched:
        return None
    owner = sealing.named_owner(found.entity, touched)
    if owner is None:
        raise Misuse(f"{found.entity.__name__}.{found.entity.sealed_for} has to be a plain value")
    return writes.same(_attribute(found, found.entity.sealed_for).attr_name, {"S": owner})


def _attribute(found: Plan, name: str) -> Any:
    return found.entity.get_attributes()[name]


def _is_whole(path: Path) -> bool:
    """Tell whether `path` leads to an attribute, and not to something within one."""
    return len(path.path) == 1 and not path.path[0].endswith("]")


def _is_foreign(found: Plan, name: str, path: Path) -> bool:
    meant = path.attribute if _is_whole(path) else None
    return meant is not None and meant is not _attribute(found, name)


def _without_null(path: Path, action: Action) -> Action:
    """Return the removal of an attribute where `action` sets it to None, as a save would."""
    operand = action.values[1] if isinstance(action, SetAction) else None
    nothing = isinstance(operand, Value) and "NULL" in operand.value
    return RemoveAction(path) if nothing and _is_whole(path) else action


def _indexes(
    table: Table, found: Plan, ref: Ref[Any], touched: Mapping[str, Action], everything: bool
) -> Iterable[Action]:
    for place in found.index_keys:
        moved = place.sources & touched.keys()
        if moved or everything:
            rendered = _rendered(table, found, place, ref, {n: touched[n] for n in moved})
            for name in (place.index.pk_name, place.index.sk_name):
                path = Path([name])
                yield path.set({"S": rendered[name]}) if rendered else path.remove()


def _rendered(
    table: Table, found: Plan, place: IndexKey, ref: Ref[Any], moved: Mapping[str, Action]
) -> dict[str, str]:
    """Return an item's keys in one index. Raises `StaleKey` where the actions don't tell."""
    values = ref.values | {n: _value(found, n, action, place) for n, action in moved.items()}
    if place.is_outside(values):
        return {}
    lacking = place.sources - values.keys()
    if lacking:
        raise StaleKey(f"{found.entity.__name__}.{place.name} also needs {sorted(lacking)}")
    return place.render(values, table.shards)


def _value(found: Plan, name: str, action: Action, place: IndexKey) -> Any:
    """Return the value that `action` leaves in an attribute that an index key is made of."""
    path: Path = action.values[0]  # type: ignore[assignment]
    operand = action.values[1] if isinstance(action, SetAction) else None
    if isinstance(action, RemoveAction) and _is_whole(path):
        return None
    if not isinstance(operand, Value) or not _is_whole(path):
        raise StaleKey(f"{found.entity.__name__}.{place.name} needs the plain value of {name}")
    attribute = _attribute(found, name)
    return attribute.deserialize(attribute.get_value(operand.value))


def _making(
    found: Plan, ref: Ref[Any], touched: Mapping[str, Action], now: datetime
) -> Iterable[Action]:
    """Return what an item needs besides `touched` to be whole when it is made.

    Raises `Misuse` for an attribute that has to be there and has neither value nor default.
    """
    entity = ref.entity
    yield Path(["type"]).set({"S": found.tag})
    for name, value in ref.values.items():
        yield _set(entity, name, value)
    given = touched.keys() | ref.values.keys() | {"type", "version", "updated_at"}
    for name, attribute in entity.get_attributes().items():
        default = now if name == "created_at" else attribute.default_for_new or attribute.default
        if name in given:
            continue
        if default is not None:
            value = default() if callable(default) else default
            path = Path([attribute.attr_name])
            yield path.set(path | Value(serialized(entity, name, value)))
        elif not attribute.null:
            raise Misuse(f"{entity.__name__} can't be made without {name}")


def _set(entity: type[Entity], name: str, value: Any) -> Action:
    path = Path([entity.get_attributes()[name].attr_name])
    return path.set(serialized(entity, name, value))
