"""What a contestant has to be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bench.library import items

REGION = "eu-central-1"
STAMP = "%Y-%m-%dT%H:%M:%S.%f+0000"
"""How a time lies in the table, which is PynamoDB's way."""
NOT_THERE = "attribute_not_exists(PK)"


class Contestant(ABC):
    """Read and write entries in one way; consistently, newest first, creations only if new."""

    name: str

    @abstractmethod
    def get(self, number: int) -> Any:
        """Return an entry."""

    @abstractmethod
    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""

    @abstractmethod
    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries, in any order."""

    @abstractmethod
    def put(self, values: dict[str, Any]) -> None:
        """Create an entry; what `values` lacks (type, version, times, keys) is added here."""

    @abstractmethod
    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and add one to their owner's total, together or not at all."""

    @abstractmethod
    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes of an entry, to compare what the contestants got."""

    def look(self, found: Any) -> tuple[Any, ...]:
        """Return the attributes that a reader looks at; this is part of what is timed."""
        return tuple(getattr(found, name) for name in items.SEEN)


def typed(value: Any) -> dict[str, Any]:
    """Return a value as DynamoDB's wire has it."""
    if isinstance(value, bool):
        return {"BOOL": value}
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def stored(values: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with everything that is stored of it, times as text."""
    now = datetime.now(UTC).strftime(STAMP)
    felt_at = values["felt_at"].strftime(STAMP)
    more = {"type": "entry", "version": 1, "created_at": now, "updated_at": now}
    return {**values, "felt_at": felt_at, **more, **items.keys(values)}


def plain(value: Any) -> Any:
    """Return a value in the form in which contestants are compared."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(STAMP)
    if isinstance(value, Decimal | float):
        return int(value)
    return value
