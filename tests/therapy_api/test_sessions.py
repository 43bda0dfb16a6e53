"""Sessions and notes over HTTP, by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.bookings import DAY, HOUR, a_session, a_slot, at, in_contact, part
from tests.therapy_api.people import Person, Served, served
from tests.transports import transport_to
from therapy_core.sessions.models import Session
from therapy_core.table.testing import FaultyTransport, answer_lost

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact

WHO = ("anonymous", "client", "therapist", "other client", "other therapist", "admin")
SHARED = {"text": "Slept better.", "assignments": ["Walk."]}
PRIVATE = {"text": "canary-of-a-private-note"}
MORE = {"text": "Two weeks, not three."}
NEW, V1, V2 = {"If-None-Match": "*"}, {"If-Match": '"1"'}, {"If-Match": '"2"'}
NOTES = "/sessions/{id}/notes"
# What each of WHO is answered, first those who are refused, then those who are not.
CELLS: list[tuple[str, str, Any, dict[str, str], tuple[int, ...]]] = [
    ("GET", "/sessions/{id}", None, {}, (401, 200, 200, 404, 404, 200)),
    ("PATCH", "/sessions/{id}", {"place": "Room 2"}, V1, (401, 403, 200, 403, 404, 403)),
    ("POST", "/sessions/{id}/cancel", {}, {}, (401, 200, 409, 404, 404, 403)),
    ("GET", f"{NOTES}/shared", None, {}, (401, 200, 200, 404, 404, 403)),
    ("GET", f"{NOTES}/private", None, {}, (401, 403, 200, 403, 404, 403)),
    ("PUT", f"{NOTES}/shared", SHARED, V2, (401, 403, 409, 403, 404, 403)),
    ("PUT", f"{NOTES}/private", PRIVATE, V1, (401, 403, 200, 403, 404, 403)),
    ("POST", f"{NOTES}/shared/sign", None, V1, (401, 403, 200, 403, 404, 403)),
    ("POST", f"{NOTES}/private/sign", None, V1, (401, 403, 200, 403, 404, 403)),
    ("POST", f"{NOTES}/addenda", MORE, {}, (401, 403, 201, 403, 404, 403)),
    ("GET", f"{NOTES}/addenda", None, {}, (401, 200, 200, 404, 404, 403)),
    ("GET", f"{NOTES}/addenda?note=private", None, {}, (401, 403, 200, 403, 404, 403)),
]


@dataclass
class World:
    """Hold a session with both notes, the shared one signed, and everybody who may come."""

    api: Served
    client: Person
    therapist: Person
    people: dict[str, FlaskClient]
    session: Session

    @property
    def path(self) -> str:
        """Return the path of the session."""
        return f"/sessions/{self.session.session_id}"


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


@pytest.fixture
def world(api: Served) -> Iterator[World]:
    """Return a session, and everybody who may come."""
    client, therapist = api.client(), api.therapist()
    in_contact(api.practice, client.actor, therapist.actor)
    people = {
        "anonymous": api.stranger,
        "client": client.http,
        "therapist": therapist.http,
        "other client": api.client().http,
        "other therapist": api.therapist().http,
        "admin": api.admin().http,
    }
    session = a_session(api.practice, client.actor, therapist.actor)
    return World(api, client, therapist, people, session)


def test_everybody_gets_what_is_theirs(world: World) -> None:
    """Roles that can never do it get 403, people who are no side of it 404, the sides their due."""
    http = world.therapist.http
    notes = f"{world.path}/notes"
    assert http.put(f"{notes}/shared", json=SHARED, headers=NEW).status_code == 201
    assert http.put(f"{notes}/private", json=PRIVATE, headers=NEW).status_code == 201
    assert http.post(f"{notes}/shared/sign", headers=V1).status_code == 200
    for method, path, body, headers, statuses in CELLS:
        for who, status in zip(WHO, statuses, strict=True):
            answer = world.people[who].open(
                path.format(id=world.session.session_id), method=method, json=body, headers=headers
            )
            assert answer.status_code == status, (method, path, who, answer.text)


def test_what_is_not_there_looks_like_what_is_not_ones_own(world: World) -> None:
    """An id of nobody's session is answered like a foreign one."""
    foreign = world.people["other therapist"]
    for method, path, body, headers, _ in CELLS:
        bodies = []
        for session_id in (world.session.session_id, "ses_01JD3W8QZ7M5T0X9V2B4C6D8F1"):
            answer = foreign.open(
                path.format(id=session_id), method=method, json=body, headers=headers
            )
            assert answer.status_code == 404
            kept = {"requestId", "instance"}
            bodies.append({k: v for k, v in answer.get_json().items() if k not in kept})
        assert bodies[0] == bodies[1]


