"""A schema: the entities of one table, its indexes and every way in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pynamodb.attributes import TTLAttribute

from therapy_core.table.entity import Entity, Index, Raw, UniqueLock
from therapy_core.table.errors import SchemaError, WrongEntity
from therapy_core.table.patterns import AccessPattern
from therapy_core.table.plan import plan


@dataclass(frozen=True)
class Change:
    """Hold what one stream record says: an item came, changed or went."""

    event: str
    old: Entity | None
    new: Entity | None


class Schema:
    """Hold what belongs to one table.

    Raises `SchemaError` when two entities could share a key, when one stands in an index that
    the table does not have, or when two patterns have one name.
    """

    def __init__(
        self,
        indexes: Iterable[Index],
        entities: Iterable[type[Entity]],
        patterns: Iterable[AccessPattern[Any]] = (),
    ) -> None:
        self.indexes = tuple(indexes)
        self.entities = self._with_locks(tuple(entities))
        self.patterns = tuple(patterns)
        self.by_tag = {plan(e).tag: e for e in self.entities}
        self._check()

    @property
    def ttl(self) -> str | None:
        """Return the attribute that holds when an item expires, if any entity has one."""
        for entity in self.entities:
            for attribute in entity.get_attributes().values():
                if isinstance(attribute, TTLAttribute):
                    return attribute.attr_name
        return None

    def parse(self, raw: Raw) -> Entity:
        """Return the entity that an item holds. Raises `WrongEntity` for an unknown type."""
        entity = self.by_tag.get(raw.get("type", {}).get("S", ""))
        if entity is None:
            raise WrongEntity("item", "of a type that this schema does not have")
        loaded: Entity = entity.from_raw_data(raw)
        loaded.stored = raw
        return loaded

    def change(self, record: Mapping[str, Any]) -> Change:
        """Return what a record of the table's stream says, from Lambda or the streams API."""
        from therapy_core.table.streams import image

        body = record["dynamodb"]
        old, new = (image(body.get(k)) for k in ("OldImage", "NewImage"))
        return Change(
            str(record["eventName"]).lower(),
            self.parse(old) if old else None,
            self.parse(new) if new else None,
        )

    @staticmethod
    def _with_locks(entities: tuple[type[Entity], ...]) -> tuple[type[Entity], ...]:
        return (*entities, UniqueLock) if any(plan(e).uniques for e in entities) else entities

    def _check(self) -> None:
        for a, b in combinations(self.entities, 2):
            if a.primary.pk.overlaps(b.primary.pk) and a.primary.sk.overlaps(b.primary.sk):
                raise SchemaError(f"{a.__name__} and {b.__name__} could share a key")
        for entity in self.entities:
            for place in plan(entity).index_keys:
                if place.index not in self.indexes:
                    raise SchemaError(f"{entity.__name__}.{place.name}: no such index in the table")
        names = [p.name for p in self.patterns]
        if len(set(names)) != len(names):
            raise SchemaError("two access patterns have one name")
        for pattern in self.patterns:
            if set(pattern.returns) - set(self.entities):
                raise SchemaError(f"{pattern.name} returns what the table does not hold")
