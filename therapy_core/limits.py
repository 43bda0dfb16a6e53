"""Rate limits, counted in the table so that they hold across processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from therapy_core.errors import TooManyRequests
from therapy_core.failures import named_failures
from therapy_core.table import Entity, Primary, Table


class RateCounter(Entity, discriminator="rate"):
    """Count what was asked for under one key in one window of time."""

    primary = Primary("RATE#{scope}#{window}", "RATE")

    scope = UnicodeAttribute()
    window = UnicodeAttribute()
    hits = NumberAttribute(default=0)
    expires_at = TTLAttribute()


@dataclass(frozen=True, slots=True)
class LimitState:
    """Say how much of a limit is left, and in how many seconds it is whole again."""

    limit: int
    remaining: int
    reset_seconds: int


class Limits:
    """Count requests and refuse those over a limit."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def hit(self, scope: str, key: str, limit: int, window_seconds: int) -> LimitState:
        """Count one request for `key` and return what is left of `limit` in this window.

        `scope` names the limit, `key` who it is for (a hash, never a name or an address). A
        window lasts `window_seconds` and begins at a whole multiple of them. Raises
        `TooManyRequests` once more than `limit` were counted, `TryAgain` when the table is out of
        reach.
        """
        now = int(self._table.clock().timestamp())
        ends = now - now % window_seconds + window_seconds
        with named_failures():
            counter = self._table.upsert(
                RateCounter.at(scope=scope, window=f"{key}.{ends}"),
                RateCounter.hits.add(1),
                RateCounter.expires_at.set(datetime.fromtimestamp(ends + 60, UTC)),
            )
        if counter.hits > limit:
            raise TooManyRequests(ends - now)
        return LimitState(limit, limit - int(counter.hits), ends - now)
