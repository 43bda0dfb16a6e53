"""Accounts and the directory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.practices import PASSWORD, an_address
from tests.therapy_core.cases.world import Case, World, directly
from therapy_core import ANONYMOUS, SYSTEM, Role


def signing_up(world: World) -> Any:
    """Sign up a therapist, who has the most to store."""
    accounts = world.acting(ANONYMOUS).accounts
    return accounts.sign_up(an_address(), PASSWORD, "T", Role.THERAPIST, expertise=["Sleep"])


CALLS: dict[str, Callable[[World], Any]] = {
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

CASES: dict[str, Case] = {name: directly(call) for name, call in CALLS.items()}
