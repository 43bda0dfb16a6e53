"""Stretches of time: every event in one, in order, and the hash over them.

Events are taken as DynamoDB sends them, so that nothing about them can change without changing
the hash: no attribute, no key, no index key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ulid import ULID

from therapy_core import ids
from therapy_core.audit.models import EVENTS_OF_DAY
from therapy_core.table import Narrow, Table
from therapy_core.table.entity import Raw
from therapy_core.table.reading import Reader

PAGE = 100
_TIME_PLACES = 10
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Sum:
    """Say what a stretch holds: how many events, and the hash over them in their order."""

    events: int
    digest: str


def events_between(table: Table, starts_at: datetime, ends_at: datetime) -> Iterator[Raw]:
    """Yield the events from `starts_at` up to, not including, `ends_at`, page by page.

    Both are whole milliseconds.
    """
    last = ends_at - _TICK
    day = starts_at.date()
    while day <= last.date():
        yield from _events_of_day(table, day.isoformat(), _beginning(starts_at), _beginning(last))
        day += timedelta(days=1)


def sum_of(events: Iterable[Raw]) -> Sum:
    """Return the number and the hash of `events`."""
    count, running = 0, hashlib.sha256(b"therapy audit events 1")
    for event in events:
        whole = canonical(event)
        running.update(len(whole).to_bytes(8, "big") + whole)
        count += 1
    return Sum(count, running.hexdigest())


def canonical(item: Any) -> bytes:
    """Return the one way to write down an item, or any JSON: names sorted, no blanks, ASCII."""
    return json.dumps(item, sort_keys=True, separators=(",", ":"), default=repr).encode()


def time_of(event_id: str) -> datetime:
    """Return the instant in an event's id, to the millisecond. Raises `ValueError`."""
    prefix, ulid = event_id[: len(ids.EVENT)], event_id[len(ids.EVENT) :]
    found = ULID.from_str(ulid)
    if prefix != ids.EVENT or str(found) != ulid:
        raise ValueError("is not an event")
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=found.milliseconds)


def _events_of_day(table: Table, day: str, low: str, high: str) -> Iterator[Raw]:
    partitions = EVENTS_OF_DAY.partitions({"day": day}, table.shards)
    bounds = EVENTS_OF_DAY.bounds({"day": day}, Narrow(low=low, high=high))
    reader = Reader(table, EVENTS_OF_DAY, partitions, bounds, lambda raw: raw)
    while not reader.ended:
        reader.fill(PAGE, filtered=False)
        yield from (raw for _, raw in reader.found)
        reader.found.clear()


def _beginning(at: datetime) -> str:
    """Return what the ids of all events of one millisecond begin with."""
    milliseconds = (at - datetime.fromtimestamp(0, UTC)) // _TICK
    return ids.EVENT + str(ULID.from_timestamp(milliseconds))[:_TIME_PLACES]