def test_an_admin_sees_the_frame_of_a_session(world: World) -> None:
    """When and with whom, and nothing that was written; lists ask for a name."""
    world.therapist.http.patch(world.path, json={"place": "Room 2"}, headers=V1)
    world.client.http.post(f"{world.path}/cancel", json={"reason": "canary reason"})
    admin = world.people["admin"]
    shown = [admin.get(world.path)]
    named = (f"clientId={world.client.id}", f"therapistId={world.therapist.id}")
    shown += [admin.get(f"/sessions?{query}") for query in named]
    for answer in shown:
        assert answer.status_code == 200
        assert world.session.session_id in answer.text
        assert "Room 2" not in answer.text
        assert "canary" not in answer.text
    refused = admin.get("/sessions")
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/clientId")


def test_a_private_note_is_in_no_answer_to_anybody_else(world: World) -> None:
    """Every read that a client, a stranger or an admin can make is made, and holds no word."""
    http, notes = world.therapist.http, f"{world.path}/notes"
    http.put(f"{notes}/private", json=PRIVATE, headers=NEW)
    http.post(f"{notes}/private/sign", headers=V1)
    http.post(f"{notes}/addenda", json={"note": "private", **PRIVATE})
    assert PRIVATE["text"] in http.get(f"{notes}/private").text
    assert PRIVATE["text"] in http.get(f"{notes}/addenda?note=private").text
    reads = [
        *("", "/notes/shared", "/notes/private", "/notes/addenda", "/notes/addenda?note=private"),
        *("/notes/addenda?note=shared",),
    ]
    for who in set(WHO) - {"therapist"}:
        for path in (*(world.path + read for read in reads), "/sessions", "/me"):
            assert PRIVATE["text"] not in world.people[who].get(path).text


def test_lists_go_by_time_in_pages(world: World) -> None:
    """The earliest first, `from` included and `to` not, with a link to the next page."""
    others = [
        a_session(world.api.practice, world.client.actor, world.therapist.actor, n * DAY)
        for n in (5, 4, 3)
    ]
    found = sorted([world.session, *others], key=lambda s: s.starts_at)
    first = world.client.http.get("/sessions?limit=3")
    second = world.client.http.get(first.headers["Link"].split(">")[0].lstrip("<"))
    listed = [s["sessionId"] for s in (*first.json["items"], *second.json["items"])]
    assert listed == [s.session_id for s in found]
    since, until = found[1].starts_at, found[3].starts_at
    query = {"from": since.isoformat(), "to": until.isoformat().replace("+00:00", "Z")}
    within = world.therapist.http.get("/sessions", query_string=query)
    assert [s["sessionId"] for s in within.json["items"]] == [s.session_id for s in found[1:3]]
    assert world.client.http.get("/sessions?status=missed").json["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "from=2026-01-01T00:00:00",
        "to=0001-01-01T00:00:00Z",
        "from=9999-12-31T23:59:59Z",
        "from=0001-01-01T00:00:00%2B23:00",
        "status=held",
        "since=2026-01-01T00:00:00Z",
    ],
)
def test_a_wrong_filter_is_refused(world: World, query: str) -> None:
    """Times without a zone or out of range, states there are none of, names nobody knows."""
    for who in ("client", "therapist"):
        assert world.people[who].get(f"/sessions?{query}").status_code == 422


def test_a_session_is_moved_and_ended(world: World) -> None:
    """Under its version, to another open slot; completed once it has begun."""
    practice, http = world.api.practice, world.therapist.http
    new = a_slot(practice, world.therapist.actor, 3 * DAY)
    assert http.patch(world.path, json={"slotId": new.slot_id}).status_code == 428
    moved = http.patch(world.path, json={"slotId": new.slot_id, "place": "Room 2"}, headers=V1)
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')
    assert moved.json["slotId"] == new.slot_id
    assert http.patch(world.path, json={"place": None}, headers=V1).status_code == 412
    assert http.patch(world.path, json={"status": "completed"}, headers=V2).status_code == 409
    taken = a_session(practice, world.client.actor, world.therapist.actor, 6 * DAY)
    refused = http.patch(world.path, json={"slotId": taken.slot_id}, headers=V2)
    assert (refused.status_code, refused.json["code"]) == (409, "scheduling.slot_taken")
    with at(practice, new.starts_at + HOUR):
        done = http.patch(world.path, json={"status": "completed"}, headers=V2)
        assert (done.status_code, done.json["status"]) == (200, "completed")
        assert world.client.http.post(f"{world.path}/cancel", json={}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "cancelled"},
        {"startsAt": "2030-01-01T00:00:00Z"},
        {"slotId": None},
        {"place": "a\nb"},
        {"slotId": "slt_1", "status": "missed"},
    ],
)
def test_a_wrong_change_is_refused(world: World, body: dict[str, Any]) -> None:
    """States and times are not written by hand."""
    assert world.therapist.http.patch(world.path, json=body, headers=V1).status_code == 422


