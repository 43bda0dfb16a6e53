"""Signing up, logging in, renewing, logging out, and one's own account."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD
from tests.therapy_api.api_fakes import FakePractice

SIGN_UP = {"email": "amal@example.org", "password": PASSWORD, "name": " Amal ", "role": "client"}
THERAPIST = SIGN_UP | {
    "role": "therapist",
    "expertise": ["anxiety"],
    "location": "Lisbon",
    "timezone": "Europe/Lisbon",
}


def test_a_person_signs_up(http: FlaskClient) -> None:
    """A sign-up answers 201 with the account in camelCase, without the password."""
    answer = http.post("/signup", json=SIGN_UP)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/me"
    assert answer.json["name"] == "Amal"
    assert answer.json["createdAt"] == "2026-11-20T09:30:00.000Z"
    assert PASSWORD not in answer.text


def test_a_therapist_signs_up_with_what_the_directory_needs(http: FlaskClient) -> None:
    """A therapist names expertise, location and time zone; each is missed by name."""
    assert http.post("/signup", json=THERAPIST).status_code == 201
    answer = http.post("/signup", json=SIGN_UP | {"role": "therapist"})
    places = {each["pointer"] for each in answer.json["errors"]}
    assert places == {"/expertise", "/location", "/timezone"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"email": "nobody"}, "/email"),
        ({"email": "a" * 250 + "@example.org"}, "/email"),
        ({"password": "short"}, "/password"),
        ({"password": "x" * 1025}, "/password"),
        ({"name": "   "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "a\tb"}, "/name"),
        ({"name": 5}, "/name"),
        ({"role": "admin"}, "/role"),
        ({"timezone": "Mars/Olympus"}, "/timezone"),
        ({"location": "Lisbon"}, "/location"),
        ({"accountId": "acc_1"}, "/accountId"),
        ({"version": 7}, "/version"),
    ],
)
def test_values_that_break_a_rule_are_named(
    http: FlaskClient, changes: dict[str, Any], place: str
) -> None:
    """A wrong, unknown or server-owned field is refused with 422 and a pointer to it."""
    answer = http.post("/signup", json=SIGN_UP | changes)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [place]


def test_entries_of_a_list_are_pointed_at(http: FlaskClient) -> None:
    """A pointer reaches into a list."""
    answer = http.post("/signup", json=THERAPIST | {"expertise": ["anxiety", "x" * 61]})
    assert answer.json["errors"][0]["pointer"] == "/expertise/1"


def test_an_address_that_is_taken_is_a_conflict(http: FlaskClient) -> None:
    """The second account of an address is refused with 409 and its own code."""
    http.post("/signup", json=SIGN_UP)
    answer = http.post("/signup", json=SIGN_UP)
    assert (answer.status_code, answer.json["code"]) == (409, "accounts.email_taken")


def test_a_wrong_password_is_401(http: FlaskClient) -> None:
    """A wrong log-in is 401 with a challenge, and doesn't say which of the two was wrong."""
    answer = http.post("/login", json={"email": "a@example.org", "password": "wrong"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json["code"] == "auth.invalid_credentials"


def test_a_log_in_answers_tokens_and_account(client: FlaskClient) -> None:
    """A log-in answers both tokens, their kind and time, and whose they are."""
    tokens = client.tokens  # type: ignore[attr-defined]
    assert tokens["tokenType"] == "Bearer"
    assert tokens["expiresIn"] == 900
    assert tokens["account"]["email"] == "client@example.org"


def test_a_refresh_token_works_once(client: FlaskClient, http: FlaskClient) -> None:
    """Renewing gives a new pair; the old token a second time ends the whole login."""
    sent = {"refreshToken": client.tokens["refreshToken"]}  # type: ignore[attr-defined]
    assert http.post("/token/refresh", json=sent).status_code == 200
    again = http.post("/token/refresh", json=sent)
    assert (again.status_code, again.json["code"]) == (401, "auth.refresh_reused")
    assert client.get("/me").json["code"] == "auth.login_ended"


def test_an_access_token_renews_nothing(client: FlaskClient, http: FlaskClient) -> None:
    """An access token is no refresh token."""
    sent = {"refreshToken": client.tokens["accessToken"]}  # type: ignore[attr-defined]
    answer = http.post("/token/refresh", json=sent)
    assert (answer.status_code, answer.json["code"]) == (401, "auth.invalid_token")


def test_after_logging_out_the_token_is_refused(client: FlaskClient) -> None:
    """A log-out holds at once."""
    assert client.post("/logout").status_code == 204
    assert client.get("/me").status_code == 401


def test_me_is_account_and_profile(client: FlaskClient, therapist: FlaskClient) -> None:
    """Me shows the account and, under its own name, the profile."""
    me = client.get("/me").json
    assert me["client"]["clientId"] == me["account"]["profileId"]
    assert me["therapist"] is None
    assert therapist.get("/me").json["therapist"]["expertise"] == ["anxiety"]


def test_changing_the_address_needs_the_password(client: FlaskClient) -> None:
    """A new address without the password is 422; with a wrong one too, and never 401."""
    tag = {"If-Match": client.get("/me").headers["ETag"]}
    bare = client.patch("/me", json={"email": "b@example.org"}, headers=tag)
    wrong = {"email": "b@example.org", "currentPassword": "wrong wrong"}
    refused = client.patch("/me", json=wrong, headers=tag)
    for answer in (bare, refused):
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == "/currentPassword"
    right = wrong | {"currentPassword": PASSWORD}
    changed = client.patch("/me", json=right, headers=tag)
    assert changed.json["account"]["email"] == "b@example.org"


def test_the_password_changes(client: FlaskClient, practice: FakePractice) -> None:
    """A password changes with the current one, and not without."""
    new = "another long passphrase"
    wrong = client.post("/me/password", json={"currentPassword": "x" * 9, "newPassword": new})
    assert wrong.json["errors"][0]["pointer"] == "/currentPassword"
    right = client.post("/me/password", json={"currentPassword": PASSWORD, "newPassword": new})
    assert right.status_code == 204
    assert practice.accounts["acc_1"].password == new


def test_log_ins_are_listed_and_ended(client: FlaskClient) -> None:
    """One's log-ins are listed, the present one marked, and each can be ended."""
    client.post("/login", json={"email": "client@example.org", "password": PASSWORD})
    logins = client.get("/me/logins").json["items"]
    assert [each["current"] for each in logins] == [True, False]
    assert client.delete(f"/me/logins/{logins[1]['loginId']}").status_code == 204
    assert len(client.get("/me/logins").json["items"]) == 1
