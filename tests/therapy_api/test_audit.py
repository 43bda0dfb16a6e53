"""The audit over HTTP: as each role, and as nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.practices import new_practice
from tests.therapy_api.people import an_admin_at, person
from therapy_api.app import create_app
from therapy_core import Practice
from therapy_core.relationships.models import Mapping, Relationship


@pytest.fixture
def real(endpoint: str, table_name: str) -> Practice:
    """Return a practice on an engine."""
    return new_practice(endpoint, table_name)


@pytest.fixture
def api(real: Practice) -> Flask:
    """Return the app over it."""
    return create_app(real.settings, real)


@pytest.fixture
def boss(api: Flask, real: Practice) -> FlaskClient:
    """Return an admin who is logged in over HTTP."""
    return an_admin_at(api, real)


def test_each_role_reads_what_is_for_it(api: Flask, real: Practice, boss: FlaskClient) -> None:
    """A client the own record's events, a therapist the own acts, an admin all; others nothing."""
    client, client_id = person(api, "client")
    therapist, therapist_id = person(api, "therapist")
    pair = {"client_id": client_id, "therapist_id": therapist_id, "client_name": "Amal"}
    real.table.create(Relationship(mapping=Mapping.ACTIVE.value, **pair))
    assert therapist.get(f"/clients/{client_id}").status_code == 200
    (event,) = client.get("/me/audit").json["items"]
    assert event["event"] == "profile.read"
    assert (event["actorId"], event["role"]) == (therapist_id, "therapist")
    assert event["happenedAt"].endswith("Z")
    assert "Amal" not in str(event)
    assert therapist.get("/me/audit").json["items"] == [event]
    assert boss.get(f"/audit?subjectId={client_id}").json["items"] == [event]
    today = datetime.now(UTC).date().isoformat()
    assert event in boss.get(f"/audit?day={today}&limit=100").json["items"]
    assert boss.get("/me/audit").status_code == 403
    for http in (client, therapist):
        assert http.get(f"/audit?subjectId={client_id}").status_code == 403
    for path in ("/me/audit", f"/audit?subjectId={client_id}"):
        assert api.test_client().get(path).status_code == 401


def test_a_page_leads_to_the_next(api: Flask, real: Practice, boss: FlaskClient) -> None:
    """Following the Link meets every event once; another's cursor is refused."""
    client, client_id = person(api, "client")
    for _ in range(5):
        boss.get(f"/clients/{client_id}")
    seen, path, cursor = [], "/me/audit?limit=2", ""
    while path:
        page = client.get(path)
        seen += [each["eventId"] for each in page.json["items"]]
        cursor = page.json["nextCursor"] or cursor
        path = page.headers.get("Link", "").partition(">")[0][1:]
    assert len(set(seen)) == len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    other, _ = person(api, "client")
    assert other.get("/me/audit", query_string={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    "query", ["", "?day=2026-02-30", "?day=today", "?day=2026-01-01&subjectId=cli_1", "?other=1"]
)
def test_an_admin_says_whose_or_which_day(boss: FlaskClient, query: str) -> None:
    """One of the two, and a day that there is."""
    assert boss.get(f"/audit{query}").status_code == 422


def test_nothing_changes_the_audit(boss: FlaskClient) -> None:
    """There is no method that writes it."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/audit", "/me/audit"):
            assert boss.open(path, method=method).status_code == 405
