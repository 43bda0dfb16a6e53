"""Random objects to dump: those that a schema is for, and those that nobody expects."""

from __future__ import annotations

from datetime import UTC
from types import SimpleNamespace
from typing import Any

import marshmallow as ma
from hypothesis import strategies as st
from marshmallow import fields

from therapy_api.schemas.fields import Instant
from therapy_core.actor import Role

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
TIMES = st.datetimes(timezones=st.none() | st.just(UTC) | st.timezones())
NUMBERS = st.integers() | st.floats() | st.booleans() | st.decimals()
ROLES = st.sampled_from(Role)
FITTING: dict[type[ma.fields.Field[Any]], st.SearchStrategy[Any]] = {
    fields.Boolean: st.booleans(),
    fields.Constant: st.none(),
    fields.Date: st.dates(),
    fields.Float: st.floats(),
    fields.Integer: st.integers(),
    fields.String: TEXT | ROLES,
    fields.Url: TEXT,
    Instant: TIMES,
}
ANYTHING = st.none() | NUMBERS | TEXT | ROLES | TIMES | st.dates() | st.binary(max_size=4)
ANYTHING |= st.lists(ANYTHING, max_size=2) | st.just(ma.missing)


class Way(dict[str, Any]):
    """Hold what stands behind a dot in the names of attributes."""


def values(field: ma.fields.Field[Any], *, odd: bool) -> st.SearchStrategy[Any]:
    """Return values for a field: None and what fits, and anything at all where they may be odd."""
    if isinstance(field, fields.List):
        inner = st.lists(values(field.inner, odd=odd), max_size=3)
        fitting: st.SearchStrategy[Any] = inner | inner.map(tuple)
    elif isinstance(field, fields.Nested):
        fitting = objects(field.schema, odd=odd)
    else:
        fitting = FITTING[type(field)]
    return fitting | st.none() | ANYTHING if odd else fitting | st.none()


@st.composite
def objects(draw: st.DrawFn, schema: ma.Schema, *, odd: bool) -> Any:
    """Draw an object for a schema, with attributes or with items; odd ones lack some of them."""
    found = Way()
    for name, field in schema.dump_fields.items():
        if not odd or draw(st.integers(0, 9)):
            *way, last = (field.attribute or name).split(".")
            here = found
            for each in way:
                here = here.setdefault(each, Way())
            here[last] = draw(values(field, odd=odd))
    return built(found, mapping=draw(st.booleans()))


def built(found: Way, *, mapping: bool) -> Any:
    """Return an object, or a dictionary, of what was drawn."""
    made = {
        name: built(value, mapping=mapping) if isinstance(value, Way) else value
        for name, value in found.items()
    }
    return made if mapping else SimpleNamespace(**made)
