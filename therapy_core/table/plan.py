"""What the toolkit works out once for each entity class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pynamodb.attributes import TTLAttribute

from therapy_core.table.entity import Entity, IndexKey, Raw, Unique
from therapy_core.table.errors import SchemaError

SERVER_OWNED = frozenset({"type", "version", "created_at", "updated_at"})


@dataclass(frozen=True)
class Plan:
    """Hold the places, the unique attributes and the names of one entity class."""

    entity: type[Entity]
    tag: str
    index_keys: tuple[IndexKey, ...]
    uniques: tuple[Unique, ...]
    ttl: str | None

    @property
    def stored_names(self) -> dict[str, str]:
        """Return the attribute names by the names under which they are stored."""
        return {a.attr_name: n for n, a in self.entity.get_attributes().items()}

    @property
    def fixed(self) -> frozenset[str]:
        """Return the attributes that no partial update may set."""
        unique = {u.attribute for u in self.uniques}
        return SERVER_OWNED | set(self.entity.primary.names) | unique

    def derived(self, values: Mapping[str, Any], shards: int) -> dict[str, str]:
        """Return every index key attribute that an item with `values` has."""
        return {k: v for place in self.index_keys for k, v in place.render(values, shards).items()}

    def item(self, entity: Entity, shards: int) -> Raw:
        """Return `entity` as it is stored: its attributes, its key and its index keys."""
        attributes: Raw = entity.serialize(null_check=True)
        derived = self.derived(entity.values(), shards)
        return attributes | entity.ref.key | {name: {"S": text} for name, text in derived.items()}


@cache
def plan(entity: type[Entity]) -> Plan:
    """Return the plan of `entity`.

    Raises `SchemaError` when its declarations name what is not there, or it stands twice in
    one index.
    """
    found = Plan(
        entity,
        _tag(entity),
        tuple(_declared(entity, IndexKey)),
        tuple(_declared(entity, Unique)),
        next((n for n, a in entity.get_attributes().items() if isinstance(a, TTLAttribute)), None),
    )
    _check(found)
    return found


def _tag(entity: type[Entity]) -> str:
    tag = entity.get_attributes()["type"].get_discriminator(entity)  # type: ignore[attr-defined]
    if tag is None:
        raise SchemaError(f"{entity.__name__} has no discriminator")
    return str(tag)


def _declared(entity: type[Entity], kind: type) -> list[Any]:
    return [v for base in reversed(entity.__mro__) for v in vars(base).values() if isinstance(v, kind)]


def _check(found: Plan) -> None:
    entity, primary = found.entity, found.entity.primary
    known = set(entity.get_attributes())
    if not (primary.pk.two_way and primary.sk.two_way):
        raise SchemaError(f"{entity.__name__}: a primary key is made of two-way fields")
    named = set(primary.names).union(*(k.sources for k in found.index_keys))
    unknown = (named | {u.attribute for u in found.uniques}) - known
    if unknown:
        raise SchemaError(f"{entity.__name__} has no attribute {', '.join(sorted(unknown))}")
    indexes = [k.index.name for k in found.index_keys]
    if len(set(indexes)) != len(indexes):
        raise SchemaError(f"{entity.__name__} stands twice in one index")
    for place in found.index_keys:
        _check_exact(entity, place)


def _check_exact(entity: type[Entity], place: IndexKey) -> None:
    """Refuse an index key that two items could share, as paging continues after a key."""
    exact = {f.name for t in (place.pk, place.sk) for f in t.fields if f.codec.two_way}
    if place.pk.shard:
        exact = {f.name for f in place.sk.fields if f.codec.two_way}
    missing = set(entity.primary.names) - exact
    if missing:
        raise SchemaError(f"{entity.__name__}.{place.name} lacks the key fields {sorted(missing)}")
