"""The audit over HTTP: as each role, and as nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.therapy_api.people import Served, served
from therapy_core.relationships.models import Mapping, Relationship


@pytest.fixture
def app(endpoint: str, table_name: str) -> Served:
    """Return an app over a practice on an engine."""
    return served(endpoint, table_name)


def test_each_role_reads_what_is_for_it(app: Served) -> None:
    """A client the own record's events, a therapist the own acts, an admin all; others nothing."""
    ada, tom, boss = app.client(name="Amal"), app.therapist(), app.admin().http
    client, client_id, therapist, therapist_id = ada.http, ada.id, tom.http, tom.id
    pair = {"client_id": client_id, "therapist_id": therapist_id, "client_name": "Amal"}
    app.practice.table.create(Relationship(mapping=Mapping.ACTIVE.value, **pair))
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
        assert app.stranger.get(path).status_code == 401


def test_a_page_leads_to_the_next(app: Served) -> None:
    """Following the Link meets every event once; another's cursor is refused."""
    ada, boss = app.client(), app.admin().http
    for _ in range(5):
        boss.get(f"/clients/{ada.id}")
    seen, path, cursor = [], "/me/audit?limit=2", ""
    while path:
        page = ada.http.get(path)
        seen += [each["eventId"] for each in page.json["items"]]
        cursor = page.json["nextCursor"] or cursor
        path = page.headers.get("Link", "").partition(">")[0][1:]
    assert len(set(seen)) == len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    assert app.client().http.get("/me/audit", query_string={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    "query", ["", "?day=2026-02-30", "?day=today", "?day=2026-01-01&subjectId=cli_1", "?other=1"]
)
def test_an_admin_says_whose_or_which_day(app: Served, query: str) -> None:
    """One of the two, and a day that there is."""
    assert app.admin().http.get(f"/audit{query}").status_code == 422


def test_nothing_changes_the_audit(app: Served) -> None:
    """There is no method that writes it."""
    boss = app.admin().http
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/audit", "/me/audit"):
            assert boss.open(path, method=method).status_code == 405
