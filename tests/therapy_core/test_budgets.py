"""Budgets: every use case makes exactly the calls that are promised, whatever it asks for."""

from __future__ import annotations

import pytest

from tests.practices import PASSWORD, an_address
from tests.therapy_core.cases import every
from tests.therapy_core.cases.world import World, a_world
from therapy_core import Practice
from therapy_core.access import RULES
from therapy_core.budgets import BUDGETS
from therapy_core.budgets import counted as counting

CASES = every()


@pytest.fixture
def world(practice: Practice) -> World:
    """Return a practice in which everything that is asked for exists."""
    return a_world(practice)


def test_every_use_case_has_a_budget_and_a_case() -> None:
    """Nothing is measured that nobody can do, and nothing can be done that is not measured."""
    assert set(BUDGETS) == set(RULES) == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_use_case_keeps_its_budget(world: World, name: str) -> None:
    """It makes just the promised calls, none of them a scan, each under a name."""
    counted = CASES[name](world)
    with world.practice.metered() as meter:
        counted()
    assert counting(meter) == BUDGETS[name]


def test_counting_a_request_takes_one_call(world: World) -> None:
    """So is the call that a limit costs."""
    with world.practice.metered() as meter:
        world.practice.limits.hit("log-in", "somebody", 10, 60)
    assert meter.round_trips == 1


def test_a_list_costs_the_same_among_many(world: World) -> None:
    """A page takes one call and the same capacity, whatever the size of the directory."""
    measured = []
    for _ in range(2):
        for n in range(15):
            world.acting(world.admin).clients.create(an_address(), PASSWORD, f"C{n:02d}")
        with world.practice.metered() as meter:
            assert len(world.acting(world.admin).clients.list().items) in (16, 20)
        measured.append(meter)
    assert measured[0].round_trips == measured[1].round_trips == 1
    assert measured[1].read_units <= measured[0].read_units * 1.5
