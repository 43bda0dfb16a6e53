"""Entities: PynamoDB models that say in one literal what they are and where they are found.

    class Client(Entity, discriminator="client"):
        primary = Primary("CLIENT#{client_id}", "PROFILE")
        by_name = GSI3.key("CLIENTS#{client_id:shard}", "{name:fold}#{client_id}")
        email_is_unique = Unique("email", normalise=canonical)

        client_id = UnicodeAttribute()
        name = UnicodeAttribute()
        email = UnicodeAttribute()

Keys are never attributes of an entity: they are computed when it is written, so there is no
state that could go stale.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar

from pynamodb.attributes import (
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.models import Model

from therapy_core.table.errors import Misuse
from therapy_core.table.quick import quicken
from therapy_core.table.sealed import Sealed
from therapy_core.table.templates import KeyTemplate, partition_key, sort_key

Raw = dict[str, dict[str, Any]]
"""An item as DynamoDB sends it: `{"name": {"S": "Ada"}}`."""


@dataclass(frozen=True)
class When:
    """Let an item stand in an index only while some of its attributes allow it."""

    sources: tuple[str, ...]
    holds: Callable[[Mapping[str, Any]], bool]
    says: str


def present(attribute: str) -> When:
    """Let an item stand in an index while it has `attribute`."""
    return When((attribute,), lambda v: v.get(attribute) is not None, f"it has {attribute}")


def one_of(attribute: str, *values: Any) -> When:
    """Let an item stand in an index while `attribute` is one of `values`."""
    listed = " or ".join(map(str, values))
    return When((attribute,), lambda v: v.get(attribute) in values, f"{attribute} is {listed}")


class Primary:
    """Say under which key an entity lies; both templates can be parsed back."""

    index: None = None
    when: None = None

    def __init__(self, pk: str, sk: str) -> None:
        self.pk: KeyTemplate = partition_key(pk)
        self.sk: KeyTemplate = sort_key(sk)
        self.names = tuple(dict.fromkeys(self.pk.names + self.sk.names))
        self.owner: type[Entity]
        self.name: str

    def __set_name__(self, owner: type[Entity], name: str) -> None:
        self.owner, self.name = owner, name


class Index:
    """Name one overloaded global secondary index and what it is for."""

    def __init__(self, name: str, meaning: str) -> None:
        self.name = name
        self.meaning = meaning
        self.pk_name = f"{name}PK"
        self.sk_name = f"{name}SK"

    def key(self, pk: str, sk: str, when: When | None = None) -> IndexKey:
        """Return the place of an entity in this index, while `when` holds."""
        return IndexKey(self, pk, sk, when)

    def __repr__(self) -> str:
        return f"Index({self.name!r})"


class IndexKey:
    """Say where in an index an entity stands; without a source, it does not stand there."""

    def __init__(self, index: Index, pk: str, sk: str, when: When | None) -> None:
        self.index = index
        self.pk = partition_key(pk)
        self.sk = sort_key(sk)
        self.when = when
        self.sources = frozenset(self.pk.names + self.sk.names + (when.sources if when else ()))
        self.owner: type[Entity]
        self.name: str

    def __set_name__(self, owner: type[Entity], name: str) -> None:
        self.owner, self.name = owner, name

    def is_outside(self, values: Mapping[str, Any]) -> bool:
        """Tell whether `values`, which may be some of an item's, alone keep it out."""
        if any(values.get(n, "") is None for n in self.pk.names + self.sk.names):
            return True
        when = self.when
        return when is not None and values.keys() >= set(when.sources) and not when.holds(values)

    def render(self, values: Mapping[str, Any], shards: int) -> dict[str, str]:
        """Return the index's two key attributes, or none of them."""
        if self.is_outside(values):
            return {}
        return {
            self.index.pk_name: self.pk.render(values, shards),
            self.index.sk_name: self.sk.render(values, shards),
        }


