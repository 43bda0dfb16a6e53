"""What every call to the table cost: counted where it is made, read by tests and by the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_READS = {"BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems"}


@dataclass(frozen=True, slots=True)
class Call:
    """Record one request to DynamoDB: what for, and the capacity units that it consumed.

    `throttled` says that DynamoDB turned it away because there were too many.
    """

    operation: str
    purpose: str
    units: float
    throttled: bool = False


@dataclass(slots=True)
class Meter:
    """Add up the calls made while it is open."""

    calls: list[Call] = field(default_factory=list)

    @property
    def round_trips(self) -> int:
        """Return how many requests went to DynamoDB."""
        return len(self.calls)

    @property
    def read_units(self) -> float:
        """Return the read capacity units consumed."""
        return sum(c.units for c in self.calls if c.operation in _READS)

    @property
    def write_units(self) -> float:
        """Return the write capacity units consumed."""
        return sum(c.units for c in self.calls if c.operation not in _READS)

    @property
    def throttled(self) -> int:
        """Return how many requests DynamoDB turned away, whether or not a later try passed."""
        return sum(c.throttled for c in self.calls)


_open: ContextVar[tuple[Meter, ...]] = ContextVar("open_meters", default=())


@contextmanager
def metered() -> Iterator[Meter]:
    """Count every call made inside the `with` block, by this thread and those it sends out."""
    meter = Meter()
    token = _open.set((*_open.get(), meter))
    try:
        yield meter
    finally:
        _open.reset(token)


_purpose: ContextVar[str] = ContextVar("purpose", default="")


@contextmanager
def purpose(name: str) -> Iterator[None]:
    """Enter the calls made inside the `with` block under `name`."""
    token = _purpose.set(name)
    try:
        yield
    finally:
        _purpose.reset(token)


def record(operation: str, answer: dict[str, Any], throttled: bool = False) -> None:
    """Enter one call into every open meter, with DynamoDB's answer or {} if it gave none."""
    consumed = answer.get("ConsumedCapacity") or []
    parts = consumed if isinstance(consumed, list) else [consumed]
    units = sum(p.get("CapacityUnits", 0.0) for p in parts)
    call = Call(operation, _purpose.get(), units, throttled)
    for meter in _open.get():
        meter.calls.append(call)
