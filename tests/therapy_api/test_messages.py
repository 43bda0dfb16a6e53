"""Messages over HTTP, by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.practices import later, let_read, related
from tests.therapy_api.people import Person, Served, served
from tests.transports import transport_to
from therapy_core.relationships.models import Contact, Mapping
from therapy_core.table.testing import FaultyTransport, answer_lost

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact

WHO = ("anonymous", "sender", "other side", "client", "therapist", "admin")
ONE = "/messages/{clientId}/{therapistId}/{messageId}"
MARKER = "/conversations/{clientId}/{therapistId}/read-marker"
EDIT = {"text": "New."}
# What each of WHO is answered; SENT stands for a message, PAIR for the query of a conversation.
CELLS: list[tuple[str, str, Any, tuple[int, ...]]] = [
    ("POST", "/messages", "SENT", (401, 201, 201, 404, 404, 403)),
    ("GET", "/messages?clientId={clientId}&therapistId={therapistId}", None,
     (401, 200, 200, 404, 404, 403)),
    ("GET", ONE, None, (401, 200, 200, 404, 404, 403)),
    ("PATCH", ONE, EDIT, (401, 200, 404, 404, 404, 403)),
    ("DELETE", ONE, None, (401, 204, 404, 404, 404, 403)),
    ("PUT", MARKER, "MARK", (401, 200, 200, 404, 404, 403)),
    ("GET", "/conversations", None, (401, 200, 200, 200, 200, 403)),
]  # fmt: skip


@dataclass
class World:
    """Hold a message of a client to a therapist, and everybody who may come."""

    people: dict[str, FlaskClient]
    message: dict[str, Any]


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


@pytest.fixture
def pair(api: Served) -> tuple[Person, Person]:
    """Return a client and a therapist who may write to one another."""
    return two(api)


@pytest.fixture
def world(api: Served, pair: tuple[Person, Person]) -> World:
    """Return a message, and everybody who may come."""
    people = {
        "anonymous": api.stranger,
        "sender": pair[0].http,
        "other side": pair[1].http,
        "client": api.client().http,
        "therapist": api.therapist().http,
        "admin": api.admin().http,
    }
    return World(people, sent(pair, "Hello."))


def two(api: Served) -> tuple[Person, Person]:
    """Return a client and a therapist who may write to one another."""
    client, therapist = api.client(), api.therapist()
    let_read(api.practice, client.actor, therapist.actor)
    return client, therapist


def body(pair: tuple[Person, Person], text: str) -> dict[str, str]:
    """Return what is sent for a message."""
    return {"clientId": pair[0].id, "therapistId": pair[1].id, "text": text}


def sent(pair: tuple[Person, Person], text: str, by: int = 0) -> dict[str, Any]:
    """Send a message of the client, or of the therapist, and return it."""
    answer = pair[by].http.post("/messages", json=body(pair, text))
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def history(pair: tuple[Person, Person], **query: Any) -> Any:
    """Return what the client is answered who asks for the messages."""
    where = {"clientId": pair[0].id, "therapistId": pair[1].id}
    return pair[0].http.get("/messages", query_string=where | query)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell[0]} {cell[1]}")
def test_everybody_gets_what_the_table_of_access_says(
    world: World, cell: tuple[str, str, Any, tuple[int, ...]]
) -> None:
    """Those who are refused are asked first, so that they see nothing change."""
    method, path, sends, statuses = cell
    message = world.message
    bodies = {
        "SENT": {name: message[name] for name in ("clientId", "therapistId", "text")},
        "MARK": {"messageId": message["messageId"]},
    }
    answers = sorted(zip(WHO, statuses, strict=True), key=lambda pair: -pair[1])
    for who, status in answers:
        answer = world.people[who].open(
            path.format(**message),
            method=method,
            json=bodies.get(sends, sends) if isinstance(sends, str) else sends,
            headers={"If-Match": '"1"'},
        )
        assert answer.status_code == status, (who, answer.json)


def test_a_message_is_sent_edited_and_deleted(pair: tuple[Person, Person]) -> None:
    """Under its path and its tag; the other side sees what became of it."""
    client, therapist = pair
    made = client.http.post("/messages", json=body(pair, "Tusday?"))
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert therapist.http.get(path).json == made.json
    assert therapist.http.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.http.patch(path, json={"text": "Tuesday?"}).status_code == 428
    edited = client.http.patch(path, json={"text": "Tuesday?"}, headers={"If-Match": tag})
    assert edited.json["editedAt"] is not None
    (listed,) = therapist.http.get("/conversations").json["items"]
    assert (listed["lastText"], listed["lastSender"], listed["unread"]) == ("Tuesday?", "client", 1)
    assert client.http.delete(path, headers={"If-Match": tag}).status_code == 412
    tag = edited.headers["ETag"]
    assert client.http.delete(path, headers={"If-Match": tag}).status_code == 204
    (stone,) = history(pair).json["items"]
    assert (stone["text"], stone["sender"]) == (None, "client")
    assert stone["deletedAt"] is not None
    (listed,) = therapist.http.get("/conversations").json["items"]
    assert (listed["lastText"], listed["unread"]) == (None, 0)


def test_the_history_goes_back_from_the_newest(pair: tuple[Person, Person]) -> None:
    """Following the Link meets every message once."""
    for n in range(5):
        sent(pair, str(n), by=n % 2)
    first = history(pair, limit=3)
    following = first.headers["Link"].partition(">")[0][1:]
    rest = pair[0].http.get(following)
    texts = [each["text"] for each in (*first.json["items"], *rest.json["items"])]
    assert texts == ["4", "3", "2", "1", "0"]
    assert pair[0].http.get("/messages").status_code == 422


def test_what_was_read_is_marked(pair: tuple[Person, Person]) -> None:
    """Up to a message and never back; each side sees the other's marker."""
    client, therapist = pair
    first, last = sent(pair, "One")["messageId"], sent(pair, "Two")["messageId"]
    path = f"/conversations/{client.id}/{therapist.id}/read-marker"
    for message_id, unread in ((first, 1), (last, 0), (first, 0)):
        answer = therapist.http.put(path, json={"messageId": message_id})
        assert answer.json["unread"] == unread
    (listed,) = client.http.get("/conversations").json["items"]
    assert (listed["readTo"], listed["otherReadTo"]) == (None, last)
    wrong = therapist.http.put(path, json={"messageId": "everything"})
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/messageId")


