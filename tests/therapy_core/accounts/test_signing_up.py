"""Signing up: one account for each address, whole or not at all, once for each key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.practices import PASSWORD, an_address
from therapy_core import ANONYMOUS, SYSTEM, Once, Practice, Role
from therapy_core.accounts.models import Account
from therapy_core.directory.models import Client, Therapist
from therapy_core.errors import EmailTaken, InvalidInput, KeyReused


def sign_up(practice: Practice, once: Once | None = None, **more: Any) -> Account:
    """Sign a client up with what a test doesn't care about filled in."""
    given = {"email": an_address(), "password": PASSWORD, "name": "Ada", "role": Role.CLIENT} | more
    return practice.acting_as(ANONYMOUS, once).accounts.sign_up(**given)


def count_items(practice: Practice) -> int:
    """Count everything in the table."""
    found = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})
    return len(found["Items"])


def test_a_client_has_an_account_and_a_profile(practice: Practice) -> None:
    """Signing up stores account, address, profile and two data keys, in one round trip."""
    with practice.metered() as meter:
        account = sign_up(practice, name="  Zoë  ", timezone="Asia/Kathmandu")
    profile = practice.table.get(Client.at(client_id=account.profile_id))
    assert profile is not None
    assert (profile.name, profile.timezone) == ("Zoë", "Asia/Kathmandu")
    assert (meter.round_trips, count_items(practice)) == (1, 5)


def test_a_therapist_starts_unlisted(practice: Practice) -> None:
    """A therapist who signs up has a profile that the directory does not show yet."""
    account = sign_up(
        practice,
        role=Role.THERAPIST,
        expertise=["Grief", "grief", "Sleep"],
        location="Köln, Germany",
    )
    profile = practice.table.get(Therapist.at(therapist_id=account.profile_id))
    assert profile is not None
    assert profile.expertise == ["grief", "Sleep"]
    assert profile.verified_at is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ada@practice.example", "ADA@Practice.Example"),
        ("ada@exämple.example", "ada@xn--exmple-cua.example"),
        ("zoë@practice.example", "zoe\u0308@practice.example"),
    ],
)
def test_an_address_is_one_however_it_is_written(
    practice: Practice, first: str, second: str
) -> None:
    """Case, Unicode form and the writing of the domain make no second address."""
    sign_up(practice, email=first)
    with pytest.raises(EmailTaken):
        sign_up(practice, email=second)
    assert count_items(practice) == 5


def test_wrong_values_are_named_together(practice: Practice) -> None:
    """Every field that is wrong is named, none of them repeated, and nothing is stored."""
    with pytest.raises(InvalidInput) as caught:
        sign_up(practice, email="nobody", password="short", name=" ", timezone="Mars/Olympus")
    assert set(caught.value.fields) == {"email", "password", "name", "timezone"}
    assert "short" not in repr(caught.value.fields)
    assert count_items(practice) == 0


@pytest.mark.parametrize("role", ["admin", "system", "anonymous", "owner"])
def test_nobody_signs_up_as_more_than_client_or_therapist(practice: Practice, role: str) -> None:
    """Only a command makes an admin."""
    with pytest.raises(InvalidInput):
        sign_up(practice, role=role)


def test_the_command_line_makes_an_admin(practice: Practice) -> None:
    """An admin has an account and no profile."""
    account = practice.acting_as(SYSTEM).accounts.create_admin(an_address(), PASSWORD, "Ann")
    assert (account.role, account.profile_id, count_items(practice)) == ("admin", None, 2)


def test_a_key_signs_up_once(practice: Practice) -> None:
    """The same request under the same key returns the same account and writes nothing."""
    email = an_address()
    first = sign_up(practice, Once("k1", "f1"), email=email)
    again = Once("k1", "f1")
    second = sign_up(practice, again, email=email)
    assert (second.account_id, again.replayed) == (first.account_id, True)
    assert (second.version, count_items(practice)) == (1, 6)


def test_a_key_is_for_one_request(practice: Practice) -> None:
    """Another request under the same key is refused."""
    email = an_address()
    sign_up(practice, Once("k1", "f1"), email=email)
    with pytest.raises(KeyReused):
        sign_up(practice, Once("k1", "f2"), email=email)


def test_two_people_may_use_the_same_key(practice: Practice) -> None:
    """A key belongs to the address that signs up with it."""
    first, second = sign_up(practice, Once("1", "a")), sign_up(practice, Once("1", "b"))
    assert first.account_id != second.account_id


@pytest.mark.exact
def test_of_many_at_once_one_gets_the_address(practice: Practice) -> None:
    """Of 32 who sign up with one address together, one succeeds and 31 are told."""
    email = an_address()

    def attempt(_: int) -> bool:
        try:
            sign_up(practice, email=email)
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        outcomes = list(pool.map(attempt, range(32)))
    assert (sum(outcomes), count_items(practice)) == (1, 5)


@pytest.mark.exact
def test_a_repeated_key_that_races_signs_up_once(practice: Practice) -> None:
    """16 copies of one request make one account, and all are told of that one."""
    email = an_address()
    with ThreadPoolExecutor(16) as pool:
        accounts = list(
            pool.map(lambda _: sign_up(practice, Once("k", "f"), email=email), range(16))
        )
    assert len({a.account_id for a in accounts}) == 1
    assert count_items(practice) == 6


def test_the_record_of_a_key_holds_nothing_of_the_person(practice: Practice) -> None:
    """What is kept for a repetition says what was made, not who it was for."""
    email = an_address()
    made = sign_up(practice, Once("k" * 8, "f"), email=email, name="canary")
    items = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})["Items"]
    (record,) = [i for i in items if i["type"]["S"] == "idempotency"]
    assert made.account_id in repr(record)
    assert not any(text in repr(record) for text in ("canary", email, made.password_hash))
