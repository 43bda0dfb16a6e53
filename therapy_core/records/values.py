"""Entities as JSON and back, and as rows of a table for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import MapAttribute, TTLAttribute, UTCDateTimeAttribute

from therapy_core.errors import InvalidInput
from therapy_core.table import Entity
from therapy_core.table.plan import plan

SECRET = frozenset({"password_hash", "passwords", "demo", "token_hash"})
"""What proves who somebody is, or is no concern of theirs; it never leaves."""
_OWN = frozenset({"updated_at", "version"})
_TIMES = (UTCDateTimeAttribute, TTLAttribute)
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # the last four in full width


def camel(name: str) -> str:
    """Return `created_at` as `createdAt`, as the interface spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def columns(*kinds: type[Entity]) -> list[str]:
    """Return the attributes that an archive holds of entities, the identifiers first.

    Entities of several kinds name theirs; of one kind there is no need.
    """
    keys = [n for kind in kinds for n in kind.primary.names]
    kinds_named = ["type"] if len(kinds) > 1 else []
    rest = sorted(n for kind in kinds for n in _names(kind) if n != "type")
    return list(dict.fromkeys((*kinds_named, *keys, *rest)))


def as_json(entity: Entity) -> dict[str, Any]:
    """Return an entity as an object of JSON; its sealed text is opened."""
    return {camel(name): _plain(getattr(entity, name)) for name in _names(type(entity))}


def from_json(kind: type[Entity], given: dict[str, Any]) -> Entity:
    """Return the entity that an object of JSON holds. Raises `InvalidInput` for any other."""
    names = {camel(name): name for name in _names(kind)}
    if set(given) - set(names):
        raise InvalidInput({"file": "holds what is no record"})
    made = kind()
    try:
        for said, value in given.items():
            if said != "type" and value is not None:
                setattr(made, names[said], _typed(kind, names[said], value))
    except (TypeError, ValueError):
        raise InvalidInput({"file": "holds what is no record"}) from None
    return made


def as_row(entity: Entity, names: Iterable[str]) -> list[str]:
    """Return an entity as the cells of a row that no spreadsheet takes for a formula.

    Source: OWASP, "CSV Injection".
    """
    said = as_json(entity)
    return [_cell(said.get(camel(name))) for name in names]


def _names(kind: type[Entity]) -> list[str]:
    return [n for n in kind.get_attributes() if n not in SECRET | _OWN]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, type):  # what PynamoDB makes of the discriminator
        return plan(value).tag
    if isinstance(value, MapAttribute):
        return {k: _plain(v) for k, v in value.as_dict().items()}  # type: ignore[no-untyped-call]
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _typed(kind: type[Entity], name: str, value: Any) -> Any:
    if isinstance(kind.get_attributes()[name], _TIMES):
        return datetime.fromisoformat(value)
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
