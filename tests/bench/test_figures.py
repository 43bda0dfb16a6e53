"""The arithmetic of the bench: percentiles, spreads, ratios and turns."""

from __future__ import annotations

import pytest

from bench import figures


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1), (0.501, 51)]
)
def test_a_percentile_is_the_nearest_rank(share: float, expected: int) -> None:
    """It is a value that was measured, with at least such a share at or below it."""
    values = [float(n) for n in reversed(range(1, 101))]
    assert figures.percentile(values, share) == expected


def test_there_is_no_percentile_of_nothing() -> None:
    """A run without answers is no run with quick ones."""
    with pytest.raises(ValueError, match="nothing"):
        figures.percentile([], 0.99)


def test_a_spread_is_the_median_between_its_quartiles() -> None:
    """One outlier moves neither."""
    found = figures.spread([1.0, 2.0, 3.0, 4.0, 1000.0])
    assert found == {"median": 3.0, "low": 2.0, "high": 4.0, "count": 5}


def test_a_single_value_has_a_spread() -> None:
    """A quick look has one round."""
    assert figures.spread([2.5]) == {"median": 2.5, "low": 2.5, "high": 2.5, "count": 1}


def test_ratios_are_taken_round_by_round() -> None:
    """A round in which everything was slow doesn't count against anybody."""
    rounds = {"base": [1.0, 10.0, 1.0], "other": [2.0, 20.0, 2.0]}
    found = figures.against(rounds, "base")
    assert found["other"] == {"median": 2.0, "low": 2.0, "high": 2.0, "count": 3}
    assert found["base"]["median"] == 1.0


def test_ratios_need_as_many_rounds_on_both_sides() -> None:
    """A round that one side missed compares nothing."""
    with pytest.raises(ValueError, match="shorter"):
        figures.ratios([1.0, 2.0, 3.0], [1.0, 2.0])


def test_each_round_begins_with_another() -> None:
    """Over as many rounds as there are contestants, each is first once, and none is left out."""
    orders = [figures.rotated(["a", "b", "c"], n) for n in range(4)]
    assert orders == [["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"], ["a", "b", "c"]]


def test_results_keep_the_digits_that_count() -> None:
    """Small and large numbers are cut to as many digits, and whole ones stay whole."""
    whole = {"us": [123.456789], "s": 0.000123456, "count": 5, "told": "as it is"}
    assert figures.rounded(whole) == {"us": [123.5], "s": 0.0001235, "count": 5, "told": "as it is"}
