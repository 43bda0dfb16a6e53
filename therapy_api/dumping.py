"""Dump answers as marshmallow does, by functions that are made once from their schemas.

A schema stays the one description of an answer. All that is known here is how one goes through
fields, lists and nested schemas, and which values a field shows as they are. Any other value is
shown by its field's own `_serialize`; an object that lacks an attribute, and a schema that does
anything else (hooks, defaults, fields without an attribute or with a `_serialize` that nobody
vouched for), are left to marshmallow. So there is nothing that the two could say differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import attrgetter
from types import NoneType
from typing import Any

import marshmallow as ma
from marshmallow.decorators import POST_DUMP, PRE_DUMP
from marshmallow.fields import Date, Field, List, Nested, Number, String
from marshmallow.utils import get_value

from therapy_api.schemas.fields import Instant

Dump = Callable[[Any], Any]
Show = Callable[[Any, str, Any], Any]

_KNOWN = {each._serialize for each in (Date, Field, Instant, List, Nested, Number, String)}
"""Ways to show a value that look at nothing else, show None as None, and leave nothing out."""


def dumper(schema: ma.Schema) -> Dump:
    """Return a function that gives for an object what `schema.dump` gives.

    It is put together when it is first called.
    """
    made = cache(partial(_made, schema))

    def dump(obj: Any) -> Any:
        return made()(obj)

    return dump


def _made(schema: ma.Schema) -> Dump:
    whole = partial(type(schema).dump, schema)
    if not _only_goes_through_fields(schema):
        return whole
    fields = schema.dump_fields.items()
    steps = [(_key(name, field), name, *_shown(field)) for name, field in fields]
    read = _reader([_source(name, field) for name, field in fields])

    def dump(obj: Any) -> Any:
        found = {}
        for (key, name, plain, show), value in zip(steps, read(obj), strict=True):
            if value is None or type(value) is plain:
                found[key] = value
            elif value is ma.missing:
                return whole(obj)
            else:
                found[key] = show(value, name, obj)
        return found

    return dump


def _only_goes_through_fields(schema: ma.Schema) -> bool:
    kind, base = type(schema), ma.Schema
    return (
        not schema.many
        and not schema._hooks[PRE_DUMP]
        and not schema._hooks[POST_DUMP]
        and (kind.dump, kind._serialize) == (base.dump, base._serialize)
        and (kind.get_attribute, kind.dict_class) == (base.get_attribute, base.dict_class)
        and all(map(_is_known, schema.dump_fields.values()))
    )


def _is_known(field: Field[Any]) -> bool:
    kind = type(field)
    reads = (kind.serialize, kind.get_value) == (Field.serialize, Field.get_value)
    inner = getattr(field, "inner", None)
    return (
        reads
        and field._CHECK_ATTRIBUTE
        and kind._serialize in _KNOWN
        and (inner is None or _is_known(inner))
    )


def _key(name: str, field: Field[Any]) -> str:
    return name if field.data_key is None else field.data_key


def _source(name: str, field: Field[Any]) -> str:
    return name if field.attribute is None else field.attribute


def _reader(names: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """Return a function that reads attributes of an object, each as marshmallow does."""

    def one_by_one(obj: Any) -> list[Any]:
        return [get_value(obj, name) for name in names]

    if len(names) < 2 or any("." in name for name in names):  # noqa: PLR2004 - one is no tuple
        return one_by_one
    together = attrgetter(*names)

    def read(obj: Any) -> Iterable[Any]:
        try:
            return one_by_one(obj) if hasattr(obj, "__getitem__") else together(obj)
        except AttributeError:
            return one_by_one(obj)

    return read


def _shown(field: Any) -> tuple[type, Show]:
    """Return the type of values that a field shows as they are, and what shows the others."""
    method = type(field)._serialize
    if method is List._serialize:
        return NoneType, _list_of(field.inner)
    if method is Nested._serialize:
        return NoneType, _nested(field.schema)
    return _plain_type(field), field._serialize


def _plain_type(field: Any) -> type:
    """Return the type whose values a field shows as they are; None's where there is no other."""
    kind = type(field)
    if kind._serialize is Number._serialize:
        as_it_is = kind._format_num is Number._format_num and not field.as_string
        return field.num_type if as_it_is and field.num_type in (int, float) else NoneType
    return {Field._serialize: bool, String._serialize: str}.get(kind._serialize, NoneType)


def _list_of(inner: Field[Any]) -> Show:
    plain, show = _shown(inner)

    def show_all(values: Any, name: str, obj: Any) -> list[Any]:
        return [
            each if each is None or type(each) is plain else show(each, name, obj)
            for each in values
        ]

    return show_all


def _nested(schema: ma.Schema) -> Show:
    dump = dumper(schema)
    return lambda value, _, __: dump(value)
