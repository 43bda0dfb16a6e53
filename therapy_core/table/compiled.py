"""Reading items into entities and writing them back, worked out once for each entity class.

PynamoDB says what an item means; here it is only done sooner. The attributes that a class declares
are gone through once, and what is left for each item is a walk along a list of recipes. Where they
do not hold, be it for a whole class or for one item that is not as it should be, PynamoDB reads
and writes as it always did, errors included.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import getattr_static
from typing import Any, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import NULL, STRING
from pynamodb.exceptions import AttributeNullError

from therapy_core.table.entity import Entity, Raw
from therapy_core.table.recipes import Recipe, as_it_is, recipe

E = TypeVar("E", bound=Entity)
_READING = ("__init__", "__new__", "__setattr__", "_instantiate", "from_raw_data")
_WRITING = ("_container_serialize", "serialize")


def decoder(entity: type[E]) -> Callable[[Raw], E]:
    """Return what makes an entity of an item, exactly as `entity.from_raw_data` does."""
    recipes = _recipes(entity, _READING)
    if recipes is None:
        return entity.from_raw_data
    quick = _decoder(entity, recipes)

    def decode(raw: Raw) -> E:
        try:
            return quick(raw)
        except Exception:  # noqa: BLE001 - PynamoDB can read it after all, or says what is wrong
            return entity.from_raw_data(raw)

    return decode


def encoder(entity: type[E]) -> Callable[[E], Raw]:
    """Return what makes an item of an entity, exactly as its `serialize` does."""
    recipes = _recipes(entity, _WRITING)
    if recipes is None:
        return entity.serialize
    quick = _encoder(entity, recipes)

    def encode(held: E) -> Raw:
        try:
            return quick(held)
        except Exception:  # noqa: BLE001 - PynamoDB can write it after all, or says what is wrong
            return held.serialize()

    return encode


def _recipes(entity: type[Entity], hooks: tuple[str, ...]) -> dict[str, Recipe] | None:
    """Return the recipes by attribute; None where the class goes ways of its own."""
    attributes = entity.get_attributes()
    found = {name: made for name, a in attributes.items() if (made := recipe(a))}
    as_usual = all(getattr_static(entity, n) is getattr_static(Entity, n) for n in hooks)
    one_name = all(entity._dynamo_to_python_attr(a.attr_name) == n for n, a in attributes.items())
    return found if as_usual and one_name and len(found) == len(attributes) else None


def _decoder(entity: type[E], recipes: dict[str, Recipe]) -> Callable[[Raw], E]:
    """Return what follows the recipes, or raises. Texts go first, as there is nothing to do."""
    attributes = entity.get_attributes()
    each = [(n, a.attr_name, a.attr_type, recipes[n].read) for n, a in attributes.items()]
    texts = [(name, stored, kind) for name, stored, kind, read in each if read is as_it_is]
    others = [step for step in each if step[3] is not as_it_is and step[0] != "type"]
    shown = {STRING: attributes["type"].get_discriminator(entity)}  # type: ignore[attr-defined]
    constant = {n: a.default for n, a in attributes.items() if _is_constant(a)}
    defaults = [(n, a.default) for n, a in attributes.items() if a.default is not None]
    asked = [(name, default) for name, default in defaults if name not in constant]
    ready = {"type": entity, **constant}

    def decode(raw: Raw) -> E:
        if raw["type"] != shown:
            raise ValueError("another kind of item")
        values = ready.copy()
        for name, stored, kind in texts:
            value = raw.get(stored)
            if value and NULL not in value:
                values[name] = value[kind]
        for name, stored, kind, read in others:
            value = raw.get(stored)
            if value and NULL not in value:
                values[name] = read(value[kind])
        made = entity.__new__(entity)
        made.attribute_values = values
        for name, default in asked:
            if name not in values:
                _set_default(made, name, default)
        return made

    return decode


def _is_constant(attribute: Attribute[Any]) -> bool:
    """Tell whether an attribute has a default that is held as it is declared."""
    plain = type(attribute).__set__ is Attribute.__set__ and not callable(attribute.default)
    return plain and attribute.default is not None


def _set_default(made: Entity, name: str, default: Any) -> None:
    value = default() if callable(default) else default
    if value is not None:
        setattr(made, name, value)


def _encoder(entity: type[E], recipes: dict[str, Recipe]) -> Callable[[E], Raw]:
    attributes = entity.get_attributes()
    each = [(n, a.attr_name, a.attr_type, a.null, recipes[n].write) for n, a in attributes.items()]

    def encode(held: E) -> Raw:
        values, raw = held.attribute_values, {}
        for name, stored, kind, null, write in each:
            value = values.get(name)
            if value is not None:
                value = write(value)
            if value is not None:
                raw[stored] = {kind: value}
            elif not null:
                raise AttributeNullError(name)
        return raw

    return encode
