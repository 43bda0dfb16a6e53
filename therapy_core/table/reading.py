"""How a page is read: one query on each partition, merged in order, filled up to its limit.

A list goes on after a sort key and the partition in which it stood. No two rows share both: the
schema refuses index keys that two items could share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from therapy_core.table.entity import Raw
from therapy_core.table.parallel import at_once
from therapy_core.table.patterns import AccessPattern, Bounds

if TYPE_CHECKING:
    from therapy_core.table.table import Table

MOST_ROUNDS = 8
"""How many times a page that is thinned out is filled up before it is given out short."""
LEAST_AT_ONCE, MOST_AT_ONCE = 100, 200
"""How many rows a page that is thinned out looks at in a round. A small page looks at as many, so
that the time it takes does not tell how many rows are kept from whoever reads."""


Position = tuple[str, int]
"""A sort key, and the number of the partition it was found in: no two rows of a list share it.

Positions compare as DynamoDB sorts: the order of texts by code point is that of their UTF-8 bytes.
"""


@dataclass(repr=False)
class Reader:
    """Read a list from where `position` says, in the order of its sort keys."""

    table: Table
    pattern: AccessPattern[Any]
    partitions: list[str]
    bounds: Bounds
    keep: Callable[[Raw], Any | None]
    position: Position | None = None
    found: list[tuple[Position, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with every partition, or with none where no key lies within the bounds."""
        self._open = [] if self.bounds.empty else list(range(len(self.partitions)))

    def stay_within(self, bounds: Bounds) -> None:
        """Read nothing outside `bounds`, and nothing at all where that leaves nothing."""
        self.bounds = bounds
        left = bounds
        if self.position is not None:
            at = self.position[0]
            left &= Bounds(high=at) if self.pattern.newest_first else Bounds(low=at)
        if left.empty:
            self._open = []

    @property
    def ended(self) -> bool:
        """Tell whether there is nothing left to read."""
        return not self._open

    def fill(self, limit: int, filtered: bool) -> None:
        """Read until there is one entry more than `limit`, the list ends, or the rounds do."""
        chunk = limit + 1
        if filtered:
            chunk = min(max(4 * limit, LEAST_AT_ONCE), MOST_AT_ONCE)
        for _ in range(MOST_ROUNDS):
            if self.ended or len(self.found) > limit:
                return
            self.round(chunk)

    def round(self, chunk: int) -> None:
        """Read a chunk of each partition and take what no unread entry can come before."""
        size = chunk if self.position is None else chunk + 1
        queries = [partial(self._query, n, size) for n in self._open]
        answers = dict(zip(self._open, at_once(queries), strict=True))
        sort = self._sort
        rows = [((r[sort]["S"], n), r) for n, a in answers.items() for r in a["Items"]]
        rows.sort(key=itemgetter(0), reverse=self.pattern.newest_first)
        ends = {n: end for n, a in answers.items() if (end := self._end(n, a)) is not None}
        horizon = self._nearest(ends.values())
        unread = set(ends)
        for at, row in rows:
            if horizon is not None and self._is_after(at, horizon):
                unread.add(at[1])
            elif self.position is None or self._is_after(at, self.position):
                self._take(at, row)
        self._open = sorted(unread)
        self.position = horizon

    def _end(self, partition: int, answer: dict[str, Any]) -> Position | None:
        """Return how far an answer reaches, or None when it reaches the partition's end."""
        last = answer.get("LastEvaluatedKey")
        return (last[self._sort]["S"], partition) if last else None

    def _take(self, at: Position, row: Raw) -> None:
        kept = self.keep(row)
        if kept is not None:
            self.found.append((at, kept))

    def _is_after(self, at: Position, other: Position) -> bool:
        return at < other if self.pattern.newest_first else at > other

    def _nearest(self, horizons: Iterable[Position]) -> Position | None:
        pick = max if self.pattern.newest_first else min
        return pick(horizons, default=None)

    @property
    def _sort(self) -> str:
        """Return the attribute that the list is ordered by."""
        return self.pattern.on.index.sk_name if self.pattern.on.index else "SK"

    def _query(self, partition: int, limit: int) -> dict[str, Any]:
        """Send the request that PynamoDB's own `query` would, without its look-ups."""
        index = self.pattern.on.index
        within, edges = self._within()
        texts = (self.partitions[partition], *edges)
        names = {"#0": index.pk_name if index else "PK"} | ({"#1": self._sort} if edges else {})
        request = {
            "TableName": self.table.name,
            "KeyConditionExpression": f"(#0 = :0 AND {within})" if edges else "#0 = :0",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {f":{n}": {"S": text} for n, text in enumerate(texts)},
            "Limit": limit,
            "ScanIndexForward": not self.pattern.newest_first,
        }
        more = {"ConsistentRead": True} if self.pattern.consistent else {}
        where = {"IndexName": index.name} if index else {}
        return self.table.wire.dispatch("Query", request | more | where)

    def _within(self) -> tuple[str, tuple[str, ...]]:
        """Return the condition on the sort key, and the texts in it; there may be none."""
        low, high = self.bounds.low, self.bounds.high
        if self.position is not None:
            at = self.position[0]
            low, high = (low, at) if self.pattern.newest_first else (at, high)
        if low is not None and high is not None:
            return ("#1 = :1", (low,)) if low == high else ("#1 BETWEEN :1 AND :2", (low, high))
        if low is not None:
            return "#1 >= :1", (low,)
        return ("#1 <= :1", (high,)) if high is not None else ("", ())
