"""What a million of something costs."""

from __future__ import annotations

import pytest

from bench import costs
from therapy_core.table import Meter
from therapy_core.table.metering import Call

PRICES = {costs.READ: 0.125, costs.WRITE: 0.625}


@pytest.mark.parametrize(
    ("read", "write", "expected"), [(0, 0, 0), (2, 0, 0.25), (0, 7, 4.375), (0.5, 1, 0.6875)]
)
def test_units_are_paid_by_the_million(read: float, write: float, expected: float) -> None:
    """A million of what takes two read units takes two million of them."""
    assert costs.price(read, write, PRICES) == expected


def test_reads_and_writes_have_prices_of_their_own() -> None:
    """Calls, units and price follow from the calls that were made."""
    meter = Meter([Call("Query", "a list", 4.0), Call("TransactWriteItems", "a deed", 6.0)])
    found = costs.cost(meter, PRICES)
    assert found == {"calls": 2, "read": 4.0, "write": 6.0, "a million": 4.25}


def test_prices_say_where_and_when_they_hold() -> None:
    """A price without its region, its date and its source can't be checked."""
    prices = costs.read_prices()
    assert prices[costs.READ] > 0
    assert prices[costs.WRITE] > 0
    assert all(prices[name] for name in ("region", "currency", "since", "as of", "source"))
