"""The whole way: HTTP, library, engine."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.practices import PASSWORD, an_address, new_practice
from therapy_api import logs
from therapy_api.app import create_app
from therapy_core import SYSTEM, Practice

Person = Callable[..., FlaskClient]


@pytest.fixture
def real(endpoint: str, table_name: str) -> Practice:
    """Return a practice on an engine."""
    return new_practice(endpoint, table_name)


@pytest.fixture
def api(real: Practice) -> Flask:
    """Return the app over it."""
    return create_app(real.settings, real)


@pytest.fixture
def person(api: Flask) -> Person:
    """Return a way to sign up and log in over HTTP."""

    def sign_up(role: str = "client", name: str = "Amal", **more: Any) -> FlaskClient:
        http, email = api.test_client(), an_address()
        if role == "therapist":
            more = {"timezone": "Asia/Tokyo", "expertise": ["Grief"], "location": "Tokyo"} | more
        body = {"email": email, "password": PASSWORD, "name": name, "role": role, **more}
        assert http.post("/signup", json=body).status_code == 201
        return logged_in(http, email)

    return sign_up


@pytest.fixture
def boss(api: Flask, real: Practice) -> FlaskClient:
    """Return an admin who is logged in over HTTP."""
    email = an_address()
    real.acting_as(SYSTEM).accounts.create_admin(email, PASSWORD, "Ann")
    return logged_in(api.test_client(), email)


def logged_in(http: FlaskClient, email: str) -> FlaskClient:
    """Log in, and send the token from now on."""
    tokens = http.post("/login", json={"email": email, "password": PASSWORD, "device": "test"}).json
    http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {tokens['accessToken']}"
    http.tokens = tokens  # type: ignore[attr-defined]
    return http


def test_a_person_comes_and_goes(person: Person) -> None:
    """Sign up, log in, read, change under a version, log out, and be refused."""
    me = person("client", timezone="Europe/Lisbon")
    read = me.get("/me")
    assert read.json["client"]["timezone"] == "Europe/Lisbon"
    assert read.json["account"]["createdAt"].endswith("Z")
    changed = me.patch("/me", json={"name": "Noor"}, headers={"If-Match": read.headers["ETag"]})
    assert changed.json["client"]["name"] == changed.json["account"]["name"] == "Noor"
    stale = me.patch("/me", json={"name": "A"}, headers={"If-Match": read.headers["ETag"]})
    assert stale.status_code == 412
    assert me.get("/me/logins").json["items"][0]["device"] == "test"
    assert me.post("/logout").status_code == 204
    assert me.get("/me").json["code"] == "auth.login_ended"


def test_a_refresh_family_ends_when_a_token_is_reused(person: Person) -> None:
    """A refresh token rotates; a reused one ends the login, the newest tokens included."""
    me = person()
    old = {"refreshToken": me.tokens["refreshToken"]}  # type: ignore[attr-defined]
    renewed = me.post("/token/refresh", json=old)
    assert renewed.status_code == 200
    assert me.post("/token/refresh", json=old).json["code"] == "auth.refresh_reused"
    newest = {"refreshToken": renewed.json["refreshToken"]}
    assert me.post("/token/refresh", json=newest).json["code"] == "auth.login_ended"


def test_an_address_is_taken_in_any_case(person: Person, api: Flask) -> None:
    """An address is one, however it is written."""
    body = {"email": "Amal@Example.org", "password": PASSWORD, "name": "A", "role": "client"}
    http = api.test_client()
    assert http.post("/signup", json=body).status_code == 201
    again = http.post("/signup", json=body | {"email": "amal@example.org"})
    assert (again.status_code, again.json["code"]) == (409, "accounts.email_taken")


def test_a_sign_up_is_repeated_safely(api: Flask) -> None:
    """The same key answers the same account, in a later request as well."""
    body = {"email": an_address(), "password": PASSWORD, "name": "A", "role": "client"}
    http, key = api.test_client(), {"Idempotency-Key": "0b6c1e0a"}
    first = http.post("/signup", json=body, headers=key)
    again = http.post("/signup", json=body, headers=key)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert http.post("/signup", json=body | {"name": "B"}, headers=key).status_code == 422


def test_an_admin_keeps_the_clients(boss: FlaskClient) -> None:
    """An admin adds, reads, replaces and removes a client."""
    body = {"email": an_address(), "password": PASSWORD, "name": "Noor", "phone": "123"}
    made = boss.post("/clients", json=body)
    path = made.headers["Location"]
    assert boss.get(path, headers={"If-None-Match": made.headers["ETag"]}).status_code == 304
    tag = {"If-Match": made.headers["ETag"]}
    replaced = boss.put(path, json={"name": "Noor B."}, headers=tag)
    assert (replaced.json["phone"], replaced.json["version"]) == (None, 2)
    assert boss.delete(path, headers=tag).status_code == 412
    assert boss.delete(path, headers={"If-Match": replaced.headers["ETag"]}).status_code == 204
    assert boss.get(path).status_code == 404


def test_pages_walk_through_all_the_clients(boss: FlaskClient, person: Person) -> None:
    """Following the Link meets every client once; another's cursor is refused."""
    for number in range(5):
        body = {"email": an_address(), "password": PASSWORD, "name": f"Client {number}"}
        assert boss.post("/clients", json=body).status_code == 201
    names, path, cursor = [], "/clients?limit=2", ""
    while path:
        page = boss.get(path)
        names += [each["name"] for each in page.json["items"]]
        cursor = page.json["nextCursor"] or cursor
        path = page.headers.get("Link", "").partition(">")[0][1:]
    assert names == [f"Client {number}" for number in range(5)]
    for forged in (cursor[:-2] + "xx", "x", base64.b64encode(b"{}").decode(), "\ufffd"):
        answer = boss.get("/clients", query_string={"cursor": forged})
        assert (answer.status_code, answer.json["code"]) == (400, "paging.invalid_cursor")
    assert person().get("/clients", query_string={"cursor": cursor}).status_code in (200, 400)


