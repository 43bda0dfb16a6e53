"""Clients and therapists: created, read, listed, changed, verified, removed."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD

CLIENT = {"email": "noor@example.org", "password": PASSWORD, "name": "Noor"}
THERAPIST = CLIENT | {"timezone": "Asia/Tokyo", "expertise": ["grief"], "location": "Tokyo"}


def test_an_admin_adds_a_client(admin: FlaskClient) -> None:
    """A new client is 201, with where it is and which version."""
    answer = admin.post("/clients", json=CLIENT)
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert admin.get(answer.headers["Location"]).json == answer.json


def test_a_client_adds_nobody(client: FlaskClient) -> None:
    """What a role can never do is 403."""
    answer = client.post("/clients", json=CLIENT)
    assert (answer.status_code, answer.json["code"]) == (403, "access.not_allowed")


def test_what_is_not_there_is_404(admin: FlaskClient) -> None:
    """An unknown id is the problem of the library, not of the path."""
    answer = admin.get("/clients/cli_nobody")
    assert (answer.status_code, answer.json["code"]) == (404, "access.not_found")


def test_put_replaces_and_patch_changes(admin: FlaskClient) -> None:
    """PUT clears what it leaves out; PATCH keeps it."""
    path = admin.post("/clients", json=CLIENT | {"phone": "123"}).headers["Location"]
    patched = admin.patch(path, json={"name": "N."}, headers={"If-Match": '"1"'})
    assert (patched.json["name"], patched.json["phone"]) == ("N.", "123")
    replaced = admin.put(path, json={"name": "Noor"}, headers={"If-Match": patched.headers["ETag"]})
    assert (replaced.json["phone"], replaced.headers["ETag"]) == (None, '"3"')


def test_an_empty_change_is_refused(admin: FlaskClient) -> None:
    """A PATCH that names nothing is 422 rather than a change of nothing."""
    path = admin.post("/clients", json=CLIENT).headers["Location"]
    answer = admin.patch(path, json={}, headers={"If-Match": '"1"'})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == ""


def test_a_client_is_removed(admin: FlaskClient) -> None:
    """A removed client is gone."""
    path = admin.post("/clients", json=CLIENT).headers["Location"]
    assert admin.delete(path, headers={"If-Match": '"1"'}).status_code == 204
    assert admin.get(path).status_code == 404


def test_a_therapist_is_verified_and_unverified(admin: FlaskClient) -> None:
    """An admin's word is given and taken back, each under a version."""
    path = admin.post("/therapists", json=THERAPIST).headers["Location"]
    given = admin.put(f"{path}/verification", headers={"If-Match": '"1"'})
    assert given.json["verifiedAt"] == "2026-11-20T09:30:00.000Z"
    taken = admin.delete(f"{path}/verification", headers={"If-Match": '"2"'})
    assert (taken.json["verifiedAt"], taken.headers["ETag"]) == (None, '"3"')


def test_therapists_are_found_by_filters(admin: FlaskClient, therapist: FlaskClient) -> None:
    """Filters reach the library by name."""
    admin.post("/therapists", json=THERAPIST)
    found = therapist.get("/therapists?expertise=grief").json["items"]
    assert [each["name"] for each in found] == ["Noor"]
