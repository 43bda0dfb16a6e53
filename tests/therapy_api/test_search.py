"""Searching over HTTP, by everybody."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.practices import an_entry, let_read
from tests.therapy_api.people import Person, Served, served
from therapy_core import ids
from therapy_core.sessions.models import PrivateNote, SharedNote

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact

CANARY = "canary7f3a"


@dataclass
class World:
    """Hold a client and a therapist who have written, and who else may come."""

    api: Served
    client: Person
    therapist: Person

    def search(self, person: Person, keyword: str, **query: Any) -> Any:
        """Search as somebody, for one's own, and return the answer."""
        return person.http.get(self.path(person), query_string={"keyword": keyword, **query})

    def path(self, person: Person) -> str:
        """Return where somebody searches."""
        return f"/{person.actor.role.value}s/{person.id}/search"


@pytest.fixture
def world(endpoint: str, table_name: str) -> World:
    """Return a client's journal with a private entry, and a note of each kind."""
    api = served(endpoint, table_name)
    client, therapist = api.client(name="Zoë Client"), api.therapist(name="Tom Regen")
    let_read(api.practice, client.actor, therapist.actor)
    now = api.practice.table.clock()
    session = {"session_id": ids.SESSION + ids.new_ulid(now)}
    session |= {"client_id": client.id, "therapist_id": therapist.id}
    api.practice.table.load(
        [
            an_entry(client.actor, now - timedelta(hours=1), "Heavy régen, then sun."),
            an_entry(client.actor, now - timedelta(hours=2), "Secret regen.", private=True),
            SharedNote(text="We spoke of REGEN.", **session),
            PrivateNote(text="Hidden regen.", **session),
        ]
    )
    letter = {"clientId": client.id, "therapistId": therapist.id, "text": "Rain? Regen!"}
    assert client.http.post("/messages", json=letter).status_code == 201
    return World(api, client, therapist)


def told(answer: Any) -> list[tuple[str, str]]:
    """Return what was found, and the excerpt of each."""
    assert answer.status_code == 200, answer.json
    return [(hit["what"], hit["excerpt"]["text"]) for hit in answer.json["items"]]


def test_a_client_finds_what_is_theirs_and_shared(world: World) -> None:
    """Journal, shared notes, messages, listed therapists; nothing of a private note."""
    assert told(world.search(world.client, "regen")) == [
        ("entry", "Heavy régen, then sun."),
        ("entry", "Secret regen."),
        ("note", "We spoke of REGEN."),
        ("message", "Rain? Regen!"),
        ("therapist", "Tom Regen"),
    ]


def test_a_therapist_finds_what_is_theirs_and_granted(world: World) -> None:
    """Clients by name, notes of both kinds, messages, the journal but for what is private."""
    assert told(world.search(world.therapist, "regen")) == [
        ("note", "We spoke of REGEN."),
        ("note", "Hidden regen."),
        ("message", "Rain? Regen!"),
        ("entry", "Heavy régen, then sun."),
    ]
    assert told(world.search(world.therapist, "zoe")) == [("client", "Zoë Client")]


def test_a_hit_says_where_it_is(world: World) -> None:
    """The ids that lead there, the places in the field, and those in the excerpt."""
    hit = world.search(world.client, "régen SUN", **{"in": "journals"}).json["items"][0]
    assert hit["clientId"] == world.client.id
    assert hit["entryId"].startswith("jrn_")
    assert [hit[name] for name in ("sessionId", "note", "messageId", "therapistId")] == [None] * 4
    assert hit["places"] == [
        {"field": "words", "start": 6, "end": 11},
        {"field": "words", "start": 18, "end": 21},
    ]
    assert hit["excerpt"] == {
        "field": "words",
        "offset": 0,
        "text": "Heavy régen, then sun.",
        "places": [{"start": 6, "end": 11}, {"start": 18, "end": 21}],
    }


