"""Taking a record along and having it erased, over HTTP, as each role and as nobody."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from pynamodb.expressions.operand import Path

from tests.lives import lives
from tests.practices import PASSWORD
from tests.therapy_api.people import Person, Served, served
from therapy_core.table import scanning

PROOF = {"currentPassword": PASSWORD}


@pytest.fixture
def app(endpoint: str, table_name: str) -> Served:
    """Return an app over a practice on an engine."""
    return served(endpoint, table_name)


def people(app: Served) -> list[Person]:
    """Return one of each role."""
    return [app.client(), app.therapist(), app.admin()]


def test_everybody_takes_their_own_along(app: Served) -> None:
    """A zip that no cache keeps, with the own account in it and no hash."""
    for person in people(app):
        answer = person.http.get("/me/export")
        assert answer.status_code == 200
        assert answer.content_type == "application/zip"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "attachment" in answer.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            (account,) = json.loads(archive.read("json/account.json"))
        assert account["accountId"] == person.actor.account_id
        assert "passwordHash" not in account
    assert app.stranger.get("/me/export").status_code == 401


def test_taking_along_is_limited(app: Served) -> None:
    """An archive is much work, and nobody needs many."""
    app.app.config["RATE_LIMITS"] |= {"export-account": (1, 3600)}
    http = app.client().http
    assert [http.get("/me/export").status_code for _ in "12"] == [200, 429]


def test_everybody_can_have_themselves_erased(app: Served) -> None:
    """The answer is the receipt; the token opens nothing from then on."""
    for person in people(app):
        tag = person.http.get("/me").headers["ETag"]
        answer = person.http.delete("/me", json=PROOF, headers={"If-Match": tag})
        assert answer.status_code == 200
        assert answer.json["receiptId"].startswith("rcp_")
        outcomes = {line["category"]: line["outcome"] for line in answer.json["lines"]}
        assert outcomes["account"] == "erased"
        assert all(line["reason"] for line in answer.json["lines"])
        assert person.http.get("/me").json["code"] == "auth.login_ended"


@pytest.mark.parametrize("by", ["themselves", "an admin"])
@pytest.mark.parametrize("who", ["client", "therapist"])
def test_whoever_has_much_with_others_is_erased_at_once(app: Served, who: str, by: str) -> None:
    """Nothing is left for a sweep but the last look: the function may do all of it by itself."""
    life = lives(app.practice)
    client, therapist = (app.let_in(each) for each in (life.client, life.tom))
    leaver, stays = (client, therapist) if who == "client" else (therapist, client)
    path = "/me" if by == "themselves" else f"/{who}s/{leaver.id}"
    http = leaver.http if by == "themselves" else app.admin().http
    tag = {"If-Match": http.get(path).headers["ETag"]}
    answer = http.delete(path, json=PROOF if by == "themselves" else None, headers=tag)
    assert answer.status_code in (200, 204)
    assert stays.http.get(f"/sessions/{life.to_come}").json["status"] == "cancelled"
    eve = app.let_in(life.eve).http.get("/appointment-requests").json["items"]
    assert [each["status"] for each in eve] == ["withdrawn" if who == "client" else "pending"]
    tasks = scanning.rows(app.practice.table, "a test", Path("type") == "task")
    assert [task["kind"]["S"] for task in tasks] == ["erase"]


def test_it_takes_the_password_and_the_version(app: Served) -> None:
    """Whoever finds an open screen erases nobody, and nothing unseen is erased."""
    http = app.client().http
    tag = {"If-Match": http.get("/me").headers["ETag"]}
    wrong = http.delete("/me", json={"currentPassword": "another one"}, headers=tag)
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/currentPassword")
    assert http.delete("/me", json={}, headers=tag).status_code == 422
    assert http.delete("/me", json=PROOF).status_code == 428
    assert http.delete("/me", json=PROOF, headers={"If-Match": '"9"'}).status_code == 412
    assert http.delete("/me", headers=tag).status_code in (400, 415)
    assert app.stranger.delete("/me", json=PROOF, headers=tag).status_code == 401
    assert http.get("/me").status_code == 200


def test_guessing_the_password_is_limited(app: Served) -> None:
    """It counts with the other places where a password is asked for."""
    app.app.config["RATE_LIMITS"] |= {"password-account": (1, 3600)}
    http = app.client().http
    tag = {"If-Match": http.get("/me").headers["ETag"]}
    wrong = {"currentPassword": "another one"}
    statuses = [http.delete("/me", json=wrong, headers=tag).status_code for _ in "12"]
    assert statuses == [422, 429]