def test_cancelling_in_time_late_and_again(world: World) -> None:
    """The cutoff binds the client; a repeated cancel is answered with what stands."""
    http = world.client.http
    first = http.post(f"{world.path}/cancel", json={"reason": "A cold."})
    assert (first.json["status"], first.json["cancelReason"]) == ("cancelled", "A cold.")
    assert http.post(f"{world.path}/cancel", json={}).json == first.json
    late = a_session(world.api.practice, world.client.actor, world.therapist.actor, 2 * HOUR)
    answer = http.post(f"/sessions/{late.session_id}/cancel", json={})
    assert (answer.status_code, answer.json["status"]) == (200, "late_cancelled")


def test_the_first_note_and_every_other(world: World) -> None:
    """The first says that there is none yet, every other which version it replaces."""
    http, path = world.therapist.http, f"{world.path}/notes/shared"
    assert http.put(path, json=SHARED).status_code == 428
    assert http.put(path, json=SHARED, headers=V1).status_code == 412
    assert http.put(path, json=SHARED, headers={"If-Match": '"0"'}).status_code == 412
    for both in ({**NEW, **V1}, {"If-None-Match": '"1"'}):
        assert http.put(path, json=SHARED, headers=both).status_code == 400
    made = http.put(path, json=SHARED, headers=NEW)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert http.put(path, json=SHARED, headers=NEW).status_code == 412
    changed = http.put(path, json={"text": "Slept worse."}, headers=V1)
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert changed.json["assignments"] == []
    read = world.client.http.get(path)
    assert (read.json["text"], read.json["signedAt"]) == ("Slept worse.", None)
    same = world.client.http.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert same.status_code == 304


def test_signing_and_correcting(world: World) -> None:
    """A signature names the version it is for; repeated it is the same; then only addenda."""
    http, notes = world.therapist.http, f"{world.path}/notes"
    http.put(f"{notes}/shared", json=SHARED, headers=NEW)
    assert http.post(f"{notes}/addenda", json=MORE).status_code == 409
    assert http.post(f"{notes}/shared/sign").status_code == 428
    assert http.post(f"{notes}/shared/sign", headers=V2).status_code == 412
    signed = http.post(f"{notes}/shared/sign", headers=V1)
    assert signed.json["signedAt"] is not None
    assert http.post(f"{notes}/shared/sign", headers=V1).json == signed.json
    assert http.put(f"{notes}/shared", json=SHARED, headers=V2).status_code == 409
    keyed = {"Idempotency-Key": "once"}
    first = http.post(f"{notes}/addenda", json=MORE, headers=keyed)
    again = http.post(f"{notes}/addenda", json=MORE, headers=keyed)
    assert (first.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert first.json == again.json
    (listed,) = world.client.http.get(f"{notes}/addenda").json["items"]
    assert listed == first.json
    assert http.post(f"{notes}/addenda", json={**MORE, "note": "both"}).status_code == 422


def test_after_parting_a_therapist_reads_alone(world: World) -> None:
    """Own sessions and notes are there to read; writing them finds nothing."""
    http, notes = world.therapist.http, f"{world.path}/notes"
    http.put(f"{notes}/shared", json=SHARED, headers=NEW)
    http.put(f"{notes}/private", json=PRIVATE, headers=NEW)
    part(world.api.practice, world.client.actor, world.therapist.actor)
    for path in (world.path, f"{notes}/shared", f"{notes}/private", f"{notes}/addenda"):
        assert http.get(path).status_code == 200
    assert http.put(f"{notes}/shared", json=SHARED, headers=V1).status_code == 404
    assert http.post(f"{notes}/private/sign", headers=V1).status_code == 404
    assert http.patch(world.path, json={"place": "Room 2"}, headers=V1).status_code == 404


def test_a_lost_answer_changes_nothing_twice(endpoint: str, table_name: str) -> None:
    """Cancelled, written, signed and corrected once, though no first answer came."""
    faulty = FaultyTransport(transport_to(endpoint))
    api = served(endpoint, table_name, faulty)
    client, therapist = api.client(), api.therapist()
    in_contact(api.practice, client.actor, therapist.actor)
    session_id = a_session(api.practice, client.actor, therapist.actor).session_id
    path, http = f"/sessions/{session_id}", therapist.http
    keyed = {"Idempotency-Key": "once"}
    calls = [
        lambda: http.put(f"{path}/notes/shared", json=SHARED, headers=NEW),
        lambda: http.post(f"{path}/notes/shared/sign", headers=V1),
        lambda: http.post(f"{path}/notes/addenda", json=MORE, headers=keyed),
        lambda: http.patch(path, json={"place": "Room 2"}, headers=V1),
        lambda: client.http.post(f"{path}/cancel", json={}),
    ]
    for call in calls:
        faulty.next("TransactWriteItems", answer_lost)
        assert call().status_code in (200, 201)
    assert http.get(f"{path}/notes/shared").json["version"] == 2
    assert len(http.get(f"{path}/notes/addenda").json["items"]) == 1
    seen = http.get(path).json
    assert (seen["version"], seen["status"]) == (3, "cancelled")
