"""Logging in and out, and the family of refresh tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import bcrypt
import pytest

from tests.practices import PASSWORD, a_client, actor_of, an_address
from therapy_core import ANONYMOUS, Practice, Role
from therapy_core.accounts.passwords import Hasher
from therapy_core.accounts.views import LoggedIn
from therapy_core.errors import (
    InvalidCredentials,
    LoginEnded,
    NotFound,
    RefreshReused,
)


@pytest.fixture
def email(practice: Practice) -> str:
    """Return the address of somebody who has signed up."""
    address = an_address()
    practice.acting_as(ANONYMOUS).accounts.sign_up(address, PASSWORD, "Ada", Role.CLIENT)
    return address


@pytest.fixture
def log_in(practice: Practice, email: str) -> Callable[[], LoggedIn]:
    """Return a function that logs this person in once more."""
    return lambda: practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD, "a phone")


def refresh(practice: Practice, found: LoggedIn, generation: int) -> LoggedIn:
    """Use the refresh token of `generation`."""
    accounts = practice.acting_as(ANONYMOUS).accounts
    return accounts.refresh(found.account.account_id, found.login.login_id, generation)


def test_the_right_password_opens_a_login(practice: Practice, email: str) -> None:
    """Logging in takes three round trips at most, checking the login one."""
    with practice.metered() as meter:
        found = practice.acting_as(ANONYMOUS).accounts.log_in(email.upper(), PASSWORD)
    assert meter.round_trips == 3
    with practice.metered() as meter:
        actor = practice.authenticate(found.account.account_id, found.login.login_id)
    assert meter.round_trips == 1
    assert (actor.role, actor.profile_id) == (Role.CLIENT, found.account.profile_id)


@pytest.mark.parametrize("address", ["nobody@practice.example", "", "x" * 5000, "\ud800@x.example"])
def test_nobody_and_a_wrong_password_look_alike(
    practice: Practice, email: str, address: str
) -> None:
    """An unknown address is refused like a wrong password, after as many calls."""
    told = []
    for tried in (email, address):
        with practice.metered() as meter, pytest.raises(InvalidCredentials) as caught:
            practice.acting_as(ANONYMOUS).accounts.log_in(tried, "not " + PASSWORD)
        told.append((str(caught.value), meter.round_trips if len(address) < 100 else 0))
    assert told[0][0] == told[1][0]
    if "nobody" in address:
        assert told[0] == told[1]


def test_an_unknown_address_costs_one_hash(
    practice: Practice, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bcrypt runs once, at the same cost, whether or not there is such an account."""
    seen: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda p, h: seen.append(h[:7]) or real(p, h))
    for tried in (email, "nobody@practice.example"):
        with pytest.raises(InvalidCredentials):
            practice.acting_as(ANONYMOUS).accounts.log_in(tried, "not " + PASSWORD)
    assert seen == [b"$2b$04$", b"$2b$04$"]


def test_refreshing_moves_on(practice: Practice, log_in: Callable[[], LoggedIn]) -> None:
    """Each refresh gives the next generation, in two round trips."""
    found = log_in()
    with practice.metered() as meter:
        second = refresh(practice, found, 1)
    assert (second.login.generation, meter.round_trips) == (2, 2)
    assert refresh(practice, found, 2).login.generation == 3


def test_a_reused_token_ends_its_family(practice: Practice, log_in: Callable[[], LoggedIn]) -> None:
    """After a reuse neither old nor new tokens are good, and other logins stay open."""
    found, other = log_in(), log_in()
    refresh(practice, found, 1)
    with pytest.raises(RefreshReused):
        refresh(practice, found, 1)
    with pytest.raises(LoginEnded):
        refresh(practice, found, 2)
    with pytest.raises(LoginEnded):
        practice.authenticate(found.account.account_id, found.login.login_id)
    assert refresh(practice, other, 1).login.generation == 2


def test_logging_out_ends_the_login_at_once(
    practice: Practice, log_in: Callable[[], LoggedIn]
) -> None:
    """What was logged out is refused on the next call; logging out twice is no error."""
    found = log_in()
    actor = practice.authenticate(found.account.account_id, found.login.login_id)
    with practice.metered() as meter:
        practice.acting_as(actor).accounts.log_out()
    practice.acting_as(actor).accounts.log_out()
    assert meter.round_trips == 1
    with pytest.raises(LoginEnded):
        practice.authenticate(actor.account_id, actor.login_id)


def test_logins_are_listed_and_ended(
    practice: Practice, email: str, log_in: Callable[[], LoggedIn]
) -> None:
    """People see their logins, newest first, and end any of them, but nobody else's."""
    first, second = log_in(), log_in()
    actor = practice.authenticate(first.account.account_id, first.login.login_id)
    accounts = practice.acting_as(actor).accounts
    assert {x.login_id for x in accounts.logins()} == {first.login.login_id, second.login.login_id}
    accounts.end_login(second.login.login_id)
    assert [x.login_id for x in accounts.logins()] == [first.login.login_id]
    with pytest.raises(NotFound):
        accounts.end_login(second.login.login_id)
    stranger = practice.acting_as(a_client(practice)).accounts
    with pytest.raises(NotFound):
        stranger.end_login(first.login.login_id)
    assert len(accounts.logins()) == 1


def test_a_login_ends_by_itself(practice: Practice, log_in: Callable[[], LoggedIn]) -> None:
    """A login that was not refreshed in time is refused before anything sweeps it."""
    found = log_in()
    now = practice.table.clock
    practice.table.clock = lambda: now() + timedelta(days=31)
    with pytest.raises(LoginEnded):
        practice.authenticate(found.account.account_id, found.login.login_id)
    with pytest.raises(LoginEnded):
        refresh(practice, found, 1)


def test_demo_accounts_open_only_in_development(practice: Practice, email: str) -> None:
    """Outside development a demo account can't log in, and its open login is refused."""
    actor = actor_of(practice, email)
    found = practice.acting_as(ANONYMOUS).accounts.log_in(email, PASSWORD)
    found.account.demo = True
    practice.table.save(found.account)
    practice.settings = replace(practice.settings, environment="production")
    with pytest.raises(InvalidCredentials):
        actor_of(practice, email)
    with pytest.raises(LoginEnded):
        practice.authenticate(actor.account_id, actor.login_id)


@pytest.mark.parametrize(
    "password",
    ["x" * 71 + "ä", "пароль" * 12, "密" * 64, "🔑🗝️" * 20 + "abcdef", "a b c d e f " * 80],
)
def test_passwords_of_any_script_and_length_count_whole(password: str) -> None:
    """A change in the last character of a long passphrase makes it another password."""
    hasher = Hasher("pepper", 4)
    hashed = hasher.hash(password)
    assert hasher.matches(password, hashed)
    assert not hasher.matches(password[:-1] + "!", hashed)
    assert not hasher.matches(password + " ", hashed)
    assert not Hasher("another", 4).matches(password, hashed)


def test_a_password_is_the_same_however_it_was_typed() -> None:
    """Composed and decomposed letters are one password (NFKC)."""
    hasher = Hasher("pepper", 4)
    assert hasher.matches("zoe\u0308 with a diaeresis", hasher.hash("zoë with a diaeresis"))
