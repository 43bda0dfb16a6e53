"""Budgets: every use case makes exactly the calls that are promised, whatever it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.practices import PASSWORD, a_client, a_therapist, an_address, an_admin
from therapy_core import ANONYMOUS, SYSTEM, Actor, Practice, Role
from therapy_core.access import RULES
from therapy_core.accounts.views import LoggedIn
from therapy_core.budgets import BUDGETS
from therapy_core.practice import Acting


@dataclass
class World:
    """Hold a practice in which everything that is asked for exists."""

    practice: Practice
    client: Actor
    therapist: Actor
    newcomer: Actor
    admin: Actor
    login: LoggedIn
    email: str

    def acting(self, actor: Actor) -> Acting:
        """Return the use cases bound to somebody."""
        return self.practice.acting_as(actor)


@pytest.fixture
def world(practice: Practice) -> World:
    """Return a practice with a client, a listed therapist and an admin."""
    email = an_address()
    client = a_client(practice, email=email)
    therapist = a_therapist(practice, expertise=["Grief", "Sleep"], location="Oslo, Norway")
    login = practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD)
    newcomer = a_therapist(practice, verified=False)
    return World(practice, client, therapist, newcomer, an_admin(practice), login, email)


def signing_up(world: World) -> Any:
    """Sign up a therapist, who has the most to store."""
    accounts = world.acting(ANONYMOUS).accounts
    return accounts.sign_up(an_address(), PASSWORD, "T", Role.THERAPIST, expertise=["Sleep"])


CASES: dict[str, Callable[[World], Any]] = {
    "accounts.sign_up": signing_up,
    "accounts.create_admin": lambda w: w.acting(SYSTEM).accounts.create_admin(
        an_address(), PASSWORD, "A"
    ),
    "accounts.log_in": lambda w: w.acting(ANONYMOUS).accounts.log_in(w.email, PASSWORD),
    "accounts.refresh": lambda w: w.acting(ANONYMOUS).accounts.refresh(
        w.login.account.account_id, w.login.login.login_id, 1
    ),
    "accounts.log_out": lambda w: w.acting(w.client).accounts.log_out(),
    "accounts.logins": lambda w: w.acting(w.client).accounts.logins(),
    "accounts.end_login": lambda w: w.acting(w.client).accounts.end_login(w.login.login.login_id),
    "accounts.me": lambda w: w.acting(w.client).accounts.me(),
    "accounts.change_me": lambda w: w.acting(w.client).accounts.change_me(
        {"email": an_address(), "current_password": PASSWORD}
    ),
    "accounts.change_password": lambda w: w.acting(w.client).accounts.change_password(
        PASSWORD, "another long passphrase"
    ),
    "clients.create": lambda w: w.acting(w.admin).clients.create(an_address(), PASSWORD, "C"),
    "clients.get": lambda w: w.acting(w.admin).clients.get(w.client.profile_id),
    "clients.list": lambda w: w.acting(w.admin).clients.list(),
    "clients.replace": lambda w: w.acting(w.client).clients.replace(
        w.client.profile_id, {"name": "New"}
    ),
    "clients.change": lambda w: w.acting(w.client).clients.change(
        w.client.profile_id, {"name": "New"}
    ),
    "clients.delete": lambda w: w.acting(w.admin).clients.delete(w.client.profile_id),
    "therapists.create": lambda w: w.acting(w.admin).therapists.create(an_address(), PASSWORD, "T"),
    "therapists.get": lambda w: w.acting(w.client).therapists.get(w.therapist.profile_id),
    "therapists.list": lambda w: w.acting(w.client).therapists.list(
        expertise="grief", location="oslo", name="to"
    ),
    "therapists.replace": lambda w: w.acting(w.therapist).therapists.replace(
        w.therapist.profile_id, {"name": "New"}
    ),
    "therapists.change": lambda w: w.acting(w.therapist).therapists.change(
        w.therapist.profile_id, {"expertise": ["Couples"]}
    ),
    "therapists.verify": lambda w: w.acting(w.admin).therapists.verify(w.newcomer.profile_id),
    "therapists.unverify": lambda w: w.acting(w.admin).therapists.unverify(w.therapist.profile_id),
    "therapists.delete": lambda w: w.acting(w.admin).therapists.delete(w.therapist.profile_id),
}


def test_every_use_case_has_a_budget_and_a_case() -> None:
    """Nothing is measured that nobody can do, and nothing can be done that is not measured."""
    assert set(BUDGETS) == set(RULES) == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_use_case_keeps_its_budget(world: World, name: str) -> None:
    """It makes just the promised calls, none of them a scan, each under a name."""
    with world.practice.metered() as meter:
        CASES[name](world)
    assert meter.round_trips == BUDGETS[name]
    assert all(call.operation != "Scan" and call.purpose for call in meter.calls)


def test_checking_a_login_takes_one_call(world: World) -> None:
    """The call that comes on top of every other is one."""
    with world.practice.metered() as meter:
        world.practice.authenticate(world.client.account_id, world.client.login_id)
    assert meter.round_trips == 1


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
