"""What one write is: the request that it sends and the error that its failure has.

Each class stands for one action of a transaction. It renders its request, says what a failed
condition means, and brings the entity up to date once the write is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from operator import and_
from typing import Any, cast

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, SetAction

from therapy_core.table.connection import Wire
from therapy_core.table.entity import Entity, Raw, Ref
from therapy_core.table.errors import (
    AlreadyExists,
    Missing,
    RuleViolated,
    VersionConflict,
    WriteRefused,
    WrongEntity,
)
from therapy_core.table.plan import plan
from therapy_core.table.sealing import refuse_to_look

STAMPED = ("version", "created_at", "updated_at")


class Setting(SetAction):
    """Set one whole attribute to a stored value, as a `SetAction` would, only sooner."""

    def __init__(self, name: str, value: dict[str, Any]) -> None:
        self._name, self._value = name, value

    def serialize(self, names: dict[str, str], values: dict[str, Any]) -> str:
        """Return this part of an expression, its name and value entered into the request's."""
        name = names.setdefault(self._name, f"#{len(names)}")
        place = f":{len(values)}"
        values[place] = self._value
        return f"{name} = {place}"

    def __repr__(self) -> str:
        return f"<Setting {self._name}>"


def same(path: str, raw: dict[str, Any]) -> Condition:
    """Return the condition that the stored attribute equals `raw`."""
    return cast("Condition", Path([path]) == Value(raw))


@cache
def absent(path: str = "PK") -> Condition:
    """Return the condition that the item, or one attribute of it, is not there."""
    return Path([path]).does_not_exist()


def of_type(entity: type[Entity]) -> Condition:
    """Return the condition that the stored item is of this entity."""
    return _tagged(plan(entity).tag)


@cache
def _tagged(tag: str) -> Condition:
    return same("type", {"S": tag})


def at_version(entity: Entity) -> Condition:
    """Return the condition that the item is still as it was read."""
    version = (entity.stored or {}).get("version")
    held = absent("version") if version is None else same("version", version)
    both: Condition = of_type(type(entity)) & held
    return both


class Write:
    """Stand for one action on one item, under the toolkit's `condition` and the caller's `rule`."""

    operation = ""
    action = ""
    repeatable = True
    """Whether sending it twice can do no more than sending it once."""

    def __init__(
        self,
        ref: Ref[Any],
        condition: Condition | None,
        rule: Condition | None = None,
        otherwise: Exception | None = None,
    ) -> None:
        self.ref = ref
        refuse_to_look(ref.entity, rule)
        both = [c for c in (condition, rule) if c is not None]
        self.condition = and_(*both) if len(both) > 1 else next(iter(both), None)
        self.otherwise = otherwise

    def request(self, wire: Wire, table: str) -> dict[str, Any]:
        """Return the request, which is the same alone and within a transaction."""
        return wire.get_operation_kwargs(
            table,
            self.ref.pk,
            self.ref.sk,
            key="Key",
            condition=self.condition,
            return_values_on_condition_failure="ALL_OLD",
        )

    def refused(self, stood: Raw | None) -> Exception:
        """Return the error for a failed condition, `stood` being the item that was found."""
        return self.otherwise or self.named(stood)

    def named(self, stood: Raw | None) -> WriteRefused:
        """Return the toolkit's own error for a failed condition."""
        entity = self.ref.entity
        if stood is None:
            return Missing(entity.__name__)
        if stood.get("type", {}).get("S") != plan(entity).tag:
            return WrongEntity(entity.__name__)
        return RuleViolated(entity.__name__)

    def is_done(self, stood: Raw | None) -> bool:  # noqa: ARG002 - for those that know
        """Tell whether `stood` is what this very write leaves behind.

        It is asked when a write that went out twice is refused: its first answer may be lost.
        """
        return False

    def is_overtaken(self, stood: Raw | None) -> bool:  # noqa: ARG002 - for what `after` made
        """Tell whether another write came before this one, which was meant for what it found."""
        return False

    def after(self, stood: Raw | None) -> Write:  # noqa: ARG002 - for what is not repeatable
        """Return the write that does the same, but only to an item that stands as `stood`.

        Raises `Unsure` when `stood` hides whether this write has happened.
        """
        return self

    def done(self) -> None:
        """Bring the entity in memory up to date."""


class Check(Write):
    """Require a condition of an item that is not written."""

    action = "ConditionCheck"

    def __init__(self, ref: Ref[Any], when: Condition, otherwise: Exception | None = None) -> None:
        super().__init__(ref, None, rule=when, otherwise=otherwise)


class Put(Write):
    """Write a whole item."""

    operation = "PutItem"
    action = "Put"

    def __init__(
        self, entity: Entity, raw: Raw, condition: Condition, otherwise: Exception | None
    ) -> None:
        super().__init__(_ref(entity, raw), condition, otherwise=otherwise)
        self.entity, self.raw = entity, raw

    def request(self, wire: Wire, table: str) -> dict[str, Any]:
        """Return the request with the item in it."""
        request = super().request(wire, table)
        del request["Key"]
        return request | {"Item": self.raw}

    def named(self, stood: Raw | None) -> WriteRefused:  # noqa: ARG002 - whatever it is
        """Return `AlreadyExists`: a whole item is only written where none is."""
        return AlreadyExists(self.ref.entity.__name__)

    def is_done(self, stood: Raw | None) -> bool:
        """Tell whether the very same item stands there."""
        return stood is not None and comparable(stood) == comparable(self.raw)

    def done(self) -> None:
        """Let the entity know that it is stored."""
        adopt(self.entity, self.raw)


