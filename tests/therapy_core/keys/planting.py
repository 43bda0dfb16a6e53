"""Every entity that holds sealed text, found in the schema and filled with what a test plants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.schema import PRACTICE
from therapy_core.table import Entity, SealedText
from therapy_core.table.plan import SERVER_OWNED, plan

SEALED: list[type[Entity]] = [entity for entity in PRACTICE.entities if plan(entity).sealed]
"""Whatever entity declares sealed text is here, without anybody having to list it."""

_SOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
_LATER = datetime(2096, 12, 1, tzinfo=UTC)
_FILLINGS: dict[type[Attribute[Any]], Callable[[str], Any]] = {
    TTLAttribute: lambda _: _LATER,
    UTCDateTimeAttribute: lambda _: _SOON,
    BooleanAttribute: lambda _: False,
    NumberAttribute: lambda _: 1,
    UnicodeAttribute: lambda name: name,
    ListAttribute: lambda _: [],
    UnicodeSetAttribute: lambda _: {"x"},
    JSONAttribute: lambda _: {},
}


def planted(entity: type[Entity], text: str, client_id: str, number: object = 1) -> Any:
    """Return an entity of this class in which every sealed text is `text`."""
    return entity(
        **{**_needed(entity, number), **_texts(entity, text), **_owner(entity, client_id)}
    )


def _owner(entity: type[Entity], client_id: str) -> dict[str, str]:
    return {entity.sealed_for: client_id}


def _texts(entity: type[Entity], text: str) -> dict[str, str]:
    return {name: text for name, a in entity.get_attributes().items() if isinstance(a, SealedText)}


def _needed(entity: type[Entity], number: object) -> dict[str, Any]:
    """Return a value for everything that has to be there and has no default."""
    return {
        name: _filling(attribute, f"{_prefixes(entity).get(name, '')}{name}_{number}")
        for name, attribute in entity.get_attributes().items()
        if name not in SERVER_OWNED
        and not isinstance(attribute, SealedText)
        and not attribute.null
        and attribute.default is None
    }


def _prefixes(entity: type[Entity]) -> dict[str, str]:
    """Return how the fields of the entity's keys have to begin."""
    templates = [t for k in (entity.primary, *plan(entity).index_keys) for t in (k.pk, k.sk)]
    return {f.name: getattr(f.codec, "prefix", "") for t in templates for f in t.fields}


def _filling(attribute: Attribute[Any], name: str) -> Any:
    kind = next(k for k in type(attribute).__mro__ if k in _FILLINGS)
    return _FILLINGS[kind](name)


def texts_of(entity: Entity) -> set[str | None]:
    """Return what the sealed texts of an entity say."""
    names = [n for n, a in type(entity).get_attributes().items() if isinstance(a, SealedText)]
    return {getattr(entity, name) for name in names}
