"""The seeds: the same practice every time, believable, and only for development."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pynamodb.attributes import MapAttribute

from seeds import demo
from seeds.names import PLACES
from seeds.order import Order
from seeds.people import client, clients
from seeds.relationships import relationships
from seeds.run import PLANTS, Summary, plant
from seeds.therapists import EXPERTISE, SKETCHES, therapists
from seeds.together import entities_of
from tests.migrations.things import dump
from tests.practices import PASSWORD, a_client, actor_of, new_practice
from therapy_core import ANONYMOUS, PageRequest, Practice
from therapy_core.accounts.models import Account
from therapy_core.directory.models import Client, Therapist
from therapy_core.directory.rules import CLIENT_FIELDS, THERAPIST_FIELDS
from therapy_core.errors import Conflict, InvalidCredentials, Misconfigured
from therapy_core.keys.models import DataKey
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship
from therapy_core.table import Entity
from therapy_core.values import canonical_email, checked, email

ROOT = Path(__file__).parents[2]
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def practice(endpoint: str, table_name: str) -> Practice:
    """Return a practice on a new, empty table, where it is a Wednesday's noon."""
    return at_noon(new_practice(endpoint, table_name))


def at_noon(practice: Practice) -> Practice:
    """Let it be Wednesday, a moment that no test runs into midnight from."""
    practice.table.clock = lambda: WEDNESDAY
    return practice


def all_of(order: Order) -> list[Entity]:
    """Return everything that is planted for `order`."""
    planted = (each for _, _, plants in PLANTS for each in plants(order))
    return [entity for each in planted for entity in entities_of(each)]


def digest(many: int) -> str:
    """Return a checksum of everything in a practice of `many` clients, its text unsealed."""
    rows = [plain_row(e) for e in all_of(Order(many))]
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


def plain_row(entity: Entity) -> dict[str, Any]:
    """Return the attributes of an entity as plain values, by name."""
    return {name: _plain(getattr(entity, name)) for name in sorted(type(entity).get_attributes())}


def _plain(value: Any) -> Any:
    if isinstance(value, MapAttribute):
        return value.as_dict()  # type: ignore[no-untyped-call]
    return sorted(value) if isinstance(value, set) else value


def opened(practice: Practice) -> list[dict[str, Any]]:
    """Return every item of a table with its text opened, but for the data keys, which are chance.

    The salted hash of the demo password is left out.
    """
    found = (practice.table.parse(raw) for raw in dump(practice.table))
    rows = [plain_row(e) for e in found if not isinstance(e, DataKey)]
    return [{k: v for k, v in row.items() if k != "password_hash"} for row in rows]


def test_planting_again_changes_nothing(practice: Practice) -> None:
    """The second time not one item is written, and every item stands as it stood."""
    first = plant(practice, clients=60)
    stood = dump(practice.table)
    assert first.written == len(stood)
    second = plant(practice, clients=60)
    assert (second.written, second.planted) == (0, first.planted)
    assert dump(practice.table) == stood


def test_planting_anywhere_gives_the_same_items(endpoint: str, table_name: str) -> None:
    """Two tables hold the same, but for what is chance: keys, and what is sealed under them."""

    def planted(name: str) -> list[dict[str, Any]]:
        practice = at_noon(new_practice(endpoint, name))
        plant(practice, clients=20)
        return opened(practice)

    assert planted(table_name) == planted(f"{table_name}-b")


def test_another_process_makes_the_same_practice() -> None:
    """Nothing depends on the process: not its time, its hash seed or its random numbers."""
    code = "from tests.seeds.test_planting import digest; print(digest(200))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert found == {digest(200)}


def test_a_larger_practice_contains_the_smaller(practice: Practice) -> None:
    """Planted larger, it adds to what is there and changes none of it."""
    plant(practice, clients=30)
    stood = {(i["PK"]["S"], i["SK"]["S"]): i for i in dump(practice.table)}
    plant(practice, clients=80)
    grown = {(i["PK"]["S"], i["SK"]["S"]): i for i in dump(practice.table)}
    assert stood.items() <= grown.items()
    assert len(grown) > len(stood)


def test_what_somebody_changed_stays_changed(practice: Practice) -> None:
    """A seeded profile that was edited keeps the edit when the seeds are planted again."""
    plant(practice, clients=5)
    actor = actor_of(practice, demo.CLIENT.email, demo.PASSWORD)
    practice.acting_as(actor).clients.change(actor.profile_id, {"name": "Somebody Else"})
    plant(practice, clients=5)
    found = practice.acting_as(actor).clients.get(actor.profile_id)
    assert found.name == "Somebody Else"


@pytest.mark.parametrize("login", demo.LOGINS, ids=lambda one: one.role)
def test_the_demo_log_ins_open(practice: Practice, login: demo.DemoLogin) -> None:
    """Each role's demo account is entered with the password that is printed."""
    plant(practice, clients=3)
    assert actor_of(practice, login.email, demo.PASSWORD).role == login.role


