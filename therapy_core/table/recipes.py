"""How the value of each kind of attribute is read from an item, and written into one.

A recipe gives what PynamoDB's own attribute gives, only sooner, or it raises. What it raises is of
no account: whoever follows the recipes then leaves the item to PynamoDB, which has the last word.
"""

from __future__ import annotations

from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime
from json import JSONDecoder
from typing import Any, NamedTuple

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.constants import NULL

from therapy_core.table.sealed import Sealed, SealedText

_strict = JSONDecoder().raw_decode
_loose = JSONDecoder(strict=False).decode
_SMALL = {str(value): value for value in range(1000)}
_WRITTEN = "%04d-%02d-%02dT%02d:%02d:%02d.%06d+0000"
_DESCRIPTOR = ("__get__", "__set__", "get_value")


class Recipe(NamedTuple):
    """Read what stands under an attribute's type in an item, and write what an entity holds.

    What is read is what the entity is going to hold; None, when it is written, is left out.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def recipe(attribute: Attribute[Any]) -> Recipe | None:
    """Return how `attribute` is read and written; None where it is held in a way of its own."""
    kind = type(attribute)
    if kind in _MAKERS:
        return _MAKERS[kind](attribute)
    if isinstance(attribute, MapAttribute):
        return _map(attribute)
    plain = all(getattr(kind, name) is getattr(Attribute, name) for name in _DESCRIPTOR)
    return _pynamodbs(attribute) if plain else None


def as_it_is(value: Any) -> Any:
    """Return `value`."""
    return value


def _pynamodbs(attribute: Attribute[Any]) -> Recipe:
    return Recipe(attribute.deserialize, attribute.serialize)


def _text(_: Attribute[Any]) -> Recipe:
    return Recipe(as_it_is, as_it_is)


def _truth(_: Attribute[Any]) -> Recipe:
    return Recipe(bool, bool)


def _number(attribute: Attribute[Any]) -> Recipe:
    def write(value: Any) -> Any:
        return repr(value) if type(value) is int else attribute.serialize(value)

    return Recipe(number, write)


def number(text: str) -> Any:
    """Return the number that `text` is in JSON. Raises `ValueError` for anything around it."""
    if text in _SMALL:
        return _SMALL[text]
    value, end = _strict(text)
    if end != len(text):
        raise ValueError("more than a number")
    return value


def _json(attribute: Attribute[Any]) -> Recipe:
    return Recipe(_loose, attribute.serialize)


def _moment(attribute: Attribute[Any]) -> Recipe:
    def write(value: Any) -> Any:
        if type(value) is not datetime or value.tzinfo is not UTC:
            return attribute.serialize(value)
        return _WRITTEN % (
            value.year,
            value.month,
            value.day,
            value.hour,
            value.minute,
            value.second,
            value.microsecond,
        )

    return Recipe(moment, write)


def moment(text: str) -> datetime:
    """Return the instant in the one form in which PynamoDB writes it.

    Raises `ValueError` for others, some of which PynamoDB reads.
    """
    if text[4:20:3] != "--T::." or text[26:] != "+0000" or text[11:13] == "24":
        raise ValueError("not in the form of PynamoDB")  # to Python 3.14, 24:00 is the next day
    return datetime.fromisoformat(text)


def _expiry(attribute: Attribute[Any]) -> Recipe:
    def write(value: Any) -> Any:
        exact = type(value) is datetime and value.tzinfo is UTC
        return repr(timegm(value.timetuple())) if exact else attribute.serialize(value)

    return Recipe(_second, write)


def _second(text: str) -> datetime:
    value = number(text)
    if type(value) is not int:
        raise ValueError("not a whole second")
    return datetime.fromtimestamp(value, tz=UTC)


def _sealed(attribute: Attribute[Any]) -> Recipe:
    def write(value: Any) -> Any:
        return attribute.serialize(value.blob)

    return Recipe(lambda blob: Sealed(None, blob), write)


def _list(attribute: Any) -> Recipe:
    """Return the recipe of a list, quick where what it is a list of can stand in one as it is."""
    if attribute.element_type not in _ELEMENTS:
        return _pynamodbs(attribute)
    element = attribute.element_type()
    kind, (read, write) = element.attr_type, _MAKERS[attribute.element_type](element)

    def read_all(values: Any) -> Any:
        return [None if NULL in value else read(value[kind]) for value in values]

    def write_all(values: Any) -> Any:
        if any(isinstance(value, Attribute) for value in values):
            return attribute.serialize(values)
        return [{NULL: True} if v is None else {kind: write(v)} for v in values]

    return Recipe(read_all, write_all)


def _raw_map(attribute: Any) -> Recipe:
    def read(values: Any) -> Any:
        return MapAttribute(**attribute.deserialize(values))  # type: ignore[no-untyped-call]

    return Recipe(read, attribute.serialize)


def _map(attribute: MapAttribute[Any, Any]) -> Recipe | None:
    """Return the recipe of a map with attributes of its own, unless it is held in another way."""
    kind, names = type(attribute), (*_DESCRIPTOR, "deserialize")
    plain = all(getattr(kind, name) is getattr(MapAttribute, name) for name in names)
    return _pynamodbs(attribute) if plain else None


_MAKERS: dict[type[Attribute[Any]], Callable[[Attribute[Any]], Recipe]] = {
    BooleanAttribute: _truth,
    DiscriminatorAttribute: _pynamodbs,
    JSONAttribute: _json,
    ListAttribute: _list,
    MapAttribute: _raw_map,
    NumberAttribute: _number,
    SealedText: _sealed,
    TTLAttribute: _expiry,
    UnicodeAttribute: _text,
    UTCDateTimeAttribute: _moment,
}
_ELEMENTS = {BooleanAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute}
