"""A practice in which everything that is asked for exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.practices import PASSWORD, a_client, a_therapist, an_address, an_admin
from therapy_core import ANONYMOUS, Actor, Practice
from therapy_core.accounts.views import LoggedIn
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


def a_world(practice: Practice) -> World:
    """Return a practice with a client, a listed therapist, another therapist and an admin."""
    email = an_address()
    client = a_client(practice, email=email)
    therapist = a_therapist(practice, expertise=["Grief", "Sleep"], location="Oslo, Norway")
    login = practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD)
    newcomer = a_therapist(practice, verified=False)
    return World(practice, client, therapist, newcomer, an_admin(practice), login, email)


Case = Callable[[World], Callable[[], Any]]
"""Prepare what a use case needs, and return the call that is counted."""


def directly(call: Callable[[World], Any]) -> Case:
    """Return the case of a call that needs nothing prepared."""
    return lambda world: lambda: call(world)
