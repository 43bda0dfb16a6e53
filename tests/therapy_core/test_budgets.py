"""Budgets: every use case makes exactly the calls that are promised, whatever it asks for."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from tests.practices import PASSWORD, a_client, a_therapist, an_address, an_admin
from tests.therapy_core import cases
from tests.therapy_core.cases.world import Case, World
from therapy_core import ANONYMOUS, Practice
from therapy_core.access import RULES
from therapy_core.budgets import BUDGETS
from therapy_core.budgets import counted as counting


def _cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for module in pkgutil.iter_modules(cases.__path__, f"{cases.__name__}."):
        found |= getattr(importlib.import_module(module.name), "CASES", {})
    return found


CASES = _cases()


@pytest.fixture
def world(practice: Practice) -> World:
    """Return a practice with a client, a listed therapist and an admin."""
    email = an_address()
    client = a_client(practice, email=email)
    therapist = a_therapist(practice, expertise=["Grief", "Sleep"], location="Oslo, Norway")
    login = practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD)
    newcomer = a_therapist(practice, verified=False)
    return World(practice, client, therapist, newcomer, an_admin(practice), login, email)


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
