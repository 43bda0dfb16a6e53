"""What the sheet is computed from: prices, the month, and what was measured."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
ROLES = ("client", "therapist", "admin")
MEASURED = ("costs", "growth", "http", "logins", "start")


class UnknownUseCase(ValueError):
    """Say that the month names a use case that was never measured."""


@dataclass(frozen=True)
class Price:
    """Hold what so many (`per`) of something cost, and how many a month are free."""

    service: str
    what: str
    price: float
    per: float
    free: float
    as_of: str
    source: str
    check_at: str
    confirmed: bool
    note: str = ""

    def of(self, quantity: float) -> float:
        """Return what so many cost, none of them free."""
        return quantity * self.price / self.per

    def free_of(self, quantity: float) -> float:
        """Return what is taken off for those that are free."""
        return self.of(min(quantity, self.free))


@dataclass(frozen=True)
class Inputs:
    """Hold everything that the sheet is computed from."""

    prices: Mapping[str, Price]
    region: str
    currency: str
    month: Mapping[str, Any]
    measured: Mapping[str, Mapping[str, Any]]
    limits: Mapping[str, Any]

    def check(self) -> Inputs:
        """Return these inputs. Raises `UnknownUseCase` when the month names one."""
        known = self.measured["costs"]["use cases"]
        for name in sorted(set(use_cases(self.month))):
            if name not in known:
                raise UnknownUseCase(f"{name} is named in the month and is no use case")
        return self


def read() -> Inputs:
    """Read the inputs of this repository. Raises `UnknownUseCase`."""
    found = _json(ROOT / "infra" / "prices.json")
    return Inputs(
        prices={name: _price(each) for name, each in found["prices"].items()},
        region=found["region"],
        currency=found["currency"],
        month=_toml(HERE / "month.toml"),
        measured={name: _json(ROOT / "bench" / "results" / f"{name}.json") for name in MEASURED},
        limits=_toml(HERE / "limits.toml"),
    ).check()


def use_cases(month: Mapping[str, Any]) -> Iterator[str]:
    """Yield every use case that the month names, wherever it does: they have a dot inside."""
    for name, inner in month.items():
        if "." in name:
            yield name
        elif isinstance(inner, Mapping):
            yield from use_cases(inner)
        elif isinstance(inner, list):
            yield from (each for each in inner if isinstance(each, str))


def _price(found: Mapping[str, Any]) -> Price:
    return Price(**{name.replace(" ", "_"): each for name, each in found.items()})


def _json(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
