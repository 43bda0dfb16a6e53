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

from pynamodb.attributes import (
    Attribute,
    AttributeContainer,
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.constants import NULL, STRING
from pynamodb.exceptions import AttributeNullError

from therapy_core.table.entity import Entity, Raw
from therapy_core.table.recipes import LEAVES, Recipe, as_it_is, pynamodbs

E = TypeVar("E", bound=Entity)
_HELD = ("__get__", "__set__", "get_value")
_MADE = ("__init__", "__new__", "__setattr__", "_instantiate")
_READ = (*_MADE, "from_raw_data")
_WRITTEN = ("_container_serialize", "serialize")
_OF_MAPS = (*_HELD, *_MADE, *_WRITTEN, "deserialize", "validate")
_ELEMENTS = {BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute}
"""What stands in a list as it would by itself."""


def decoder(entity: type[E]) -> Callable[[Raw], E]:
    """Return what makes an entity of an item, exactly as `entity.from_raw_data` does."""
    recipes = _recipes(entity) if _is_as(Entity, entity, _READ) else None
    if recipes is None:
        return entity.from_raw_data
    made, shown = _maker(entity, recipes), _shown(entity)

    def decode(raw: Raw) -> E:
        try:
            found: E = made(raw) if raw["type"] == shown else entity.from_raw_data(raw)
        except Exception:  # noqa: BLE001 - PynamoDB can read it after all, or says what is wrong
            return entity.from_raw_data(raw)
        return found

    return decode


def encoder(entity: type[E]) -> Callable[[E], Raw]:
    """Return what makes an item of an entity, exactly as its `serialize` does."""
    recipes = _recipes(entity) if _is_as(Entity, entity, _WRITTEN) else None
    if recipes is None:
        return entity.serialize
    written = _writer(entity, recipes)

    def encode(held: E) -> Raw:
        try:
            return written(held)
        except Exception:  # noqa: BLE001 - PynamoDB can write it after all, or says what is wrong
            return held.serialize()

    return encode


def _is_as(usual: type, kind: type, names: tuple[str, ...]) -> bool:
    """Tell whether a class leaves `names` as they are in the class that it comes from."""
    return all(getattr_static(kind, name) is getattr_static(usual, name) for name in names)


def _shown(entity: type[Entity]) -> dict[str, Any]:
    """Return how an item says that it is of `entity`."""
    kind: Any = entity.get_attributes()["type"]
    return {STRING: kind.get_discriminator(entity)}


def _recipes(kind: type[AttributeContainer]) -> dict[str, Recipe] | None:
    """Return the recipes by attribute; None where one is lacking, or stands under two names."""
    attributes = kind.get_attributes()
    found = {name: made for name, a in attributes.items() if (made := _recipe(a))}
    one_name = all(kind._dynamo_to_python_attr(a.attr_name) == n for n, a in attributes.items())
    return found if one_name and len(found) == len(attributes) else None


def _recipe(attribute: Attribute[Any]) -> Recipe | None:
    """Return how an attribute is read and written; None where it is held in a way of its own."""
    kind = type(attribute)
    if kind in LEAVES:
        return LEAVES[kind](attribute)
    if isinstance(attribute, MapAttribute):
        return _map(attribute)
    if kind is ListAttribute:
        return _list(attribute)
    return pynamodbs(attribute) if _is_as(Attribute, kind, _HELD) else None


def _list(attribute: Any) -> Recipe:
    """Return the recipe of a list, which is quick where what it is a list of is read so."""
    of = attribute.element_type
    made = _recipe(of()) if of in _ELEMENTS or _is_compiled(of) else None
    if made is None:
        return pynamodbs(attribute)
    kind, (read, write) = of.attr_type, made

    def read_all(values: Any) -> Any:
        return [None if NULL in value else read(value[kind]) for value in values]

    def write_all(values: Any) -> Any:
        if any(isinstance(value, Attribute) and type(value) is not of for value in values):
            return attribute.serialize(values)
        return [{NULL: True} if v is None else {kind: write(v)} for v in values]

    return Recipe(read_all, write_all)


def _map(attribute: Any) -> Recipe | None:
    """Return the recipe of a map, which is quick where it has attributes of its own."""
    kind = type(attribute)
    if kind is MapAttribute:
        return Recipe(lambda values: kind(**attribute.deserialize(values)), attribute.serialize)
    if not _is_compiled(kind):
        return pynamodbs(attribute) if _is_as(MapAttribute, kind, (*_HELD, "deserialize")) else None
    recipes = _recipes(kind)
    assert recipes is not None
    made, written = _maker(kind, recipes), _writer(kind, recipes)

    def read(values: Any) -> Any:
        found = made(values)
        found.attribute_kwargs = {}
        return found

    def write(value: Any) -> Any:
        return written(value) if type(value) is kind else attribute.serialize(value)

    return Recipe(read, write)


def _is_compiled(kind: Any) -> bool:
    """Tell whether a class is of maps that are read and written by recipes."""
    return (
        isinstance(kind, type)
        and issubclass(kind, MapAttribute)
        and kind is not MapAttribute
        and getattr_static(kind, "_discriminator") is None
        and _is_as(MapAttribute, kind, _OF_MAPS)
        and _recipes(kind) is not None
    )


def _maker(kind: Any, recipes: dict[str, Recipe]) -> Callable[[Raw], Any]:
    """Return what makes an instance by the recipes, or raises. Texts are taken as they are."""
    attributes = kind.get_attributes()
    told = {kind._discriminator: kind} if kind._discriminator else {}
    each = [(n, a.attr_name, a.attr_type, recipes[n].read) for n, a in attributes.items()]
    texts = [(name, stored, is_of) for name, stored, is_of, read in each if read is as_it_is]
    others = [step for step in each if step[3] is not as_it_is and step[0] not in told]
    defaults = {n: a.default for n, a in attributes.items() if a.default is not None}
    constant = {n: default for n, default in defaults.items() if _is_constant(attributes[n])}
    asked = [(n, default) for n, default in defaults.items() if n not in constant]
    ready = told | constant

    def made(raw: Raw) -> Any:
        values = ready.copy()
        for name, stored, is_of in texts:
            value = raw.get(stored)
            if value and NULL not in value:
                values[name] = value[is_of]
        for name, stored, is_of, read in others:
            value = raw.get(stored)
            if value and NULL not in value:
                values[name] = read(value[is_of])
        found = kind.__new__(kind)
        found.attribute_values = values
        for name, default in asked:
            if name not in values:
                _set_default(found, name, default)
        return found

    return made


def _is_constant(attribute: Attribute[Any]) -> bool:
    """Tell whether the default of an attribute is held as it is declared."""
    return not callable(attribute.default) and type(attribute).__set__ is Attribute.__set__


def _set_default(found: Any, name: str, default: Any) -> None:
    value = default() if callable(default) else default
    if value is not None:
        setattr(found, name, value)


def _writer(kind: Any, recipes: dict[str, Recipe]) -> Callable[[Any], Raw]:
    """Return what writes an instance by the recipes, or raises."""
    attributes = kind.get_attributes()
    each = [(n, a.attr_name, a.attr_type, a.null, recipes[n].write) for n, a in attributes.items()]

    def written(held: Any) -> Raw:
        values, raw = held.attribute_values, {}
        for name, stored, is_of, null, write in each:
            value = values.get(name)
            if value is not None:
                value = write(value)
            if value is not None:
                raw[stored] = {is_of: value}
            elif not null:
                raise AttributeNullError(name)
        return raw

    return written
