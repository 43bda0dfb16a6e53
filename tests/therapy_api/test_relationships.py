"""Asking to be mapped, opening a journal, and ending it, over HTTP and as each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.bookings import DAY, a_session
from tests.practices import an_address, later
from tests.therapy_api.people import Person, Served, served
from tests.transports import transport_to
from therapy_core.sessions.models import Session
from therapy_core.table.testing import FaultyTransport, answer_lost

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


def answer(who: Person, request: Any, status: str) -> TestResponse:
    """Answer a request as it was read."""
    kind = "mapping" if request["requestId"].startswith("mrq_") else "journal-access"
    return who.http.patch(
        f"/{kind}-requests/{request['requestId']}",
        json={"status": status},
        headers={"If-Match": f'"{request["version"]}"'},
    )


def mapped(client: Person, therapist: Person) -> None:
    """Let a therapist say yes to a client."""
    asked = client.http.post("/mapping-requests", json={"therapistId": therapist.id})
    assert answer(therapist, asked.json, "approved").status_code == 200


def test_from_asking_to_the_end(api: Served) -> None:
    """A client asks, a therapist answers, a journal opens and closes, and the mapping ends."""
    ada, tom = api.client(name="Ada"), api.therapist(name="Tom")
    asked = ada.http.post("/mapping-requests", json={"therapistId": tom.id})
    assert asked.status_code == 201
    assert asked.headers["ETag"] == '"1"'
    assert tom.http.get(asked.headers["Location"]).json == asked.json
    (waiting,) = tom.http.get("/mapping-requests?status=pending").json["items"]
    assert waiting == asked.json
    (known,) = tom.http.get(f"/therapists/{tom.id}/clients").json["items"]
    assert (known["name"], known["between"]["mapping"]) == ("Ada", "none")
    assert known["between"]["mappingRequestId"] == waiting["requestId"]
    approved = answer(tom, waiting, "approved")
    assert (approved.status_code, approved.json["status"]) == (200, "approved")
    assert approved.headers["ETag"] == '"2"'

    journal = tom.http.post("/journal-access-requests", json={"clientId": ada.id})
    assert journal.status_code == 201
    assert answer(ada, journal.json, "approved").json["status"] == "approved"
    (reader,) = ada.http.get(f"/journals/{ada.id}/access").json["items"]
    assert (reader["therapistId"], reader["name"], reader["verified"]) == (tom.id, "Tom", True)
    assert reader["between"]["journalAccess"] == "granted"
    assert ada.http.delete(f"/journals/{ada.id}/access/{tom.id}").status_code == 204
    assert ada.http.get(f"/journals/{ada.id}/access").json["items"] == []
    (seen,) = ada.http.get(f"/clients/{ada.id}/therapists").json["items"]
    assert [seen["between"][n] for n in ("mapping", "journalAccess", "contact")] == [
        "active",
        "none",
        "open",
    ]
    assert tom.http.delete(f"/mappings/{ada.id}/{tom.id}").status_code == 204
    (seen,) = ada.http.get(f"/clients/{ada.id}/therapists").json["items"]
    assert (seen["between"]["mapping"], seen["between"]["contact"]) == ("ended", "closed")
    steps = [c["step"] for c in ada.http.get(f"/clients/{ada.id}/consents").json["items"]]
    assert sorted(steps) == sorted(["requested", "granted"] * 2 + ["revoked"] * 2)


def test_a_therapist_learns_nothing_from_an_address(api: Served) -> None:
    """Somebody's and nobody's are answered alike, in body and in calls."""
    email, tom = an_address(), api.therapist()
    ada = api.client(email=email)
    bodies = []
    for address in (email, an_address()):
        with api.practice.metered() as meter:
            asked = tom.http.post("/mapping-requests", json={"clientEmail": address})
        assert asked.status_code == 201
        assert asked.json["clientId"] is None
        assert asked.json["clientEmail"] == address
        calls = [(c.operation, c.purpose) for c in meter.calls]
        bodies.append((asked.json.keys(), len(asked.text) - len(address), calls))
    assert bodies[0] == bodies[1]
    assert tom.http.get(f"/therapists/{tom.id}/clients").json["items"] == []
    (asked,) = ada.http.get("/mapping-requests").json["items"]
    answer(ada, asked, "approved")
    seen = {r["clientId"] for r in tom.http.get("/mapping-requests").json["items"]}
    assert seen == {ada.id, None}


def test_a_second_request_is_a_conflict(api: Served) -> None:
    """While one waits, and while what it asks for is given."""
    ada, tom = api.client(), api.therapist()
    ask = lambda: ada.http.post("/mapping-requests", json={"therapistId": tom.id})  # noqa: E731
    first = ask()
    assert [ask().status_code, first.status_code] == [409, 201]
    assert tom.http.post("/mapping-requests", json={"clientId": ada.id}).status_code == 409
    answer(tom, first.json, "approved")
    assert ask().json["code"] == "state.conflict"


def test_a_lost_answer_is_asked_for_again_under_its_key(endpoint: str, table_name: str) -> None:
    """One request is made, and the repeat is marked; another body under the key is refused."""
    faulty = FaultyTransport(transport_to(endpoint))
    api = served(endpoint, table_name, faulty)
    ada, tom = api.client(), api.therapist()
    key, body = {"Idempotency-Key": "k1"}, {"therapistId": tom.id}
    faulty.next("TransactWriteItems", answer_lost)
    first = ada.http.post("/mapping-requests", json=body, headers=key)
    again = ada.http.post("/mapping-requests", json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = ada.http.post("/mapping-requests", json={"therapistId": "thr_x"}, headers=key)
    assert other.json["code"] == "idempotency.key_reused"
    assert len(ada.http.get("/mapping-requests").json["items"]) == 1


def test_an_answer_needs_the_version_that_was_read(api: Served) -> None:
    """Without one it is 428, with an old one 412, with one that can't be read 400."""
    ada, tom = api.client(), api.therapist()
    asked = ada.http.post("/mapping-requests", json={"therapistId": tom.id})
    path = asked.headers["Location"]
    statuses = {None: 428, '"9"': 412, "x": 400, '"1"': 200}
    for tag, status in statuses.items():
        headers = {} if tag is None else {"If-Match": tag}
        found = tom.http.patch(path, json={"status": "rejected"}, headers=headers)
        assert found.status_code == status
    read = ada.http.get(path)
    assert read.json["answeredAt"] is not None
    same = ada.http.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/mapping-requests", {}),
        ("/mapping-requests", {"clientId": "cli_x", "clientEmail": "a@b.example"}),
        ("/mapping-requests", {"therapistId": "thr_x"}),
        ("/mapping-requests", {"clientId": "cli_x", "status": "approved"}),
        ("/mapping-requests", {"clientId": "cli x"}),
        ("/journal-access-requests", {"clientEmail": "nobody"}),
        ("/journal-access-requests", {"clientId": ["cli_x"]}),
    ],
)
def test_what_names_nobody_or_too_many_is_refused(
    api: Served, path: str, body: dict[str, Any]
) -> None:
    """A therapist names one client, and nothing that the server owns."""
    answered = api.therapist().http.post(path, json=body)
    assert (answered.status_code, answered.json["code"]) == (422, "input.invalid")
    assert answered.json["errors"]