class Delete(Write):
    """Remove an item."""

    operation = "DeleteItem"
    action = "Delete"

    def __init__(self, ref: Ref[Any], condition: Condition, entity: Entity | None = None) -> None:
        super().__init__(ref, condition)
        self.entity = entity

    def named(self, stood: Raw | None) -> WriteRefused:
        """Return `Missing`, `WrongEntity` or `VersionConflict`."""
        found = super().named(stood)
        return VersionConflict(found.entity) if isinstance(found, RuleViolated) else found

    def is_done(self, stood: Raw | None) -> bool:
        """Tell whether the item is gone."""
        return stood is None

    def done(self) -> None:
        """Let the entity know that it is no longer stored."""
        if self.entity is not None:
            self.entity.stored = None


class Update(Write):
    """Change some attributes of an item."""

    operation = "UpdateItem"
    action = "Update"

    def __init__(
        self, ref: Ref[Any], actions: Sequence[Action], condition: Condition, **more: Any
    ) -> None:
        super().__init__(ref, condition, **more)
        self.actions = list(actions)

    def request(self, wire: Wire, table: str) -> dict[str, Any]:
        """Return the request with the actions in it."""
        return wire.get_operation_kwargs(
            table,
            self.ref.pk,
            self.ref.sk,
            key="Key",
            actions=self.actions,
            condition=self.condition,
            return_values_on_condition_failure="ALL_OLD",
        )


class Save(Update):
    """Write what changed in an entity since it was read, under its version."""

    def __init__(self, entity: Entity, raw: Raw, actions: Sequence[Action], **more: Any) -> None:
        super().__init__(_ref(entity, raw), actions, at_version(entity), **more)
        self.entity, self.raw = entity, raw

    def refused(self, stood: Raw | None) -> Exception:
        """Return `VersionConflict` when the version moved, else the caller's own error."""
        if stood is not None and stood.get("version") == (self.entity.stored or {}).get("version"):
            return super().refused(stood)
        return self.named(stood)

    def named(self, stood: Raw | None) -> WriteRefused:
        """Return the error that the state of the stored item calls for."""
        found = super().named(stood)
        moved = stood is None or stood.get("version") != (self.entity.stored or {}).get("version")
        return VersionConflict(found.entity) if isinstance(found, RuleViolated) and moved else found

    def is_done(self, stood: Raw | None) -> bool:
        """Tell whether the item stands as this write would have left it."""
        return stood is not None and comparable(stood) == comparable(self.raw)

    def done(self) -> None:
        """Let the entity know its new version."""
        adopt(self.entity, self.raw)


def _ref(entity: Entity, raw: Raw) -> Ref[Any]:
    """Return the place of `entity`, whose item is `raw`."""
    return Ref(type(entity), raw["PK"]["S"], raw["SK"]["S"])


def adopt(entity: Entity, raw: Raw) -> None:
    """Make `raw` what the entity knows to be stored."""
    held = plan(type(entity)).decode(raw).attribute_values
    entity.attribute_values |= {name: held[name] for name in STAMPED if name in held}
    entity.stored = raw


def comparable(raw: Raw) -> dict[str, Any]:
    """Return an item in a form in which equal items are equal.

    Sets have no order, and a number is the same however it is written.
    """
    return {name: _comparable(value) for name, value in raw.items()}


def differ(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Tell whether two stored values mean different things; None is for a value that is absent."""
    if one == other:
        return False
    return one is None or other is None or bool(_comparable(one) != _comparable(other))


def _comparable(value: dict[str, Any]) -> Any:
    ((kind, held),) = value.items()
    return kind, _FORMS[kind](held) if kind in _FORMS else held


_FORMS: dict[str, Callable[[Any], Any]] = {
    "N": Decimal,
    "SS": frozenset,
    "BS": frozenset,
    "NS": lambda held: frozenset(map(Decimal, held)),
    "L": lambda held: [_comparable(v) for v in held],
    "M": comparable,
}


def expired(entity: type[Entity], now: datetime) -> Condition | None:
    """Return the condition that an item has passed its time to live; None where none does."""
    name = plan(entity).ttl_name
    return None if name is None else Path([name]) <= Value({"N": str(int(now.timestamp()))})


def lives(entity: type[Entity], now: datetime) -> Condition:
    """Return the condition that an item of this entity is there and has not expired."""
    gone = expired(entity, now)
    return of_type(entity) if gone is None else of_type(entity) & ~gone


def is_expired(entity: type[Entity], raw: Raw, now: datetime) -> bool:
    """Tell whether an item of this entity has passed its time to live."""
    name = plan(entity).ttl_name
    ends = raw.get(name, {}).get("N") if name else None
    return ends is not None and Decimal(ends) <= int(now.timestamp())