def test_nobody_else_can_log_in(practice: Practice) -> None:
    """An account that is not for demonstration has no password that could be guessed."""
    plant(practice, clients=3)
    for password in (demo.PASSWORD, PASSWORD, demo.UNUSABLE):
        with pytest.raises(InvalidCredentials):
            actor_of(practice, client(1).email, password)


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_is_refused_outside_development(practice: Practice, environment: str) -> None:
    """Where people's data may be, nothing is planted and no demo account opens."""
    settings = replace(practice.settings, environment=environment)
    real = Practice(settings, practice.table)
    with pytest.raises(Misconfigured, match="development"):
        plant(real, clients=3)
    assert dump(practice.table) == []
    plant(practice, clients=3)
    for login in demo.LOGINS:
        with pytest.raises(InvalidCredentials):
            real.acting_as(ANONYMOUS).accounts.log_in(login.email, demo.PASSWORD)


def test_takes_no_address_from_an_account_of_one_s_own(practice: Practice) -> None:
    """An address that somebody signed up with before stays theirs, and the seeds say so."""
    a_client(practice, email=demo.CLIENT.email)
    with pytest.raises(Conflict, match="did not make"):
        plant(practice, clients=3)
    assert actor_of(practice, demo.CLIENT.email, PASSWORD)


def test_has_relationships_in_every_state() -> None:
    """Each state of mapping, journal access and contact is there, and the common ones often."""
    every = [e for each in relationships(Order(300)) for e in entities_of(each)]
    found = [e for e in every if isinstance(e, Relationship)]
    states = {(r.mapping, r.journal_access, r.contact) for r in found}
    possible = set(product(Mapping, JournalAccess, Contact))
    open_ones = {s for s in possible if s[0] == Mapping.ACTIVE or s[1] == JournalAccess.GRANTED}
    assert states == possible - {s for s in open_ones if s[2] == Contact.CLOSED}
    assert len({r.ref for r in found}) == len(found)
    assert len({r.therapist_id for r in found}) == sum(s.verified for s in SKETCHES)
    active = [r for r in found if r.mapping == Mapping.ACTIVE]
    assert len(active) > len(found) / 2


def test_is_what_the_library_itself_would_take() -> None:
    """Names, zones, places and addresses pass the rules for what people enter."""
    for entity in all_of(Order(400)):
        if isinstance(entity, Client):
            checked(CLIENT_FIELDS, {n: getattr(entity, n) for n in CLIENT_FIELDS})
        if isinstance(entity, Therapist):
            checked(THERAPIST_FIELDS, {n: getattr(entity, n) for n in THERAPIST_FIELDS})
        if isinstance(entity, Account):
            assert email(entity.email) == entity.email
            assert entity.email.endswith(".example")
            assert entity.demo


def test_no_two_people_share_an_address_or_a_key() -> None:
    """Everything planted has a key of its own, and every account an address of its own."""
    found = all_of(Order(3000))
    assert len({(e.ref.pk, e.ref.sk) for e in found}) == len(found)
    addresses = [canonical_email(e.email) for e in found if isinstance(e, Account)]
    assert len(set(addresses)) == len(addresses)


def test_is_spread_over_the_world() -> None:
    """Clients and therapists live in many time zones, and most therapists are verified."""
    zones = {c.timezone for c in clients(Order(300)) if isinstance(c, Client)}
    assert {p.timezone for p in PLACES} <= zones
    found = [t for t in therapists(Order(0)) if isinstance(t, Therapist)]
    assert len({t.timezone for t in found}) == len(found) == 12
    assert sum(t.verified_at is None for t in found) == 2
    assert {e for t in found for e in t.expertise} <= set(EXPERTISE)


def test_therapists_are_found_by_what_they_do_and_where(practice: Practice) -> None:
    """The directory lists the verified therapists by expertise and by place, and no other."""
    plant(practice, clients=3)
    actor = actor_of(practice, demo.CLIENT.email, demo.PASSWORD)
    therapists = practice.acting_as(actor).therapists
    by_work = therapists.list(PageRequest(), expertise="trauma").items
    assert {t.name for t in by_work} == {"Adaeze Nwosu", "Naomi Begay", "Оксана Мельник"}
    assert len(therapists.list(PageRequest(), location="Portugal").items) == 0
    assert len(therapists.list(PageRequest(limit=50)).items) == 10


def test_says_what_it_planted_and_how_to_log_in(practice: Practice) -> None:
    """The summary counts each kind and names the log-ins."""
    text = str(plant(practice, clients=20))
    assert "2 admins, 12 therapists, 20 clients" in text
    assert "client@demo.example" in text
    assert demo.PASSWORD in text
    assert "all of it was there" in str(plant(practice, clients=20))
    assert isinstance(plant(practice, clients=20), Summary)


@pytest.mark.parametrize("many", [0, 100_001])
def test_takes_a_size_within_bounds(practice: Practice, many: int) -> None:
    """Neither nobody nor more than a hundred thousand are planted."""
    with pytest.raises(ValueError, match="100000 clients"):
        plant(practice, clients=many)


MANY_CLIENTS = int(os.environ.get("MANY_CLIENTS", "150"))
"""`make soak` plants 2,000 under the same bound."""


@pytest.mark.exact
@pytest.mark.slow
def test_many_clients_take_little_memory(practice: Practice) -> None:
    """A large practice is planted as a stream, and tells how far it has come."""
    plant(practice, clients=20)
    said: list[tuple[str, int]] = []
    tracemalloc.start()
    summary = plant(practice, clients=MANY_CLIENTS, report=lambda *told: said.append(told))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert summary.planted["clients"] == MANY_CLIENTS
    assert {kind for kind, _ in said} >= {"clients", "relationships"}
    assert [n for kind, n in said if kind == "clients"][-1] >= MANY_CLIENTS - 50
    assert peak < 20_000_000