def test_the_directory_is_searched(boss: FlaskClient, person: Person) -> None:
    """A therapist is found once verified: by expertise, by location, by name; and not after."""
    tomo, client = person("therapist", name="Tomo"), person()
    profile = tomo.get("/me").json["therapist"]
    path = f"/therapists/{profile['therapistId']}"
    assert client.get(path).status_code == 404
    tag = {"If-Match": boss.get(path).headers["ETag"]}
    verified = boss.put(f"{path}/verification", headers=tag)
    assert verified.json["verifiedAt"]
    for query in ("expertise=grief", "location=Tokyo", "name=to", "expertise=Grief&location=tokyo"):
        (found,) = client.get(f"/therapists?{query}").json["items"]
        assert (found["name"], found["email"]) == ("Tomo", None)
    assert client.get("/therapists?expertise=sleep").json["items"] == []
    assert client.get(path).headers["ETag"].endswith('.brief"')
    back = {"If-Match": verified.headers["ETag"]}
    assert boss.delete(f"{path}/verification", headers=back).status_code == 200
    assert client.get("/therapists").json["items"] == []


def test_strangers_see_nothing_of_each_other(person: Person) -> None:
    """Another client is not there, and another role's acts are refused."""
    one, other = person(), person()
    path = f"/clients/{one.get('/me').json['client']['clientId']}"
    assert other.get(path).status_code == 404
    assert other.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'}).status_code == 404
    assert other.delete(path, headers={"If-Match": '"1"'}).status_code == 404
    tag = {"If-Match": '"1"'}
    assert other.put("/therapists/thr_1/verification", headers=tag).status_code == 403


def test_passwords_change_and_other_logins_end(person: Person, api: Flask) -> None:
    """A new password ends the other log-ins and keeps this one."""
    me = person()
    email = me.get("/me").json["account"]["email"]
    other = logged_in(api.test_client(), email)
    new = {"currentPassword": PASSWORD, "newPassword": "another long enough one"}
    assert me.post("/me/password", json=new).status_code == 204
    assert me.get("/me").status_code == 200
    assert other.get("/me").status_code == 401
    wrong = me.post("/me/password", json=new)
    assert wrong.json["errors"][0]["pointer"] == "/currentPassword"


def test_limits_hold_in_the_table(api: Flask, real: Practice) -> None:
    """Another process, over the same table, counts on."""
    twin = create_app(real.settings, Practice.connect(real.settings))
    for app in (api, twin):
        app.config["RATE_LIMITS"] |= {"login-address": (2, 3600)}
    body = {"email": an_address(), "password": "wrong"}
    statuses = [app.test_client().post("/login", json=body).status_code for app in (api, twin, api)]
    assert statuses == [401, 401, 429]


def test_a_table_out_of_reach_is_503(real: Practice, person: Person) -> None:
    """Without its table the service lives, is not ready, and answers 503 rather than 500."""
    lost = Practice.connect(replace(real.settings, endpoint="http://127.0.0.1:9"))
    http = create_app(lost.settings, lost).test_client()
    assert http.get("/health").status_code == 200
    token = {"Authorization": person().environ_base["HTTP_AUTHORIZATION"]}
    log_in = {"email": an_address(), "password": "whatever it is"}
    lost_answers = (
        http.get("/ready"),
        http.get("/me", headers=token),
        http.post("/login", json=log_in),
    )
    for answer in lost_answers:
        assert (answer.status_code, answer.json["code"]) == (503, "table.try_again")
        assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("path", "calls"), [("/me", 2), ("/clients", 2), ("/therapists", 2), ("/me/logins", 2)]
)
def test_a_read_costs_its_own_call_and_the_login(
    person: Person, path: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log line of a read shows one call for the login and one for the answer."""
    me, told = person(), []
    monkeypatch.setattr(logs.log, "info", lambda event, **line: told.append(line))
    assert me.get(path).status_code == 200
    assert told[0]["round_trips"] == calls, json.dumps(told)


@pytest.mark.parametrize(
    "limit", ["0", "101", "1.5", "1_0", "+5", " 5", "\u0665", "", "1e1", "9" * 5000]
)
def test_a_limit_is_a_plain_number(person: Person, limit: str) -> None:
    """Only digits name a number."""
    answer = person().get("/therapists", query_string={"limit": limit})
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, "limit")


def test_a_list_of_one_page_takes_no_cursor(person: Person) -> None:
    """A client's own list leads nowhere, so that a cursor into it is altered or foreign."""
    answer = person().get("/clients?cursor=abc")
    assert (answer.status_code, answer.json["code"]) == (400, "paging.invalid_cursor")


def test_a_name_that_no_key_can_hold_is_told(api: Flask) -> None:
    """The problem names the field; it is no 404."""
    body = {"email": an_address(), "password": PASSWORD, "role": "client"}
    answer = api.test_client().post("/signup", json=body | {"name": "\U0010ffff" * 200})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/name")
