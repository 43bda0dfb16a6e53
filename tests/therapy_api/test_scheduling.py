"""Slots and requests for them over HTTP; who may do what is the matrix's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.appointments import NOON, hours
from tests.practice_checker import faults
from tests.practices import later
from tests.therapy_api.people import Person, Served, served
from tests.transports import transport_to
from therapy_core.table.testing import FaultyTransport, answer_lost

# A slow answer is repeated under its transaction token, which moto does not know.
pytestmark = pytest.mark.exact
WEEK = (NOON + timedelta(days=7)).date()
RULE = {
    "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "times": ["09:00", "10:00"],
    "firstDay": WEEK.isoformat(),
    "lastDay": (WEEK + timedelta(days=2)).isoformat(),
}


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


def written(at: datetime) -> str:
    """Return a time as the interface writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def published(therapist: Person, at: float = 0, **more: Any) -> dict[str, Any]:
    """Offer a slot that begins so many hours after `NOON`."""
    body = {"startsAt": written(hours(at)), "durationMinutes": 50, "timezone": "Europe/Oslo"}
    answer = therapist.http.post(f"/session-slots/{therapist.id}", json=body | more)
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json["slots"][0]
    return found


def asked(client: Person, slot: dict[str, Any], key: str = "", **more: Any) -> TestResponse:
    """Ask for a slot."""
    body = {"therapistId": slot["therapistId"], "slotId": slot["slotId"], **more}
    headers = {"Idempotency-Key": key} if key else {}
    return client.http.post("/appointment-requests", json=body, headers=headers)


def answered(person: Person, request: TestResponse, status: str, tag: str = "") -> TestResponse:
    """Answer a request as it was when it was made."""
    path, tag = request.headers["Location"], tag or request.headers["ETag"]
    return person.http.patch(path, json={"status": status}, headers={"If-Match": tag})


def test_a_slot_is_offered_asked_for_and_approved(api: Served) -> None:
    """From the therapist's offer to the session, as each side sees it."""
    client, therapist = api.client(), api.therapist()
    slot = published(therapist)
    assert (slot["startsAt"], slot["status"]) == (written(hours(0)), "open")
    (seen,) = client.http.get(f"/session-slots/{therapist.id}").json["items"]
    assert seen == slot
    request = asked(client, slot, reason="I sleep badly.")
    assert request.status_code == 201
    assert (request.json["status"], request.json["sessionId"]) == ("pending", None)
    assert client.http.get(f"/session-slots/{therapist.id}").json["items"] == []
    (waiting,) = therapist.http.get("/appointment-requests?status=pending").json["items"]
    assert waiting == request.json
    approved = answered(therapist, request, "approved")
    assert (approved.status_code, approved.json["status"]) == (200, "approved")
    assert answered(therapist, request, "approved").json == approved.json
    session = client.http.get(f"/sessions/{approved.json['sessionId']}")
    assert session.json["startsAt"] == slot["startsAt"]
    booked = therapist.http.get(f"/session-slots/{therapist.id}/{slot['slotId']}")
    assert (booked.json["status"], booked.json["sessionId"]) == (
        "booked",
        approved.json["sessionId"],
    )
    assert not faults(api.practice)


def test_a_weekly_rule_is_published_once_under_its_key(api: Served) -> None:
    """Repeated, it is answered as before; another body under the key is refused."""
    therapist = api.therapist()
    body = {"durationMinutes": 50, "timezone": "America/St_Johns", "weekly": RULE}
    path, key = f"/session-slots/{therapist.id}", {"Idempotency-Key": "week"}
    made = therapist.http.post(path, json=body, headers=key)
    again = therapist.http.post(path, json=body, headers=key)
    assert (made.status_code, len(made.json["slots"]), made.json["skipped"]) == (201, 6, [])
    assert again.json == made.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = therapist.http.post(path, json=body | {"durationMinutes": 45}, headers=key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")
    without = therapist.http.post(path, json=body)
    assert (without.json["slots"], len(without.json["skipped"])) == ([], 6)
    listed = therapist.http.get(f"{path}?from={made.json['slots'][2]['startsAt']}&limit=2")
    assert [each["slotId"] for each in listed.json["items"]] == [
        each["slotId"] for each in made.json["slots"][2:4]
    ]
    assert listed.json["nextCursor"]
    assert not faults(api.practice)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"startsAt": written(hours(0)), "weekly": RULE, "durationMinutes": 50}, ""),
        ({"weekly": RULE}, ""),
        ({"startsAt": written(hours(0))}, "/endsAt"),
        ({"startsAt": "tomorrow", "durationMinutes": 50}, "/startsAt"),
        ({"startsAt": "2026-11-20T09:30:00", "durationMinutes": 50}, "/startsAt"),
        ({"startsAt": "2020-11-20T09:30:00Z", "durationMinutes": 50}, "/startsAt"),
        ({"startsAt": "0001-01-01T00:00:00+14:00", "durationMinutes": 50}, "/startsAt"),
        ({"startsAt": written(hours(0)), "durationMinutes": 1.5}, "/durationMinutes"),
        ({"startsAt": written(hours(0)), "durationMinutes": 50, "status": "booked"}, "/status"),
        ({"startsAt": written(hours(0)), "durationMinutes": 50, "timezone": "X"}, "/timezone"),
        ({"durationMinutes": 90, "weekly": RULE}, "/weekly/times"),
        ({"durationMinutes": 50, "weekly": RULE | {"firstDay": "20261123"}}, "/weekly/firstDay"),
        ({"durationMinutes": 50, "weekly": RULE | {"lastDay": "9999-12-31"}}, "/weekly/lastDay"),
        ({"durationMinutes": 50, "weekly": RULE | {"firstDay": "0001-01-01"}}, "/weekly/firstDay"),
        ({"durationMinutes": 50, "weekly": RULE | {"times": ["25:00"]}}, "/weekly/times/0"),
    ],
)
def test_what_cannot_be_offered_is_named(api: Served, body: dict[str, Any], pointer: str) -> None:
    """The problem points at the value that is wrong, and nothing is offered."""
    therapist = api.therapist(timezone="UTC")
    answer = therapist.http.post(f"/session-slots/{therapist.id}", json=body)
    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json["errors"]}
    assert therapist.http.get(f"/session-slots/{therapist.id}").json["items"] == []


