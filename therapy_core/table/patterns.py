"""Access patterns: every query of the application as an object with a name and a reason.

    CLIENTS_BY_NAME = AccessPattern(
        "clients by name", on=Client.by_name, why="An admin looks through the practice's clients.",
    )
    page = table.page(CLIENTS_BY_NAME, PageRequest(limit=20), scope=actor.account_id)

A pattern is one Query on one partition, or one on each shard merged in order; it can't scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Generic, TypeVar

from therapy_core.table.codecs import LAST, Shard
from therapy_core.table.entity import Entity, IndexKey, Primary
from therapy_core.table.errors import Misuse, SchemaError
from therapy_core.table.templates import Field

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, repr=False)
class Bounds:
    """Limit a query to the sort keys from `low` to `high`, both included; None is open."""

    low: str | None = None
    high: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether no key lies between them."""
        return self.low is not None and self.high is not None and self.low > self.high

    def __and__(self, other: Bounds) -> Bounds:
        """Return what lies within both."""
        lows = [each.low for each in (self, other) if each.low is not None]
        highs = [each.high for each in (self, other) if each.high is not None]
        return Bounds(max(lows, default=None), min(highs, default=None))


@dataclass(frozen=True, kw_only=True, repr=False)
class Narrow:
    """Narrow a pattern by the next field of its sort key.

    Either `prefix`, what that field begins with, or `low` and `high`, its least and its greatest
    value, both included; a text as `high` includes what begins with it. Raises `Misuse` for both.
    """

    prefix: str = ""
    low: Any = None
    high: Any = None

    def __post_init__(self) -> None:
        """Raise `Misuse` for two ways of narrowing at once."""
        if self.prefix and self.given:
            raise Misuse("a list is narrowed by a prefix or by a range, not by both")

    @property
    def given(self) -> bool:
        """Tell whether a range is asked for."""
        return self.low is not None or self.high is not None


class AccessPattern(Generic[E]):
    """Name a query: where it reads, what it returns and why it exists.

    `on` is the place (a primary key or an index key) whose templates say what is asked for: the
    fields of its partition key are the inputs, those of its sort key may follow from the left.
    A shard field is no input; it is read shard by shard. An input given as a tuple reads each
    of its values' partitions. `span` takes, instead of one entity's sort keys, all of those from
    its first to its second text and what begins with it: several entities in one Query.
    """

    def __init__(
        self,
        name: str,
        *,
        on: Primary | IndexKey,
        why: str,
        returns: tuple[type[Entity], ...] = (),
        span: tuple[str, str] | None = None,
        newest_first: bool = False,
        consistent: bool = False,
    ) -> None:
        if consistent and on.index is not None:
            raise SchemaError(f"{name}: an index can't be read consistently")
        self.name = name
        self.on = on
        self.why = why
        self.returns = returns or (on.owner,)
        self.span = span
        self.newest_first = newest_first
        self.consistent = consistent

    def __repr__(self) -> str:
        return f"<AccessPattern {self.name!r}>"

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Return the fields that have to be given."""
        return tuple(f.name for f in self.on.pk.fields if not isinstance(f.codec, Shard))

    def partitions(self, inputs: Mapping[str, Any], shards: int) -> list[str]:
        """Return the partition keys to read. Raises `Misuse` for missing or unknown inputs."""
        known = set(self.inputs) | set(() if self.span else self.on.sk.names)
        lacking, unknown = set(self.inputs) - set(inputs), set(inputs) - known
        if lacking or unknown:
            raise Misuse(f"{self.name}: lacks {sorted(lacking)}, does not know {sorted(unknown)}")
        spread = [self._spread(s, inputs, shards) for s in self.on.pk.segments]
        return list(dict.fromkeys(self.on.pk.checked("#".join(p)) for p in product(*spread)))

    def _spread(self, segment: str | Field, inputs: Mapping[str, Any], shards: int) -> list[str]:
        if isinstance(segment, str):
            return [segment]
        if isinstance(segment.codec, Shard):
            return [segment.codec.numbered(n) for n in range(shards)]
        given = inputs[segment.name]
        each = given if isinstance(given, tuple) else (given,)
        return [segment.codec.render(value) for value in each]

    def bounds(self, inputs: Mapping[str, Any], narrow: Narrow) -> Bounds:
        """Return the range of sort keys that `inputs` and `narrow` leave.

        Raises `Misuse` for inputs that leave out a field before them, and for a narrowing where
        there is nothing left to narrow.
        """
        template, field = self.on.sk, self.on.sk.next_field(inputs)
        if (self.span or field is None) and (narrow.prefix or narrow.given):
            raise Misuse(f"{self.name}: there is no field to narrow")
        if self.span:
            return Bounds(self.span[0] or None, self.span[1] + LAST)
        if field is None:
            exact = template.checked(template.beginning(inputs))
            return Bounds(exact, exact)
        self._refuse_gaps(field, inputs)
        start = template.beginning(inputs)
        begins = template.beginning(inputs, narrow.prefix)
        low = begins if narrow.low is None else start + _edge(field, narrow.low)
        high = begins if narrow.high is None else start + _edge(field, narrow.high)
        return Bounds(
            template.checked(low) if low else None, template.checked(high + LAST) if high else None
        )

    def _refuse_gaps(self, lacking: Field, inputs: Mapping[str, Any]) -> None:
        names = self.on.sk.names
        later = set(names[names.index(lacking.name) :]) & set(inputs) - set(self.inputs)
        if later:
            raise Misuse(f"{self.name}: {sorted(later)} are of no use without {lacking.name}")


def _edge(field: Field, value: Any) -> str:
    if isinstance(value, str):
        return field.codec.beginning(value)
    return field.codec.render(value)
