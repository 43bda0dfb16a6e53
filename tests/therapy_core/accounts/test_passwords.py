"""Passwords are checked in the background; for whom there is no room, nothing is done."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import bcrypt
import pytest

from tests.practices import PASSWORD, a_client, an_address, new_practice
from therapy_core import ANONYMOUS, Practice, Role
from therapy_core.accounts.models import LOGINS, Account
from therapy_core.accounts.passwords import Hasher
from therapy_core.errors import Busy

NEW = "another long passphrase"
SECONDS = 30


@pytest.fixture
def practice(endpoint: str, table_name: str) -> Practice:
    """Return a practice that takes in one password at a time."""
    return new_practice(endpoint, table_name, hashing_places=1)


@contextmanager
def full(hasher: Hasher, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one password be under way for as long as the block runs."""
    begun, over = threading.Event(), threading.Event()

    def checkpw(*_: bytes) -> bool:
        begun.set()
        return over.wait(SECONDS)

    with ThreadPoolExecutor(1) as other, patch.context() as patched:
        patched.setattr(bcrypt, "checkpw", checkpw)
        other.submit(hasher.matches, "of somebody else", None)
        assert begun.wait(SECONDS)
        try:
            yield
        finally:
            over.set()


def everything(practice: Practice) -> list[Any]:
    """Return all that is in the table."""
    found = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})["Items"]
    return sorted(found, key=lambda item: (item["PK"]["S"], item["SK"]["S"]))


def attempts(practice: Practice) -> dict[str, Callable[[], object]]:
    """Return everything that takes a password, by somebody who has logged in."""
    email = an_address()
    actor = a_client(practice, email=email)
    anybody, accounts = practice.acting_as(ANONYMOUS).accounts, practice.acting_as(actor).accounts
    address = {"email": an_address(), "current_password": PASSWORD}
    return {
        "sign up": lambda: anybody.sign_up(an_address(), PASSWORD, "Ada", Role.CLIENT),
        "log in": lambda: anybody.log_in(email, PASSWORD),
        "log in as nobody": lambda: anybody.log_in(an_address(), PASSWORD),
        "change the address": lambda: accounts.change_me(address),
        "change the password": lambda: accounts.change_password(PASSWORD, NEW),
        "erase": lambda: practice.acting_as(actor).records.erase(PASSWORD),
    }


def test_while_it_is_full_nothing_is_done(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever takes a password is refused, known address or not, and the table stays as it was."""
    tries = attempts(practice)
    before = everything(practice)
    with full(practice.hasher, monkeypatch):
        for name, attempt in tries.items():
            with pytest.raises(Busy):
                pytest.fail(f"{name}: {attempt()}")
    assert everything(practice) == before


def test_a_refusal_half_way_leaves_the_password_as_it_was(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the old one was proved and there is no room for the new one, nothing has changed."""
    actor = a_client(practice)
    tries = practice.hasher.matches

    def proved_then_full(password: str, hashed: str | None) -> bool:
        fits = tries(password, hashed)
        monkeypatch.setattr(practice.hasher._background, "_places", 0)
        return fits

    monkeypatch.setattr(practice.hasher, "matches", proved_then_full)
    before = everything(practice)
    with pytest.raises(Busy):
        practice.acting_as(actor).accounts.change_password(PASSWORD, NEW)
    assert everything(practice) == before


def test_reads_go_on_while_it_is_full(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs no password is answered all the same."""
    actor = a_client(practice)
    with full(practice.hasher, monkeypatch):
        assert practice.authenticate(actor.account_id, actor.login_id) == actor
        assert practice.acting_as(actor).accounts.me().account.account_id == actor.account_id
        assert len(list(practice.table.every(LOGINS, account_id=actor.account_id))) == 1
    assert practice.table.get(Account.at(account_id=actor.account_id)) is not None


def test_nobody_takes_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """For an account that isn't there the same work is done in the same place, and says no."""
    hasher, checked = Hasher("pepper", 4), []
    real = bcrypt.checkpw

    def checkpw(password: bytes, hashed: bytes) -> bool:
        checked.append((threading.current_thread().name, password, hashed[:7]))
        return real(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", checkpw)
    assert hasher.matches(PASSWORD, hasher.hash(PASSWORD))
    assert not hasher.matches(PASSWORD, None)
    assert checked[0] == checked[1]
    assert checked[0][0].startswith("background")


def test_a_refusal_tells_nothing_of_the_password(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its text nor its traceback nor a log nor what a hasher says of itself holds it."""
    hasher, password = Hasher("pepper-canary", 4, places=1), "password-canary"
    caplog.set_level(logging.DEBUG)
    with full(hasher, monkeypatch), pytest.raises(Busy) as refused:
        hasher.matches(password, None)
    told = "".join(traceback.format_exception(refused.value)) + caplog.text + repr(hasher)
    told += repr(vars(hasher._background))
    assert "canary" not in told
