"""Count calls and capacity of every use case, and what a million of each costs.

    make bench PART=costs

Every use case is carried out once in a practice of its own, as the tests of its budget do it
(`tests/therapy_core/cases`). What is counted is exact, so there is no spread. Writes `costs.json`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from bench import places, results
from tests.practices import new_practice
from tests.therapy_core.cases import every
from tests.therapy_core.cases.world import Case, World, a_world, directly
from therapy_cli.engine import Engine
from therapy_core import Practice
from therapy_core.budgets import BESIDE, BUDGETS
from therapy_core.table import Meter

PRICES = places.ROOT / "bench" / "prices.json"
READ, WRITE = "a million read request units", "a million write request units"

Cost = dict[str, float]
"""Calls, read units, write units, and dollars for a million."""

BY_REQUEST: dict[str, Callable[[World], Any]] = {
    "check of the log-in": lambda w: w.practice.authenticate(
        w.client.account_id, w.client.login_id
    ),
    "count of a limited request": lambda w: w.practice.limits.hit("log-in", "somebody", 10, 60),
}
"""What a request over HTTP takes besides: each authenticated one, each limited one."""


def main() -> None:
    """Count everything and write the results."""
    prices = read_prices()
    cases = every()
    with Engine() as engine:
        found = {name: of_case(engine.endpoint, cases[name], prices) for name in BUDGETS}
        beside = {
            name: of_case(engine.endpoint, directly(call), prices)
            for name, call in BY_REQUEST.items()
        }
    results.write("costs", {"prices": prices, "use cases": found, "beside": beside})


def read_prices() -> dict[str, Any]:
    """Return the prices, with their region, their date and where they are from."""
    found: dict[str, Any] = json.loads(PRICES.read_text(encoding="utf-8"))
    return found


def of_case(endpoint: str, case: Case, prices: Mapping[str, Any]) -> Cost:
    """Return what a use case costs, in a practice on a table of its own."""
    practice = new_practice(endpoint, f"bench-{uuid.uuid4().hex[:8]}", streamed=False)
    call = case(a_world(practice))
    return cost(metered(practice, call), prices)


def metered(practice: Practice, call: Callable[[], Any]) -> Meter:
    """Return the calls that a use case made, without those that fetch keys, which are kept."""
    with practice.metered() as meter:
        call()
    return Meter([each for each in meter.calls if each.purpose not in BESIDE])


def cost(meter: Meter, prices: Mapping[str, Any]) -> Cost:
    """Return calls, units, and the price of a million, in the currency of `prices`."""
    read, write = meter.read_units, meter.write_units
    return {
        "calls": meter.round_trips,
        "read": read,
        "write": write,
        "a million": price(read, write, prices),
    }


def price(read: float, write: float, prices: Mapping[str, Any]) -> float:
    """Return what a million of something costs that takes so many units.

    A unit's price is for a million of them, so nothing is left to multiply.
    """
    return read * float(prices[READ]) + write * float(prices[WRITE])


if __name__ == "__main__":
    main()
