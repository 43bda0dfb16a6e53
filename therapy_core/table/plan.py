"""What the toolkit works out once for each entity class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pynamodb.attributes import TTLAttribute
from pynamodb.exceptions import AttributeNullError

from therapy_core.table.compiled import decoder, encoder
from therapy_core.table.entity import Entity, IndexKey, Raw, Unique
from therapy_core.table.errors import Misuse, SchemaError
from therapy_core.table.sealed import SealedText

SERVER_OWNED = frozenset({"type", "version", "created_at", "updated_at"})


@dataclass(frozen=True)
class Plan:
    """Hold the places, the unique and the sealed attributes and the names of an entity class.

    `decode` makes an entity of an item, as PynamoDB does, and `encode` an item of its attributes.
    """

    entity: type[Entity]
    tag: str
    index_keys: tuple[IndexKey, ...]
    uniques: tuple[Unique, ...]
    ttl: str | None
    sealed: tuple[SealedText, ...]
    decode: Callable[[Raw], Any]
    encode: Callable[[Any], Raw]

    @cached_property
    def stored_names(self) -> dict[str, str]:
        """Return the attribute names by the names under which they are stored."""
        return {a.attr_name: n for n, a in self.entity.get_attributes().items()}

    @cached_property
    def ttl_name(self) -> str | None:
        """Return the name under which the time to live is stored."""
        return self.entity.get_attributes()[self.ttl].attr_name if self.ttl else None

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Return the attributes that no partial update may set."""
        unique = {u.attribute for u in self.uniques}
        return SERVER_OWNED | set(self.entity.primary.names) | unique

    def derived(self, values: Mapping[str, Any], shards: int) -> dict[str, str]:
        """Return every index key attribute that an item with `values` has."""
        return {k: v for place in self.index_keys for k, v in place.render(values, shards).items()}

    def item(self, entity: Entity, shards: int) -> Raw:
        """Return `entity` as it is stored: its attributes, its key and its index keys."""
        try:
            attributes = self.encode(entity)
        except AttributeNullError as error:
            raise Misuse(f"{type(entity).__name__}.{error.attr_path} has no value") from None
        derived = self.derived(entity.values(), shards) if self.index_keys else {}
        return attributes | entity.ref.key | {name: {"S": text} for name, text in derived.items()}


def _plan(entity: type[Entity]) -> Plan:
    """Return the plan of `entity`.

    Raises `SchemaError` when its declarations name what is not there, when it stands twice in
    one index, when two of its items could share an index key, when it expires but has unique
    attributes, whose locks would outlive it, and when sealed text is nobody's or in a key.
    """
    found = Plan(
        entity,
        _tag(entity),
        tuple(_declared(entity, IndexKey)),
        tuple(_declared(entity, Unique)),
        next((n for n, a in entity.get_attributes().items() if isinstance(a, TTLAttribute)), None),
        tuple(a for a in entity.get_attributes().values() if isinstance(a, SealedText)),
        decoder(entity),
        encoder(entity),
    )
    _check(found)
    return found


plan: Callable[[type[Entity]], Plan] = cache(_plan)


def _tag(entity: type[Entity]) -> str:
    tag = entity.get_attributes()["type"].get_discriminator(entity)  # type: ignore[attr-defined]
    if tag is None:
        raise SchemaError(f"{entity.__name__} has no discriminator")
    return str(tag)


def _declared(entity: type[Entity], kind: type) -> list[Any]:
    declared = {n: v for base in reversed(entity.__mro__) for n, v in vars(base).items()}
    return [v for v in declared.values() if isinstance(v, kind)]


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
    uniques = [u.attribute for u in found.uniques]
    if len(set(uniques)) != len(uniques) or (uniques and found.ttl):
        raise SchemaError(f"{entity.__name__}: unique twice, or unique on what expires")
    for place in found.index_keys:
        _check_exact(entity, place)
    _check_sealed(found, named | set(uniques))


def _check_exact(entity: type[Entity], place: IndexKey) -> None:
    """Refuse an index key that two items could share, as paging continues after a key."""
    exact = {f.name for t in (place.pk, place.sk) for f in t.fields if f.codec.two_way}
    if place.pk.shard:
        exact = {f.name for f in place.sk.fields if f.codec.two_way}
    missing = set(entity.primary.names) - exact
    if missing:
        raise SchemaError(f"{entity.__name__}.{place.name} lacks the key fields {sorted(missing)}")


def _check_sealed(found: Plan, named: set[str]) -> None:
    """Refuse sealed text that is nobody's, or that would stand in a key in the clear."""
    attributes = found.entity.get_attributes()
    sealed = {name for name, a in attributes.items() if isinstance(a, SealedText)}
    if sealed & named:
        raise SchemaError(f"{found.entity.__name__}: sealed text can't stand in a key")
    owner = attributes.get(found.entity.sealed_for)
    if sealed and (owner is None or isinstance(owner, SealedText)):
        raise SchemaError(f"{found.entity.__name__}.sealed_for names no attribute")
