"""The seeds: the same practice every time, believable, and only for development."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from seeds import demo
from seeds.names import PLACES
from seeds.order import Order
from seeds.people import client, clients
from seeds.relationships import relationships
from seeds.run import PLANTS, Summary, plant
from seeds.therapists import EXPERTISE, SKETCHES, therapists
from tests.migrations.things import dump
from tests.practices import PASSWORD, a_client, actor_of, new_practice
from therapy_core import ANONYMOUS, PageRequest, Practice
from therapy_core.accounts.models import Account
from therapy_core.directory.models import Client, Therapist
from therapy_core.directory.rules import CLIENT_FIELDS, THERAPIST_FIELDS
from therapy_core.errors import Conflict, InvalidCredentials, Misconfigured
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship
from therapy_core.table import Entity
from therapy_core.table.plan import plan as planned
from therapy_core.values import canonical_email, checked, email

ROOT = Path(__file__).parents[2]


@pytest.fixture
def practice(endpoint: str, table_name: str) -> Practice:
    """Return a practice on a new, empty table."""
    return new_practice(endpoint, table_name)


def all_of(order: Order) -> list[Entity]:
    """Return everything that is planted for `order`."""
    return [entity for _, _, plants in PLANTS for entity in plants(order)]


def digest(many: int) -> str:
    """Return a checksum of everything in a practice of `many` clients."""
    rows = [planned(type(e)).item(e, 1) for e in all_of(Order(many))]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def test_planting_again_changes_nothing(practice: Practice) -> None:
    """The second time not one item is written, and every item stands as it stood."""
    first = plant(practice, clients=60)
    stood = dump(practice.table)
    assert first.written == len(stood)
    second = plant(practice, clients=60)
    assert (second.written, second.planted) == (0, first.planted)
    assert dump(practice.table) == stood


def test_planting_anywhere_gives_the_same_items(endpoint: str, table_name: str) -> None:
    """Two tables hold the same, but for the salt in the hash of the demo password."""

    def planted(name: str) -> list[dict[str, Any]]:
        practice = new_practice(endpoint, name)
        plant(practice, clients=40)
        return [{k: v for k, v in i.items() if k != "password_hash"} for i in dump(practice.table)]

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
    found = [r for r in relationships(Order(300)) if isinstance(r, Relationship)]
    states = {(r.mapping, r.journal_access, r.contact) for r in found}
    every = set(product(Mapping, JournalAccess, Contact))
    opened = {s for s in every if s[0] == Mapping.ACTIVE or s[1] == JournalAccess.GRANTED}
    assert states == every - {s for s in opened if s[2] == Contact.CLOSED}
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


@pytest.mark.exact
@pytest.mark.slow
def test_two_thousand_clients_take_little_memory(practice: Practice) -> None:
    """A large practice is planted as a stream, and tells how far it has come."""
    plant(practice, clients=20)
    said: list[tuple[str, int]] = []
    tracemalloc.start()
    summary = plant(practice, clients=2000, report=lambda *told: said.append(told))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert summary.planted["clients"] == 2000
    assert {kind for kind, _ in said} >= {"clients", "relationships"}
    assert [n for kind, n in said if kind == "clients"][-1] >= 1900
    assert peak < 20_000_000
