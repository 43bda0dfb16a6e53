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
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table.sealed import Sealed, SealedText

_strict = JSONDecoder().raw_decode
_loose = JSONDecoder(strict=False).decode
_SMALL = {str(value): value for value in range(1000)}
_MOMENT = UTCDateTimeAttribute()
_WRITTEN = "%04d-%02d-%02dT%02d:%02d:%02d.%06d+0000"


class Recipe(NamedTuple):
    """Read what stands under an attribute's type in an item, and write what an entity holds.

    What is read is what the entity is going to hold; None, when it is written, is left out.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def as_it_is(value: Any) -> Any:
    """Return `value`."""
    return value


def pynamodbs(attribute: Attribute[Any]) -> Recipe:
    """Return the recipe that leaves it to PynamoDB."""
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


def _moment(_: Attribute[Any]) -> Recipe:
    return Recipe(moment, written_moment)


def written_moment(value: Any) -> str:
    """Return an instant as PynamoDB writes it."""
    if type(value) is not datetime or value.tzinfo is not UTC:
        return str(_MOMENT.serialize(value))  # type: ignore[no-untyped-call]
    return _WRITTEN % (
        value.year,
        value.month,
        value.day,
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
    )


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


LEAVES: dict[type[Attribute[Any]], Callable[[Attribute[Any]], Recipe]] = {
    BooleanAttribute: _truth,
    DiscriminatorAttribute: pynamodbs,
    JSONAttribute: _json,
    NumberAttribute: _number,
    SealedText: _sealed,
    TTLAttribute: _expiry,
    UnicodeAttribute: _text,
    UTCDateTimeAttribute: _moment,
}
"""What makes the recipe of an attribute that holds no others."""