def test_filters_are_what_they_are(api: Served) -> None:
    """An unknown status, or one more parameter, is refused."""
    ada = api.client()
    for query in ("status=lost", "state=pending", "limit=0"):
        assert ada.http.get(f"/mapping-requests?{query}").status_code == 422


def test_what_lapsed_is_expired_at_once(api: Served) -> None:
    """Nobody swept, and yet it is so in every list, and can't be answered."""
    ada, tom = api.client(), api.therapist()
    api.practice.settings = replace(api.practice.settings, request_days=2)
    asked = ada.http.post("/mapping-requests", json={"therapistId": tom.id}).json
    later(api.practice, days=2)
    assert tom.http.get("/mapping-requests?status=pending").json["items"] == []
    (expired,) = tom.http.get("/mapping-requests?status=expired").json["items"]
    assert expired["status"] == "expired"
    assert answer(tom, asked, "approved").status_code == 409
    assert ada.http.post("/mapping-requests", json={"therapistId": tom.id}).status_code == 201


@pytest.mark.parametrize("side", ["client", "therapist"])
def test_unmapping_cancels_what_was_to_come(api: Served, side: str) -> None:
    """The session to come is cancelled, the one that was is kept, the journal is closed."""
    ada, tom = api.client(), api.therapist()
    mapped(ada, tom)
    assert ada.http.put(f"/journals/{ada.id}/access/{tom.id}").status_code == 204
    past = a_session(api.practice, ada.actor, tom.actor, timedelta(hours=1))
    to_come = a_session(api.practice, ada.actor, tom.actor, 3 * DAY)
    later(api.practice, hours=2)
    who = ada if side == "client" else tom
    assert who.http.delete(f"/mappings/{ada.id}/{tom.id}").status_code == 204
    assert [_status(api, s) for s in (past, to_come)] == ["scheduled", "cancelled"]
    assert tom.http.get(f"/clients/{ada.id}").json["email"] is None
    assert ada.http.get(f"/journals/{ada.id}/access").json["items"] == []


def _status(api: Served, session: Session) -> str:
    found = api.practice.table.get(session.ref)
    assert found is not None
    return str(found.status)
