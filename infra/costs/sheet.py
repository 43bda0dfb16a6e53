"""The sheet: what each service costs a practice of some size in a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.costs.inputs import Inputs
from infra.costs.usage import Usage, usage


@dataclass(frozen=True)
class Line:
    """Hold one line: how much of something, what it costs, and what of that is free."""

    name: str
    service: str
    what: str
    quantity: float
    cost: float
    free: float


@dataclass(frozen=True)
class Sheet:
    """Hold what a practice of so many clients pays in a month."""

    used: Usage
    lines: list[Line]

    @property
    def clients(self) -> int:
        """Return how many clients the practice has."""
        return self.used.clients

    @property
    def gross(self) -> float:
        """Return the sum, as if nothing were free."""
        return sum(line.cost for line in self.lines)

    @property
    def free(self) -> float:
        """Return what is taken off for what is free each month."""
        return sum(line.free for line in self.lines)

    @property
    def total(self) -> float:
        """Return what is paid."""
        return self.gross - self.free

    def by_service(self) -> Mapping[str, float]:
        """Return the cost of each service, as if nothing were free."""
        found: dict[str, float] = {}
        for line in self.lines:
            found[line.service] = found.get(line.service, 0) + line.cost
        return found

    def dearest(self, count: int = 3) -> list[Line]:
        """Return the lines that cost most, as if nothing were free."""
        return sorted(self.lines, key=lambda line: -line.cost)[:count]


def sheet(inputs: Inputs, clients: int) -> Sheet:
    """Return the sheet of a practice of so many clients.

    Raises `ValueError` when something that is used has no price, or a price no use.
    """
    used = usage(inputs, clients)
    if odd := set(used.quantities) ^ set(inputs.prices):
        raise ValueError(f"used without a price, or the other way round: {sorted(odd)}")
    return Sheet(used, [_line(inputs, used, name) for name in inputs.prices])


def _line(inputs: Inputs, used: Usage, name: str) -> Line:
    price, quantity = inputs.prices[name], used.quantities[name]
    return Line(
        name, price.service, price.what, quantity, price.of(quantity), price.free_of(quantity)
    )
