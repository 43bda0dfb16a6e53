"""Journals over HTTP, by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.practices import let_read, related
from tests.therapy_api.people import Person, Served, served
from tests.transports import transport_to
from therapy_core.relationships.models import Contact, Mapping
from therapy_core.table.testing import FaultyTransport, answer_lost

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact

ENTRY = {"feeling": "Relieved", "intensity": 6, "feltAt": "2026-03-01T23:30:00+01:00"}
WHO = ("anonymous", "owner", "client", "granted", "mapped", "therapist", "admin")
# What each of WHO is answered.
CELLS: list[tuple[str, str, Any, tuple[int, ...]]] = [
    ("POST", "/journals/{client}", ENTRY, (401, 201, 404, 403, 403, 403, 403)),
    ("GET", "/journals/{client}", None, (401, 200, 404, 200, 404, 404, 403)),
    ("GET", "/journals/{client}/{entry}", None, (401, 200, 404, 200, 404, 404, 403)),
    ("GET", "/journals/{client}/{hidden}", None, (401, 200, 404, 404, 404, 404, 403)),
    ("GET", "/journals/{client}/trends", None, (401, 200, 404, 200, 404, 404, 403)),
    ("PATCH", "/journals/{client}/{entry}", {"intensity": 1}, (401, 200, 404, *[403] * 4)),
    ("DELETE", "/journals/{client}/{hidden}", None, (401, 204, 404, *[403] * 4)),
    ("GET", "/feelings", None, (200,) * 7),
]


@dataclass
class World:
    """Hold a client with two entries, one of them private, and everybody who may come."""

    people: dict[str, FlaskClient]
    ids: dict[str, str]


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


@pytest.fixture
def world(api: Served) -> World:
    """Return a client's journal, and everybody who may come."""
    owner, granted, mapped, admin = api.client(), api.therapist(), api.therapist(), api.admin()
    let_read(api.practice, owner.actor, granted.actor)
    state = {"mapping": Mapping.ACTIVE.value, "contact": Contact.OPEN.value}
    related(api.practice, owner.actor, mapped.actor, **state)
    people = {
        "anonymous": api.stranger,
        "owner": owner.http,
        "client": api.client().http,
        "granted": granted.http,
        "mapped": mapped.http,
        "therapist": api.therapist().http,
        "admin": admin.http,
    }
    return World(
        people,
        {
            "client": owner.id,
            "entry": written(owner)["entryId"],
            "hidden": written(owner, private=True)["entryId"],
        },
    )


def written(owner: Person, **more: Any) -> dict[str, Any]:
    """Write an entry and return it."""
    answer = owner.http.post(f"/journals/{owner.id}", json=ENTRY | more)
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]} {cell[1]}")
def test_everybody_gets_what_the_table_of_access_says(
    world: World, cell: tuple[str, str, Any, tuple[int, ...]]
) -> None:
    """Those who are refused are asked first, so that they see nothing change."""
    method, path, body, statuses = cell
    answers = sorted(zip(WHO, statuses, strict=True), key=lambda pair: -pair[1])
    for who, status in answers:
        answer = world.people[who].open(
            path.format(**world.ids), method=method, json=body, headers={"If-Match": '"1"'}
        )
        assert answer.status_code == status, (who, answer.json)


