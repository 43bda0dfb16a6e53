"""What tests of a practice start from: a practice on a table of its own, and people in it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from therapy_core import ANONYMOUS, SYSTEM, Actor, Practice, Role, Settings
from therapy_core.accounts.models import Login
from therapy_core.secret import Secret
from therapy_core.table import Transport
from therapy_core.table.errors import Rejected
from therapy_core.table.export import create_table_input

PASSWORD = "a long enough passphrase"
SETTINGS = Settings(
    environment="test",
    jwt_secret=Secret("j" * 16 + "0123456789abcdef"),
    password_pepper=Secret("p" * 16 + "fedcba9876543210"),
    master_key=Secret("m" * 16 + "0f1e2d3c4b5a6978"),
    bcrypt_cost=4,
)
_numbers = itertools.count(1)


def new_practice(
    endpoint: str, table_name: str, transport: Transport | None = None, **settings: Any
) -> Practice:
    """Return a practice on a new, empty table."""
    chosen = replace(SETTINGS, endpoint=endpoint, table_name=table_name, **settings)
    practice = Practice.connect(chosen, transport)
    create_table(practice)
    return practice


def create_table(practice: Practice) -> None:
    """Make the practice's table."""
    table = practice.table
    table.wire.dispatch("CreateTable", create_table_input(table.schema, table.name))


def need_many_actions(practice: Practice) -> None:
    """Skip the test on an engine that takes ten actions a transaction, as DynamoDB once did."""
    try:
        with practice.table.transaction("probe") as unit:
            for n in range(11):
                unit.remove(Login.at(account_id="acc_probe", login_id=f"lgn_{n}"))
    except Rejected:
        pytest.skip("this old engine takes 10 actions a transaction")


def an_address() -> str:
    """Return an e-mail address that nobody has."""
    return f"person{next(_numbers)}@practice.example"


def actor_of(practice: Practice, email: str, password: str = PASSWORD) -> Actor:
    """Log in and return who that is."""
    found = practice.acting_as(ANONYMOUS).accounts.log_in(email, password)
    return practice.authenticate(found.account.account_id, found.login.login_id)


def a_client(practice: Practice, name: str = "Ada Client", **more: Any) -> Actor:
    """Sign a client up and log in."""
    email = more.pop("email", None) or an_address()
    practice.acting_as(ANONYMOUS).accounts.sign_up(email, PASSWORD, name, Role.CLIENT, **more)
    return actor_of(practice, email)


def a_therapist(practice: Practice, name: str = "Tom Therapist", **more: Any) -> Actor:
    """Sign a therapist up, have an admin verify the account, and log in."""
    email = an_address()
    verified = more.pop("verified", True)
    practice.acting_as(ANONYMOUS).accounts.sign_up(email, PASSWORD, name, Role.THERAPIST, **more)
    actor = actor_of(practice, email)
    if verified:
        practice.acting_as(ADMIN).therapists.verify(actor.profile_id)
    return actor


def an_admin(practice: Practice) -> Actor:
    """Make an admin and log in."""
    email = an_address()
    practice.acting_as(SYSTEM).accounts.create_admin(email, PASSWORD, "Ann Admin")
    return actor_of(practice, email)


ADMIN = Actor(Role.ADMIN, "acc_admin", "", "lgn_admin")
"""An admin who needs no account, for what only an admin may prepare."""