def test_after_the_end_both_read_and_nobody_writes(
    api: Served, pair: tuple[Person, Person]
) -> None:
    """Writing is a conflict; the history stays."""
    path = ONE.format(**sent(pair, "Hello."))
    state = {"mapping": Mapping.ENDED.value, "contact": Contact.CLOSED.value}
    related(api.practice, pair[0].actor, pair[1].actor, **state)
    for person in pair:
        assert person.http.post("/messages", json=body(pair, "Hello?")).status_code == 409
        assert person.http.get(path).json["text"] == "Hello."
    tag = {"If-Match": '"1"'}
    assert pair[0].http.patch(path, json=EDIT, headers=tag).status_code == 409
    assert pair[0].http.delete(path, headers=tag).status_code == 409
    assert len(history(pair).json["items"]) == 1


def test_who_never_met_can_not_write(api: Served) -> None:
    """There is nobody there, whether there is or not."""
    strangers = api.client(), api.therapist()
    assert strangers[0].http.post("/messages", json=body(strangers, "Hi.")).status_code == 404


def test_an_edit_comes_too_late(api: Served, pair: tuple[Person, Person]) -> None:
    """After a quarter of an hour a message stays as it is."""
    path = ONE.format(**sent(pair, "Hello."))
    later(api.practice, minutes=16)
    answer = pair[0].http.patch(path, json=EDIT, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json["code"]) == (409, "state.conflict")


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\x00b", None, 7])
def test_a_message_has_words_and_not_too_many(pair: tuple[Person, Person], text: Any) -> None:
    """1 to 5,000 characters of text."""
    answer = pair[0].http.post("/messages", json=body(pair, text))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/text")


def test_a_message_is_repeated_safely(endpoint: str, table_name: str) -> None:
    """A lost answer and a repeated request under one key make one message."""
    faulty = FaultyTransport(transport_to(endpoint))
    pair = two(served(endpoint, table_name, faulty))
    key = {"Idempotency-Key": "once"}
    faulty.next("TransactWriteItems", answer_lost)
    first = pair[0].http.post("/messages", json=body(pair, "Hello."), headers=key)
    again = pair[0].http.post("/messages", json=body(pair, "Hello."), headers=key)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = pair[0].http.post("/messages", json=body(pair, "Bye."), headers=key)
    assert other.status_code == 422
    assert len(history(pair).json["items"]) == 1
