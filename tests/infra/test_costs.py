"""The sheet of costs: in step with its inputs, and arithmetic that a reader may rely on."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.costs import __main__ as costs
from infra.costs.calling import calls
from infra.costs.document import SIZES, document
from infra.costs.inputs import Inputs, UnknownUseCase, read, use_cases
from infra.costs.limits import limits, peaks
from infra.costs.sheet import sheet
from infra.costs.usage import cold_share, usage


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Return the inputs of this repository."""
    return read()


def with_month(inputs: Inputs, role: str, part: str, name: str, value: Any) -> Inputs:
    """Return the inputs with one assumption changed."""
    month: dict[str, Any] = copy.deepcopy(dict(inputs.month))
    month[role][part][name] = value
    return replace(inputs, month=month)


def test_the_document_is_what_its_inputs_say(tmp_path: Path) -> None:
    """Whoever changes a price, an assumption or a measured figure writes the document anew."""
    costs.main(tmp_path / "costs.md")
    assert (tmp_path / "costs.md").read_bytes() == costs.PAGE.read_bytes()


@pytest.mark.parametrize("clients", SIZES)
def test_the_sums_are_those_of_the_lines(inputs: Inputs, clients: int) -> None:
    """Services add up to the whole, and what is free is never more than what it is taken from."""
    found = sheet(inputs, clients)
    assert sum(found.by_service().values()) == pytest.approx(found.gross)
    assert found.total == pytest.approx(sum(line.cost - line.free for line in found.lines))
    assert all(0 <= line.free <= line.cost for line in found.lines)


def test_a_price_twice_as_high_doubles_its_line_alone(inputs: Inputs) -> None:
    """Each line hangs on its own price."""
    before = {line.name: line.cost for line in sheet(inputs, 10_000).lines}
    for name, price in inputs.prices.items():
        prices = {**inputs.prices, name: replace(price, price=2 * price.price)}
        after = {
            line.name: line.cost for line in sheet(replace(inputs, prices=prices), 10_000).lines
        }
        assert after == {**before, name: pytest.approx(2 * before[name])}


def test_a_use_case_that_is_none_is_refused(inputs: Inputs) -> None:
    """A name with a slip in it costs nothing silently."""
    wrong = with_month(inputs, "client", "calls", "journals.wirte", 1)
    with pytest.raises(UnknownUseCase, match=r"journals\.wirte"):
        wrong.check()


def test_names_are_checked_wherever_they_stand(inputs: Inputs) -> None:
    """Lists and tables inside tables are looked through, and nothing else taken for a use case."""
    month = {"http": {"without_login": ["a.b"], "limits": {"c.d": 1}}, "page": {"entries": 20}}
    assert set(use_cases(month)) == {"a.b", "c.d"}
    assert {"accounts.log_in", "audit.list"} <= set(use_cases(inputs.month))


def test_what_is_used_without_a_price_is_refused(inputs: Inputs) -> None:
    """No service is left out of the sum because its price is missing."""
    prices = {name: each for name, each in inputs.prices.items() if name != "kms.requests"}
    with pytest.raises(ValueError, match=r"kms\.requests"):
        sheet(replace(inputs, prices=prices), 100)


def test_units_are_those_that_were_measured(inputs: Inputs) -> None:
    """An entry is its measured writes, the record of its key, the log-in's check and half a key."""
    (entry,) = (
        call
        for call in calls(inputs, 1000)
        if (call.role, call.use_case) == ("client", "journals.write")
    )
    measured = inputs.measured["costs"]
    assert entry.write == measured["use cases"]["journals.write"]["write"] + 2
    assert entry.read == measured["beside"]["check of the log-in"]["read"] + 0.5
    assert entry.times == 1000 * inputs.month["client"]["calls"]["journals.write"]


def test_a_full_page_costs_more_than_an_empty_one(inputs: Inputs) -> None:
    """Where growth was measured, and where a page is reckoned by the bytes of its items."""
    found = {(each.role, each.use_case): each for each in calls(inputs, 1000)}
    empty = inputs.measured["costs"]["use cases"]
    for name in ("messaging.history", "sessions.list"):
        assert found["client", name].read > empty[name]["read"] + 2


def test_twice_the_clients_cost_twice_the_requests(inputs: Inputs) -> None:
    """What hangs on people grows with them; what is there anyway does not."""
    small, large = (usage(inputs, clients).quantities for clients in (10_000, 20_000))
    assert large["dynamodb.write"] == pytest.approx(2 * small["dynamodb.write"])
    assert large["gateway.requests"] == pytest.approx(2 * small["gateway.requests"])
    assert large["cloudwatch.metrics"] == small["cloudwatch.metrics"]


def test_functions_start_often_where_few_people_come(inputs: Inputs) -> None:
    """Nearly every request of a month with ten finds no function ready, none of a million does."""
    assert cold_share(inputs, 10) > 0.99
    assert cold_share(inputs, 10_000_000) < 0.01


def test_a_limit_is_reached_at_the_size_that_is_said(inputs: Inputs) -> None:
    """At that many clients the busiest minute uses just what is allowed."""
    used = usage(inputs, 1_000_000)
    for each in limits(inputs):
        size = round(each.reached_at(used, peaks(inputs, used)))
        assert peaks(inputs, usage(inputs, size))[each.use] == pytest.approx(each.most, rel=0.01)


def test_every_price_says_where_it_is_from(inputs: Inputs) -> None:
    """Source, date and AWS's own page; what no page confirms says what was assumed."""
    for name, price in inputs.prices.items():
        assert all((price.source, price.as_of)), name
        assert price.check_at.startswith("https://aws.amazon.com/"), name
        assert price.confirmed or price.note, name


def test_the_table_costs_what_the_bench_says(inputs: Inputs) -> None:
    """Both price files name the same prices of read and write units."""
    bench = inputs.measured["costs"]["prices"]
    assert inputs.region == bench["region"]
    assert inputs.prices["dynamodb.read"].of(1e6) == bench["a million read request units"]
    assert inputs.prices["dynamodb.write"].of(1e6) == bench["a million write request units"]


def test_what_is_not_confirmed_is_named(inputs: Inputs) -> None:
    """A reader sees which prices and limits nobody found a page for."""
    text = document(inputs)
    assert text.count("| **no** |") == sum(not each.confirmed for each in inputs.prices.values())
    assert text.count("(not confirmed)") == sum(not each.confirmed for each in limits(inputs))
