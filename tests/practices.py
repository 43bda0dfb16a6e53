"""What tests of a practice start from: a practice on a table of its own, and people in it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.transports import KIND
from therapy_core import ANONYMOUS, SYSTEM, Actor, Practice, Role, Settings, ids
from therapy_core.accounts.models import Login
from therapy_core.journals.models import JournalEntry
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship
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
    transport=KIND,
)
_numbers = itertools.count(1)


def new_practice(
    endpoint: str,
    table_name: str,
    transport: Transport | None = None,
    *,
    streamed: bool = True,
    **settings: Any,
) -> Practice:
    """Return a practice on a new, empty table.

    Without a stream many thousand writes stay quick: in memory, the engine looks through the
    whole stream on each of them.
    """
    chosen = replace(SETTINGS, endpoint=endpoint, table_name=table_name, **settings)
    practice = Practice.connect(chosen, transport)
    create_table(practice, streamed=streamed)
    return practice


def create_table(practice: Practice, *, streamed: bool = True) -> None:
    """Make the practice's table."""
    table = practice.table
    asked = create_table_input(table.schema, table.name)
    if not streamed:
        del asked["StreamSpecification"]
    table.wire.dispatch("CreateTable", asked)


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


def related(practice: Practice, client: Actor, therapist: Actor, **state: str) -> Relationship:
    """Make a client and a therapist be to each other what `state` says, from now on."""
    pair = {"client_id": client.profile_id, "therapist_id": therapist.profile_id}
    found = Relationship(**pair, client_name=client.name or None, **state)
    with practice.table.transaction("relate") as unit:
        unit.put(found)
    return found


def let_read(practice: Practice, client: Actor, therapist: Actor) -> Relationship:
    """Map a client and a therapist, open their contact, and grant the journal."""
    return related(
        practice,
        client,
        therapist,
        mapping=Mapping.ACTIVE.value,
        journal_access=JournalAccess.GRANTED.value,
        contact=Contact.OPEN.value,
    )


def between(practice: Practice, client: Actor, therapist: Actor) -> Relationship:
    """Return what two people are to each other."""
    at = Relationship.at(client_id=client.profile_id, therapist_id=therapist.profile_id)
    found = practice.table.get(at)
    assert found is not None
    return found


def an_entry(
    client: Actor, felt_at: datetime, words: str, *, private: bool = False
) -> JournalEntry:
    """Return an entry of a client's journal that is not stored yet, without its day's counters."""
    return JournalEntry(
        client_id=client.profile_id,
        entry_id=ids.ENTRY + ids.new_ulid(felt_at),
        felt_at=felt_at,
        felt_on=felt_at.date().isoformat(),
        written_at=felt_at,
        feeling="glad",
        words=words,
        intensity=5,
        private=private,
        vocabulary_version=1,
    )


def later(practice: Practice, **time: float) -> None:
    """Let so much time pass, for the practice, whose clock stands still from now on."""
    now = practice.table.clock() + timedelta(**time)
    practice.table.clock = lambda: now


def map_both(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Let a client ask a listed therapist to be mapped, who says yes."""
    asked = practice.acting_as(client).mapping_requests.ask(therapist_id=therapist.profile_id)
    practice.acting_as(therapist).mapping_requests.answer(asked.request_id, "approved")


ADMIN = Actor(Role.ADMIN, "acc_admin", "", "lgn_admin")
"""An admin who needs no account, for what only an admin may prepare."""
