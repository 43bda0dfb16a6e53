"""A schema: the entities of one table, its indexes and every way in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

from therapy_core.table.entity import Entity, Index, IndexKey, Primary, Raw, UniqueLock
from therapy_core.table.errors import SchemaError, WrongEntity
from therapy_core.table.patterns import AccessPattern
from therapy_core.table.plan import Plan, plan
from therapy_core.table.streams import image

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Change:
    """Hold what one stream record says: an item came, changed or went."""

    event: str
    old: Entity | None
    new: Entity | None


class Schema:
    """Hold what belongs to one table.

    Raises `SchemaError` when two entities could share a key, in the table or in an index, or
    the values of a unique attribute; when one stands in an index that the table does not have;
    when there are two attributes for expiry; and when two patterns have one name.
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
        return next(iter(self._expiries()), None)

    def _expiries(self) -> set[str]:
        return {name for e in self.entities if (name := plan(e).ttl_name)}

    def kind(self, raw: Raw) -> type[Entity] | None:
        """Return the entity class that an item is of, or None when it is not of this schema."""
        tag = raw.get("type")
        return self.by_tag.get(tag.get("S", "")) if tag else None

    def parse(self, raw: Raw) -> Entity:
        """Return the entity that an item holds. Raises `WrongEntity` for an unknown type.

        Its sealed text can't be opened, as nothing says from which table it is; see
        `Table.parse`.
        """
        entity = self.kind(raw)
        if entity is None:
            raise WrongEntity("item", "of a type that this schema does not have")
        return loaded(entity, raw)

    def change(self, record: Mapping[str, Any]) -> Change:
        """Return what a record of the table's stream says, from Lambda or the streams API.

        Sealed text in it stays sealed: reading it raises `NoSealer`. Raises `WrongEntity` for
        an image of a type that this schema does not have.
        """
        body = record["dynamodb"]
        old, new = (image(body.get(k)) for k in ("OldImage", "NewImage"))
        return Change(
            str(record["eventName"]).lower(),
            self.parse(old) if old else None,
            self.parse(new) if new else None,
        )

    @staticmethod
    def _with_locks(entities: tuple[type[Entity], ...]) -> tuple[type[Entity], ...]:
        locks = (UniqueLock,) if any(plan(e).uniques for e in entities) else ()
        return tuple(dict.fromkeys((*entities, *locks)))

    def _check(self) -> None:
        plans = [plan(e) for e in self.entities]
        for a, b in combinations(plans, 2):
            _check_apart(a, b)
        for found in plans:
            self._check_places(found)
        if len(self._expiries()) > 1:
            raise SchemaError("a table has one attribute by which items expire")
        names = [p.name for p in self.patterns]
        if len(set(names)) != len(names):
            raise SchemaError("two access patterns have one name")
        for pattern in self.patterns:
            if {*pattern.returns, pattern.on.owner} - set(self.entities):
                raise SchemaError(f"{pattern.name} reads or returns what the table does not hold")

    def _check_places(self, found: Plan) -> None:
        name = found.entity.__name__
        for place in found.index_keys:
            if place.index not in self.indexes:
                raise SchemaError(f"{name}.{place.name}: no such index in the table")
        reserved = {"PK", "SK", *(n for i in self.indexes for n in (i.pk_name, i.sk_name))}
        if reserved & found.stored_names.keys():
            raise SchemaError(f"{name} has an attribute under the name of a key")


def loaded(entity: type[E], raw: Raw) -> E:
    """Return the entity that an item of a known type holds."""
    made: E = plan(entity).decode(raw)
    made.stored = raw
    return made


def _check_apart(a: Plan, b: Plan) -> None:
    """Refuse two entities that could share a key, in the table or in an index."""
    both = f"{a.entity.__name__} and {b.entity.__name__}"
    found: list[tuple[Primary | IndexKey, Primary | IndexKey]]
    found = [(a.entity.primary, b.entity.primary)]
    found += [(x, y) for x in a.index_keys for y in b.index_keys if x.index is y.index]
    for x, y in found:
        if x.pk.overlaps(y.pk) and x.sk.overlaps(y.sk):
            where = x.index.name if x.index else "the table"
            raise SchemaError(f"{both} could share a key in {where}")
    if {u.attribute for u in a.uniques} & {u.attribute for u in b.uniques}:
        raise SchemaError(f"{both} would take the values of one unique attribute from each other")