def test_conflicts_say_which(api: Served) -> None:
    """Each clash has a code of its own, for a program to act on."""
    client, other = api.client(), api.client()
    one, two, newcomer = api.therapist(), api.therapist(), api.therapist(verified=False)
    path = f"/session-slots/{newcomer.id}"
    body = {"startsAt": written(hours(0)), "durationMinutes": 50, "timezone": "UTC"}

    def told(answer: TestResponse) -> tuple[int, str]:
        return answer.status_code, answer.json["code"]

    assert told(newcomer.http.post(path, json=body)) == (409, "access.not_verified")
    slot = published(one)
    overlapping = one.http.post(f"/session-slots/{one.id}", json=body)
    assert told(overlapping) == (409, "scheduling.slots_overlap")
    request = asked(client, slot)
    assert told(asked(other, slot)) == (409, "scheduling.slot_taken")
    second = asked(client, published(two, 0.5))
    asked(client, published(two, 5))
    assert told(asked(client, published(two, 7))) == (409, "scheduling.too_many_holds")
    assert answered(one, request, "approved").status_code == 200
    assert told(answered(two, second, "approved")) == (409, "scheduling.sessions_overlap")
    assert answered(client, second, "withdrawn").status_code == 200
    assert told(answered(two, second, "rejected", '"2"')) == (409, "requests.closed")
    assert told(answered(two, second, "rejected")) == (412, "state.version_mismatch")
    assert not faults(api.practice)


def test_a_slot_is_withdrawn_under_its_version(api: Served) -> None:
    """Without a version it is 428, with an old one 412; the request that held it is rejected."""
    client, therapist = api.client(), api.therapist()
    slot = published(therapist)
    request = asked(client, slot)
    path = f"/session-slots/{therapist.id}/{slot['slotId']}"
    assert therapist.http.delete(path).status_code == 428
    assert therapist.http.delete(path, headers={"If-Match": '"1"'}).status_code == 412
    tag = therapist.http.get(path).headers["ETag"]
    gone = therapist.http.delete(path, headers={"If-Match": tag})
    assert (gone.status_code, gone.json["status"]) == (200, "withdrawn")
    assert client.http.get(request.headers["Location"]).json["status"] == "rejected"
    assert client.http.get(path).status_code == 404
    assert not faults(api.practice)


def test_a_cached_request_is_not_taken_for_a_fresh_one(api: Served) -> None:
    """Its tag changes when it lapses, though nothing was written; answering it is too late."""
    client, therapist = api.client(), api.therapist()
    request = asked(client, published(therapist))
    path, tag = request.headers["Location"], request.headers["ETag"]
    assert client.http.get(path, headers={"If-None-Match": tag}).status_code == 304
    later(api.practice, hours=25)
    lapsed = client.http.get(path, headers={"If-None-Match": tag})
    assert (lapsed.status_code, lapsed.json["status"]) == (200, "expired")
    assert lapsed.headers["ETag"] == '"1.lapsed"'
    assert client.http.get("/appointment-requests?status=pending").json["items"] == []
    late = answered(therapist, request, "approved")
    assert (late.status_code, late.json["code"]) == (409, "requests.closed")


def test_a_lost_answer_is_repeated(endpoint: str, table_name: str) -> None:
    """Under its key the request is there once, and the second answer is marked as repeated."""
    faulty = FaultyTransport(transport_to(endpoint))
    api = served(endpoint, table_name, faulty)
    backoff = api.practice.table.backoff
    quick = type(backoff)(sleep=lambda _: None)
    api.practice.table.backoff = api.practice.table.wire.backoff = quick
    client, therapist = api.client(), api.therapist()
    slot = published(therapist)
    faulty.next("TransactWriteItems", answer_lost, times=backoff.attempts)
    assert asked(client, slot, key="once").status_code == 503
    again = asked(client, slot, key="once")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    (mine,) = client.http.get("/appointment-requests").json["items"]
    assert mine == again.json
    assert not faults(api.practice)


def test_admins_see_when_and_with_whom_and_no_reason(api: Served) -> None:
    """They name a side; nobody else does."""
    client, therapist, admin = api.client(), api.therapist(), api.admin()
    request = asked(client, published(therapist), reason="canary-of-a-reason")
    assert admin.http.get("/appointment-requests").status_code == 422
    for side in (f"clientId={client.id}", f"therapistId={therapist.id}"):
        listed = admin.http.get(f"/appointment-requests?{side}")
        assert "canary" not in listed.text
        (seen,) = listed.json["items"]
        assert seen == request.json | {"reason": None}
    assert "canary" not in admin.http.get(request.headers["Location"]).text
    foreign = client.http.get(f"/appointment-requests?therapistId={therapist.id}")
    assert foreign.status_code == 422


def test_a_reason_is_written_nowhere_in_the_clear(api: Served) -> None:
    """Neither the request nor its history holds the words."""
    client, therapist = api.client(), api.therapist()
    request = asked(client, published(therapist), reason="canary-of-a-reason")
    answered(therapist, request, "rejected")
    table = api.practice.table
    found = table.wire.dispatch("Scan", {"TableName": table.name})
    assert "canary" not in str(found["Items"])