def test_an_entry_is_written_read_changed_and_removed(api: Served) -> None:
    """Under its path and its tag, with times in UTC and the day in the client's zone."""
    ada = api.client()
    body = ENTRY | {"timezone": "Europe/Berlin", "words": "It came.\nAt last."}
    made = ada.http.post(f"/journals/{ada.id}", json=body)
    assert made.json["feltAt"] == "2026-03-01T22:30:00.000Z"
    assert made.json["feltOn"] == "2026-03-01"
    assert (made.json["feeling"], made.json["family"]) == ("Relieved", "happiness")
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert ada.http.get(path).json == made.json
    assert ada.http.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert ada.http.patch(path, json={"intensity": 2}).status_code == 428
    changed = ada.http.patch(path, json={"feeling": "saudade"}, headers={"If-Match": tag})
    assert (changed.json["family"], changed.json["words"]) == (None, "It came.\nAt last.")
    assert ada.http.delete(path, headers={"If-Match": tag}).status_code == 412
    tag = changed.headers["ETag"]
    assert ada.http.delete(path, headers={"If-Match": tag}).status_code == 204
    assert ada.http.get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("feeling", ""),
        ("feeling", "x" * 61),
        ("intensity", 0),
        ("intensity", 11),
        ("intensity", 5.5),
        ("intensity", "5"),
        ("feltAt", "2999-01-01T00:00:00Z"),
        ("feltAt", "1969-01-01T00:00:00Z"),
        ("feltAt", "2026-03-01"),
        ("feltAt", "2026-03-01T10:00:00"),
        ("feltAt", "0001-01-01T00:00:00+10:00"),
        ("feltAt", "20260301T100000Z"),
        ("words", "x" * 10_001),
        ("private", "yes"),
        ("private", 0),
        ("timezone", "Mars/Base"),
        ("writtenAt", "2026-03-01T10:00:00Z"),
        ("family", "anger"),
    ],
)
def test_what_is_wrong_is_named(api: Served, field: str, value: Any) -> None:
    """422, with a pointer to the field; what the server owns can't be set."""
    ada = api.client()
    answer = ada.http.post(f"/journals/{ada.id}", json=ENTRY | {field: value})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_journal_is_filtered_and_paged(api: Served) -> None:
    """From a time on and before another, by feeling, page by page."""
    ada = api.client()
    for day, word in enumerate(("glad", "angry", "livid"), 1):
        written(ada, feltAt=f"2026-03-0{day}T08:00:00Z", feeling=word)

    def words(**query: str) -> list[str]:
        answer = ada.http.get(f"/journals/{ada.id}", query_string=query)
        return [each["feeling"] for each in answer.json["items"]]

    assert words() == ["livid", "angry", "glad"]
    between = {"from": "2026-03-01T08:00:00Z", "to": "2026-03-03T08:00:00Z"}
    assert words(**between) == ["angry", "glad"]
    assert words(feeling="anger") == ["livid", "angry"]
    first = ada.http.get(f"/journals/{ada.id}?limit=2")
    following = first.headers["Link"].partition(">")[0][1:]
    assert [each["feeling"] for each in ada.http.get(following).json["items"]] == ["glad"]
    for wrong in ("from=yesterday", "from=2026-03-01", "mood=bad"):
        assert ada.http.get(f"/journals/{ada.id}?{wrong}").status_code == 422


def test_trends_are_read_by_day(api: Served) -> None:
    """Count, sum and mean by family, and the totals of the page."""
    ada, tom = api.client(), api.therapist()
    let_read(api.practice, ada.actor, tom.actor)
    written(ada, feltAt="2026-03-01T08:00:00Z", intensity=4)
    written(ada, feltAt="2026-03-01T09:00:00Z", intensity=5)
    written(ada, feltAt="2026-03-02T09:00:00Z", feeling="furious", private=True)
    mine = ada.http.get(f"/journals/{ada.id}/trends").json
    assert [day["day"] for day in mine["items"]] == ["2026-03-02", "2026-03-01"]
    happy = {"family": "happiness", "count": 2, "intensitySum": 9, "meanIntensity": 4.5}
    assert mine["items"][1]["families"] == [happy]
    assert [each["family"] for each in mine["totals"]] == ["happiness", "anger"]
    theirs = tom.http.get(f"/journals/{ada.id}/trends?from=2026-02-28&to=2026-03-31").json
    assert (theirs["totals"], len(theirs["items"])) == ([happy], 1)
    assert ada.http.get(f"/journals/{ada.id}/trends?from=2026-03-01T00:00:00Z").status_code == 422


def test_the_vocabulary_can_be_kept(api: Served) -> None:
    """Whoever has its version is told that it is still that, and may keep it for a while."""
    answer = api.stranger.get("/feelings")
    assert (answer.json["version"], len(answer.json["families"])) == (1, 10)
    assert "content" in answer.json["families"][0]["light"]
    again = api.stranger.get("/feelings", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for each in (answer, again):
        assert each.headers["Cache-Control"] == "public, max-age=3600"


def test_an_entry_is_repeated_safely(endpoint: str, table_name: str) -> None:
    """A lost answer and a repeated request under one key make one entry."""
    faulty = FaultyTransport(transport_to(endpoint))
    ada = served(endpoint, table_name, faulty).client()
    key = {"Idempotency-Key": "once"}
    faulty.next("TransactWriteItems", answer_lost)
    first = ada.http.post(f"/journals/{ada.id}", json=ENTRY, headers=key)
    again = ada.http.post(f"/journals/{ada.id}", json=ENTRY, headers=key)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = ada.http.post(f"/journals/{ada.id}", json=ENTRY | {"intensity": 1}, headers=key)
    assert other.status_code == 422
    assert len(ada.http.get(f"/journals/{ada.id}").json["items"]) == 1
    assert ada.http.get(f"/journals/{ada.id}/trends").json["totals"][0]["count"] == 1