def test_the_kinds_can_be_chosen(world: World) -> None:
    """By commas; those of another role, none and unknown ones are refused."""
    found = told(world.search(world.client, "regen", **{"in": "therapists,notes"}))
    assert [what for what, _ in found] == ["note", "therapist"]
    for wrong in ("clients", "", "notes,", "all", "notes,notes,notes,notes,notes"):
        answer = world.search(world.client, "regen", **{"in": wrong})
        assert answer.status_code == 422, wrong


def test_pages_lead_on_to_the_end(world: World) -> None:
    """By the link of each, with the same keyword and kinds; another's cursor is refused."""
    found, path = [], f"{world.path(world.client)}?keyword=regen&limit=1&in=journals,notes"
    while path:
        answer = world.client.http.get(path)
        found += told(answer)
        assert len(answer.json["items"]) <= 1
        cursor = answer.json["nextCursor"]
        path = answer.headers["Link"].partition(">")[0][1:] if cursor else ""
        if path:
            assert parse_qs(urlsplit(path).query)["cursor"] == [cursor]
            foreign = world.search(world.therapist, "regen", cursor=cursor)
            assert foreign.status_code == 400
    assert [what for what, _ in found] == ["entry", "entry", "note"]


def test_a_revoked_journal_is_searched_no_more(world: World) -> None:
    """From the very next page on; every search before stands in the client's record."""
    answer = world.search(world.therapist, "regen", **{"in": "journals"})
    assert len(answer.json["items"]) == 1
    revoke = f"/journals/{world.client.id}/access/{world.therapist.id}"
    assert world.client.http.delete(revoke).status_code in (200, 204)
    assert told(world.search(world.therapist, "regen", **{"in": "journals"})) == []
    events = [e["event"] for e in world.client.http.get("/me/audit").json["items"]]
    assert events.count("journal.searched") == 1


def test_who_may_search_what(world: World) -> None:
    """One's own alone: another's is not there, the other role's and an admin's never."""
    paths = [world.path(world.client), world.path(world.therapist)]
    api = world.api

    def asked(http: FlaskClient) -> list[int]:
        return [http.get(path, query_string={"keyword": "regen"}).status_code for path in paths]

    assert asked(api.stranger) == [401, 401]
    assert asked(world.client.http) == [200, 403]
    assert asked(world.therapist.http) == [403, 200]
    assert asked(api.client().http) == [404, 403]
    assert asked(api.therapist().http) == [403, 404]
    assert asked(api.admin().http) == [403, 403]


@pytest.mark.parametrize("keyword", [None, "", "…", "x" * 101, "a b c d e f g h i j k"])
def test_what_is_no_keyword_is_refused(world: World, keyword: str | None) -> None:
    """422, which names the parameter and repeats nothing."""
    query = {} if keyword is None else {"keyword": keyword}
    answer = world.client.http.get(world.path(world.client), query_string=query)
    assert answer.status_code == 422
    assert "keyword" in str(answer.json["errors"])
    assert not keyword or keyword not in str(answer.json)


def test_searches_are_counted(world: World) -> None:
    """By account, over both processes and pages; what is over the limit says when to come back."""
    world.api.app.config["RATE_LIMITS"]["search-account"] = (2, 60)
    answers = [world.search(world.client, "regen") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"search-account";q=2;w=60'
    assert answers[2].headers["Retry-After"]
    assert world.search(world.therapist, "regen").status_code == 200


def test_no_keyword_is_logged_or_stored(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not at the most talkative, not in errors, not in the record."""
    with caplog.at_level(logging.DEBUG):
        assert world.search(world.therapist, CANARY).status_code == 200
        assert world.search(world.client, CANARY, limit=0).status_code == 422
        assert world.search(world.client, CANARY, **{"in": CANARY}).status_code == 422
        assert world.search(world.client, CANARY, cursor=CANARY).status_code == 400
        answer = world.search(world.client, f"{CANARY} " * 12)
        assert CANARY not in answer.text
    written = caplog.text + "".join(capfd.readouterr())
    assert "/search" in written
    assert CANARY not in written
    table = world.api.practice.table
    assert CANARY not in repr(table.transport("Scan", {"TableName": table.name}))
