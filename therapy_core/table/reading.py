"""How a page is read: one query on each partition, merged in order, filled up to its limit.

Sort keys are unique within a list (the schema sees to it), so a list goes on after a sort key,
whatever the number of partitions.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value

from therapy_core.table.entity import Raw
from therapy_core.table.patterns import AccessPattern, Bounds

if TYPE_CHECKING:
    from therapy_core.table.table import Table

MOST_ROUNDS = 8
"""How many times a filtered page is filled up before it is given out short."""


@dataclass
class Reader:
    """Read a list from where `position` says, in the order of its sort keys."""

    table: Table
    pattern: AccessPattern[Any]
    partitions: list[str]
    bounds: Bounds
    keep: Callable[[Raw], Any | None]
    position: str | None = None
    found: list[tuple[str, Any]] = field(default_factory=list)
    ended: bool = False

    def fill(self, limit: int, filtered: bool) -> None:
        """Read until there is one entry more than `limit`, the list ends, or the rounds do."""
        chunk = min(4 * limit, 200) if filtered else limit + 1
        for _ in range(MOST_ROUNDS):
            self._round(chunk)
            if self.ended or len(self.found) > limit:
                return

    def _round(self, chunk: int) -> None:
        """Read a chunk of each partition and take what no unread entry can come before."""
        extra = 1 if self.position is not None else 0
        answers = self._each(lambda p: self._query(p, chunk + extra))
        sort = self.sort_name
        rows = sorted((r for a in answers for r in a["Items"]), key=lambda r: _key(r, sort))
        if self.pattern.newest_first:
            rows.reverse()
        horizons = [a["Items"][-1][sort]["S"] for a in answers if a.get("LastEvaluatedKey") and a["Items"]]
        horizon = self._nearest(horizons)
        for row in rows:
            self._take(row, row[sort]["S"], horizon)
        self.ended = horizon is None
        if horizon is not None:
            self.position = horizon

    def _take(self, row: Raw, at: str, horizon: str | None) -> None:
        if at == self.position or (horizon is not None and self._after(at, horizon)):
            return
        kept = self.keep(row)
        if kept is not None:
            self.found.append((at, kept))

    def _after(self, at: str, other: str) -> bool:
        return at.encode() < other.encode() if self.pattern.newest_first else at.encode() > other.encode()

    def _nearest(self, horizons: list[str]) -> str | None:
        if not horizons:
            return None
        pick = max if self.pattern.newest_first else min
        return pick(horizons, key=str.encode)

    @property
    def sort_name(self) -> str:
        """Return the attribute that the list is ordered by."""
        return self.pattern.on.index.sk_name if self.pattern.on.index else "SK"

    def _query(self, partition: str, limit: int) -> dict[str, Any]:
        index = self.pattern.on.index
        answer: dict[str, Any] = self.table.wire.query(
            self.table.name,
            partition,
            range_key_condition=self._condition(),
            consistent_read=self.pattern.consistent,
            index_name=index.name if index else None,
            limit=limit,
            scan_index_forward=not self.pattern.newest_first,
        )
        return answer

    def _condition(self) -> Condition | None:
        low, high = self.bounds.low, self.bounds.high
        if self.position is not None:
            low, high = (low, self.position) if self.pattern.newest_first else (self.position, high)
        sort = Path([self.sort_name])
        if low is not None and high is not None:
            return sort == _text(low) if low == high else sort.between(_text(low), _text(high))
        if low is not None:
            return sort >= _text(low)
        return sort <= _text(high) if high is not None else None

    def _each(self, read: Callable[[str], dict[str, Any]]) -> list[dict[str, Any]]:
        if len(self.partitions) == 1:
            return [read(self.partitions[0])]
        with ThreadPoolExecutor(min(16, len(self.partitions))) as pool:
            jobs = [pool.submit(copy_context().run, read, p) for p in self.partitions]
            return [job.result() for job in jobs]


def _text(text: str) -> Value:
    return Value({"S": text})


def _key(row: Raw, sort: str) -> bytes:
    text: str = row[sort]["S"]
    return text.encode()