class Unique:
    """Declare that no two items share the value of an attribute, in its normal form."""

    def __init__(self, attribute: str, normalise: Callable[[str], str] = str) -> None:
        self.attribute = attribute
        self.normalise = normalise

    def value(self, values: Mapping[str, Any]) -> str | None:
        """Return the value that is taken, or None when the attribute has none."""
        found = values.get(self.attribute)
        return None if found is None else self.normalise(found)


class Entity(Model):
    """Stand under every item: its type, its version, when it was made and last written.

    `version` counts the writes from 1; 0 says "not stored yet". PynamoDB's own way to the
    table is closed: entities are read and written through a `Table`.
    """

    class Meta:
        """Satisfy PynamoDB, which asks for a table; ours is named where it is connected."""

        table_name = ""

    primary: ClassVar[Primary]
    sealed_for: ClassVar[str] = ""
    """The attribute that says whose data keys seal this entity's `SealedText`."""

    type = DiscriminatorAttribute()
    version = NumberAttribute(default=0)
    created_at = UTCDateTimeAttribute(null=True)
    updated_at = UTCDateTimeAttribute(null=True)

    stored: Raw | None = None
    """The item as it was read or last written; None for one that is not stored yet."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        quicken(cls)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, version {self.version}>"

    @classmethod
    def _get_connection(cls) -> NoReturn:
        raise Misuse(f"{cls.__name__} is read and written through a Table, not by itself")

    @classmethod
    def _closed(cls, *_: Any, **__: Any) -> NoReturn:
        cls._get_connection()

    save = update = delete = refresh = _closed
    get = batch_get = query = scan = count = batch_write = exists = _closed
    create_table = delete_table = describe_table = update_ttl = _closed

    @classmethod
    def at(cls, **key: Any) -> Ref[Self]:
        """Return the place of the item with these key fields.

        Raises `InvalidKey` for fields that are missing or can't stand in a key, `Misuse` for
        fields that the key does not have.
        """
        unknown = set(key) - set(cls.primary.names)
        if unknown:
            raise Misuse(f"{cls.__name__} has no key field {', '.join(sorted(unknown))}")
        return Ref(cls, cls.primary.pk.render(key), cls.primary.sk.render(key))

    @property
    def ref(self) -> Ref[Self]:
        """Return the place of this item."""
        primary, held = self.primary, self.attribute_values
        return Ref(type(self), primary.pk.render(held), primary.sk.render(held))

    def values(self) -> dict[str, Any]:
        """Return the attributes by name, as Python values; sealed text stays sealed."""
        held = self.attribute_values
        return {n: held.get(n) for n in type(self).get_attributes()}

    def _container_serialize(self, null_check: bool = True) -> Raw:
        """Return the item; sealed text goes into it as it lies in the table, or not at all."""
        bare = self
        if any(isinstance(held, Sealed) for held in self.attribute_values.values()):
            bare = self._with_blobs()
        raw: Raw = super(Entity, bare)._container_serialize(null_check)
        return raw

    def _with_blobs(self) -> Self:
        bare = copy.copy(self)
        bare.attribute_values = {
            name: held.blob if isinstance(held, Sealed) else held
            for name, held in self.attribute_values.items()
        }
        return bare


quicken(Entity)
E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Ref(Generic[E]):
    """Point to one item of one entity, whether it is there or not."""

    entity: type[E]
    pk: str
    sk: str

    def __repr__(self) -> str:
        return f"<Ref {self.entity.__name__}>"

    @property
    def key(self) -> Raw:
        """Return the key as DynamoDB takes it."""
        return {"PK": {"S": self.pk}, "SK": {"S": self.sk}}

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields of the key."""
        primary = self.entity.primary
        return primary.pk.parse(self.pk) | primary.sk.parse(self.sk)


class UniqueLock(Entity, discriminator="unique"):
    """Hold one value of a unique attribute for the item that has it."""

    primary = Primary("UNIQUE#{attribute}#{value}", "UNIQUE")

    attribute = UnicodeAttribute()
    value = UnicodeAttribute()
    owner_pk = UnicodeAttribute()
    owner_sk = UnicodeAttribute()
