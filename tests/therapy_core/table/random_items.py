"""Items and values at random, well formed and wrong in every way, and what is made of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import strategies as st
from pynamodb.attributes import (
    Attribute,
    ListAttribute,
    MapAttribute,
    TTLAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table import Entity
from therapy_core.table.entity import Raw
from therapy_core.table.plan import plan
from therapy_core.table.sealed import Sealed
from therapy_core.table.writes import comparable

Values = st.SearchStrategy[Any]
TEXT = st.text(max_size=8)
BLOBS = st.binary(max_size=6)
INTEGERS = st.integers(-5, 2000) | st.integers()
NUMBERS = INTEGERS | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
INSTANTS = st.datetimes(timezones=st.just(UTC))
ZONES = st.sampled_from([None, UTC, timezone(timedelta(0)), timezone(timedelta(hours=2))])

NUMERALS = st.sampled_from(
    ["0", "-0", "-1", "1.0", "1.5", "1E+2", "1e400", "9" * 38, "99999999999"]
)
NO_NUMERALS = st.sampled_from(
    ["007", "+1", "1_0", "1,2", "\u0663", "", " 3", "3 ", "NaN", "true", "[1]"]
)
WRITTEN = INSTANTS.map(UTCDateTimeAttribute().serialize)
MANGLED = st.builds(
    lambda text, at, by: text[:at] + by + text[at + len(by) :],
    WRITTEN,
    st.integers(0, 30),
    st.sampled_from([*"0 _+-:T.W\u0663\x00", "24", "W1", "999-", "+0200"]),
)
LEAVES: dict[str, Values] = {
    "S": TEXT | WRITTEN | MANGLED | WRITTEN.map(lambda t: t.lstrip("0")) | JSON.map(json.dumps),
    "N": NUMBERS.map(json.dumps) | NUMERALS | NO_NUMERALS,
    "BOOL": st.booleans(),
    "NULL": st.just(True),
    "B": BLOBS | BLOBS.map(base64.b64encode),
    "SS": st.lists(TEXT, max_size=3),
    "NS": st.lists(NUMBERS.map(json.dumps) | NUMERALS | NO_NUMERALS, max_size=3),
    "BS": st.lists(BLOBS, max_size=2),
}


def _as(kind: str, value: Values) -> Values:
    return st.fixed_dictionaries({kind: value})


ANYTHING = st.recursive(
    st.one_of([_as(kind, value) for kind, value in LEAVES.items()]),
    lambda inner: (
        _as("L", st.lists(inner, max_size=3)) | _as("M", st.dictionaries(TEXT, inner, max_size=3))
    ),
    max_leaves=4,
)
ODD = st.one_of(
    st.sampled_from([0, 1.5, -0.0, float("nan"), float("inf"), 10**30, Decimal("1.5"), True, "x"]),
    st.sampled_from([b"x", (), {"a"}, {1, "a"}, frozenset(), None, date(2026, 1, 1), "\ud800"]),
    st.builds(lambda: [None, "x"]) | st.builds(list) | st.builds(set) | st.builds(dict),
    st.datetimes(timezones=ZONES),
    st.timedeltas(),
    JSON.map(lambda value: MapAttribute(attr_name=value, x=value)),  # type: ignore[no-untyped-call]
)


def stored(attribute: Attribute[Any]) -> Values:
    """Return what may stand for `attribute` in an item, by the name under which it does."""
    kind = attribute.attr_type
    forms = [_as(kind, LEAVES[kind])] * 2 if kind in LEAVES else []
    return _as(
        attribute.attr_name, st.one_of(*forms, ANYTHING, st.just({}), st.just({"NULL": True}))
    )


def held(attribute: Attribute[Any]) -> Values:
    """Return what an entity may hold for `attribute`, all of it as it should."""
    if isinstance(attribute, MapAttribute):
        fields = attribute.get_attributes()
        given = _whole(fields) if fields else st.dictionaries(TEXT, JSON, max_size=3)
        return given.map(lambda values: type(attribute)(**values))
    if isinstance(attribute, ListAttribute):
        of = attribute.element_type
        return st.lists(st.none() | held(of()) if of else JSON, max_size=3)
    return _HELD[type(attribute).__name__]


_HELD: dict[str, Values] = {
    "BinaryAttribute": BLOBS,
    "BooleanAttribute": st.booleans(),
    "Marked": TEXT,
    "JSONAttribute": JSON.filter(lambda value: value is not None),
    "NumberAttribute": NUMBERS,
    "NumberSetAttribute": st.sets(NUMBERS, max_size=3),
    "SealedText": BLOBS.map(lambda blob: Sealed(blob=blob)),
    "Shouted": TEXT.map(str.upper),
    "TTLAttribute": INSTANTS.map(TTLAttribute()._normalize),
    "UnicodeAttribute": TEXT,
    "UnicodeSetAttribute": st.sets(TEXT, min_size=1, max_size=3),
    "UTCDateTimeAttribute": INSTANTS,
    "VersionAttribute": INTEGERS,
}


def _whole(attributes: dict[str, Attribute[Any]]) -> Values:
    """Return values for some attributes, each there that has to be."""
    needed = {name: held(a) for name, a in attributes.items() if not a.null}
    more = {name: held(a) for name, a in attributes.items() if a.null}
    return st.fixed_dictionaries(needed, optional=more)


def _settable(entity: type[Entity]) -> dict[str, Attribute[Any]]:
    return {name: a for name, a in entity.get_attributes().items() if name != "type"}


@cache
def right_values(entity: type[Entity]) -> Values:
    """Return what an entity holds, by name, when everything is as it should be."""
    return _whole(_settable(entity))


@cache
def values(entity: type[Entity]) -> Values:
    """Return what an entity holds, by name, with a thing or two that can't be or is missing."""
    wrong = st.dictionaries(st.sampled_from(sorted(_settable(entity))), ODD, max_size=2)
    return st.tuples(right_values(entity), wrong).map(lambda found: found[0] | found[1])


