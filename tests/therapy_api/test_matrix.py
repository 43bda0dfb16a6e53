"""Every operation on a profile, by everybody: who sees it, who changes it, who learns nothing.

The roles that can never do it get 403, those who may not do it to this profile 404, as if it were
not there; and nothing has changed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.practices import PASSWORD, an_address, new_practice
from therapy_api.app import create_app
from therapy_core import SYSTEM, Practice
from therapy_core.directory.models import Client, Therapist
from therapy_core.relationships.models import Mapping, Relationship

WHO = ("anonymous", "owner", "client", "therapist", "mapped", "former", "admin")
CLIENT = {"name": "New"}
THERAPIST = {"name": "New", "timezone": "UTC", "expertise": ["Sleep"], "location": "Oslo"}
# What each of WHO is answered, for the profile of a client and of a therapist who is not listed.
CELLS: list[tuple[str, str, Any, tuple[int, ...]]] = [
    ("GET", "/clients/{client}", None, (401, 200, 404, 404, 200, 200, 200)),
    ("PUT", "/clients/{client}", CLIENT, (401, 200, 404, 403, 403, 403, 200)),
    ("PATCH", "/clients/{client}", CLIENT, (401, 200, 404, 403, 403, 403, 200)),
    ("DELETE", "/clients/{client}", None, (401, 204, 404, 403, 403, 403, 204)),
    ("GET", "/therapists/{therapist}", None, (401, 200, 404, 404, 404, 404, 200)),
    ("PUT", "/therapists/{therapist}", THERAPIST, (401, 200, 403, 404, 404, 404, 200)),
    ("PATCH", "/therapists/{therapist}", CLIENT, (401, 200, 403, 404, 404, 404, 200)),
    ("DELETE", "/therapists/{therapist}", None, (401, 204, 403, 404, 404, 404, 204)),
    ("PUT", "/therapists/{therapist}/verification", None, (401, *([403] * 5), 200)),
    ("DELETE", "/therapists/{therapist}/verification", None, (401, *([403] * 5), 200)),
]

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact


@dataclass
class World:
    """Hold a client and a therapist who is not listed, and everybody who may come."""

    practice: Practice
    people: dict[str, FlaskClient]
    ids: dict[str, str]

    def stands(self) -> list[dict[str, Any] | None]:
        """Return both profiles as they are stored."""
        client = self.practice.table.get(Client.at(client_id=self.ids["client"]))
        therapist = self.practice.table.get(Therapist.at(therapist_id=self.ids["therapist"]))
        return [each and each.stored for each in (client, therapist)]


@pytest.fixture(scope="module")
def served(endpoint: str) -> Iterator[tuple[Practice, Flask]]:
    """Return a practice and its app, for all the cells."""
    practice = new_practice(endpoint, "therapy-matrix")
    app = create_app(practice.settings, practice)
    app.config["RATE_LIMITS"] = dict.fromkeys(app.config["RATE_LIMITS"], (10_000, 3600))
    yield practice, app
    practice.table.wire.dispatch("DeleteTable", {"TableName": practice.table.name})


@pytest.fixture
def world(served: tuple[Practice, Flask]) -> Callable[[str], World]:
    """Return a way to make a new world; its owner owns a profile of the role."""
    practice, app = served

    def make(role: str) -> World:
        client, client_id = person(app, "client")
        therapist, therapist_id = person(app, "therapist")
        mapped, mapped_id = person(app, "therapist")
        former, former_id = person(app, "therapist")
        for other, state in ((mapped_id, Mapping.ACTIVE), (former_id, Mapping.ENDED)):
            pair = {"client_id": client_id, "therapist_id": other, "client_name": "Amal"}
            practice.table.create(Relationship(mapping=state.value, **pair))
        admin = an_address()
        practice.acting_as(SYSTEM).accounts.create_admin(admin, PASSWORD, "Ann")
        people = {
            "anonymous": app.test_client(),
            "owner": client if role == "client" else therapist,
            "client": person(app, "client")[0],
            "therapist": person(app, "therapist")[0],
            "mapped": mapped,
            "former": former,
            "admin": logged_in(app, admin)[0],
        }
        return World(practice, people, {"client": client_id, "therapist": therapist_id})

    return make


def person(app: Flask, role: str) -> tuple[FlaskClient, str]:
    """Sign somebody up, and return the client that is logged in and the profile's id."""
    email = an_address()
    more = {"timezone": "UTC", "expertise": ["Grief"], "location": "Oslo"}
    body = {"email": email, "password": PASSWORD, "name": "Amal", "role": role}
    body |= more if role == "therapist" else {}
    assert app.test_client().post("/signup", json=body).status_code == 201
    return logged_in(app, email)


def logged_in(app: Flask, email: str) -> tuple[FlaskClient, str]:
    """Log in over HTTP."""
    http = app.test_client()
    tokens = http.post("/login", json={"email": email, "password": PASSWORD}).json
    http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {tokens['accessToken']}"
    return http, tokens["account"]["profileId"]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]} {cell[1]}")
def test_everybody_gets_what_the_table_of_access_says(
    world: Callable[[str], World], cell: tuple[str, str, Any, tuple[int, ...]]
) -> None:
    """Whoever is refused changes nothing; whoever is not, is asked in a world of their own."""
    method, path, body, statuses = cell
    answers = dict(zip(WHO, statuses, strict=True))
    here = world("client" if "{client}" in path else "therapist")
    before = here.stands()
    for who, status in answers.items():
        if status >= 400:
            assert asked(here, who, method, path, body) == status, who
    assert here.stands() == before
    for who, status in answers.items():
        if status < 400:
            there = world("client" if "{client}" in path else "therapist")
            assert asked(there, who, method, path, body) == status, who


def asked(world: World, who: str, method: str, path: str, body: Any) -> int:
    """Ask once, with the right version, and return the status."""
    answer = world.people[who].open(
        path.format(**world.ids),
        method=method,
        json=body,
        headers={} if method == "GET" else {"If-Match": '"1"'},
    )
    return answer.status_code


@pytest.mark.parametrize("path", ["/clients/{client}", "/therapists/{therapist}"])
def test_nobody_removes_another_version(world: Callable[[str], World], path: str) -> None:
    """A removal holds for the version that was read."""
    here = world("client")
    before = here.stands()
    answer = here.people["admin"].delete(path.format(**here.ids), headers={"If-Match": '"2"'})
    assert answer.status_code == 412
    assert here.stands() == before
