"""Rounds over HTTP: which of several tries counts, and what processes took."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.http import __main__ as over_http
from bench.http.load import Load
from bench.http.sides import Server
from bench.processes import between

SERVER = Server("a side", 0, 1)


def a_load(rate: int) -> Load:
    """Return a load of so many requests in a second."""
    return Load(requests=rate, seconds=1.0, failed=0, p50=0.01, p99=0.02)


def asking(patch: pytest.MonkeyPatch, *cpu: list[float]) -> over_http.Round:
    """Ask a side whose processes take so much in each try, and return what counts."""
    rates = iter(range(1, 100))
    took = iter(cpu)
    patch.setattr(over_http, "cpu_seconds", lambda _: {})
    patch.setattr(over_http, "between", lambda *_: next(took))
    patch.setattr(over_http.load, "put", lambda *_: a_load(next(rates)))
    return over_http._ask(SERVER, Path("requests"), 8)


def test_a_round_that_is_even_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is measured again for a better figure."""
    assert asking(monkeypatch, [0.6, 0.4]).load.rate == 1


def test_an_uneven_round_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first even one counts."""
    assert asking(monkeypatch, [1.0, 0.0], [0.9, 0.1], [0.5, 0.5]).load.rate == 3


def test_the_most_even_of_all_tries_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where luck stays away, it is not asked for ever."""
    tries = [[0.9, 0.1], [0.7, 0.3], *([[0.8, 0.2]] * 4)]
    assert len(tries) == over_http.MOST_TRIES
    assert asking(monkeypatch, *tries).load.rate == 2


def test_processor_time_is_the_difference_of_each_process() -> None:
    """One that was not there before took all that it has; the busiest comes first."""
    assert between({1: 5.0, 2: 1.0}, {1: 5.5, 2: 3.0, 3: 1.0}) == [2.0, 1.0, 0.5]


def test_ours_is_compared_round_by_round() -> None:
    """A rate is better when it is more, and each round has its own ratio."""
    ours = [over_http.Round(a_load(rate), [0.1, 0.1]) for rate in (200, 100)]
    peer = [over_http.Round(a_load(rate), [0.2, 0.2]) for rate in (100, 50)]
    found = over_http.summary({over_http.OURS: ours, "peer": peer})
    assert found["peer"]["ours to it: rate"]["median"] == 2.0
    assert found["peer"]["ours to it: p99"]["median"] == 1.0
    assert found["peer"]["requests a second"]["median"] == 75.0
    assert found["peer"]["cpu ms a request"]["median"] == 6.0
    assert found[over_http.OURS]["ours to it: rate"]["median"] == 1.0