@cache
def right_items(entity: type[Entity]) -> Values:
    """Return items of `entity` as they should be."""
    return right_values(entity).map(lambda given: written(entity, given))


def written(entity: type[Entity], given: dict[str, Any]) -> Raw:
    """Return the item of an entity that holds `given`, as PynamoDB writes it."""
    made = entity()
    made.attribute_values |= given
    return made.serialize()


@cache
def items(entity: type[Entity]) -> Values:
    """Return items of `entity` with a few things that are wrong, old, missing or unknown."""
    names = st.sampled_from(sorted(a.attr_name for a in _settable(entity).values()))
    odd = st.one_of([stored(a) for a in _settable(entity).values()])
    more = st.dictionaries(TEXT | st.sampled_from(["PK", "SK", "GSI1PK"]), ANYTHING, max_size=2)
    tags = [{}] * 10 + [{"type": {"S": "unknown"}}, {"type": {"N": "1"}}, {"type": {}}]
    parts = st.tuples(
        more, right_items(entity), st.lists(odd, max_size=2), st.sampled_from(tags), st.sets(names)
    )
    return parts.map(_item)


def _item(parts: tuple[Raw, Raw, list[Raw], Raw, set[str]]) -> Raw:
    more, right, odd, tag, lacking = parts
    raw = more | right | {name: value for each in odd for name, value in each.items()} | tag
    return {name: value for name, value in raw.items() if name not in lacking}


def told(value: Any) -> Any:
    """Return a value in a form that is equal only for what is equal down to its types."""
    if isinstance(value, Entity | MapAttribute):
        return type(value), {n: told(v) for n, v in vars(value).items()}
    if isinstance(value, Sealed):
        return Sealed, value._text, value._blob
    if isinstance(value, dict):
        return dict, {name: told(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [told(v) for v in value]
    if isinstance(value, set):
        return set, sorted(map(repr, value))
    return type(value), repr(value)


def outcome(deed: Callable[[Any], Any], given: Any) -> Any:
    """Return what a deed gives, or the class and the words of what it raises."""
    try:
        return told(deed(given))
    except Exception as error:  # noqa: BLE001 - whatever it is, both raise it
        return type(error), str(error)


def needs_no_pynamodb(entity: type[Entity], raw: Raw) -> bool:
    """Tell whether an item is read, and written again, as PynamoDB would, while it is away."""
    theirs = entity.from_raw_data(raw)
    item = theirs.serialize()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Entity, "from_raw_data", None)
        patch.setattr(Entity, "serialize", None)
        ours = plan(entity).decode(raw)
        return told(ours) == told(theirs) and comparable(plan(entity).encode(ours)) == comparable(
            item
        )
