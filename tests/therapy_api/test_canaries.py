"""Private means private: what people enter shows up nowhere but in answers to them.

Canaries are planted in every field that a person fills in, then looked for in everything that
the process writes at its most talkative, in URLs, headers and errors, and in the raw table.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.practices import SETTINGS, an_admin, new_practice
from therapy_api.app import create_app
from therapy_core import Practice

CANARY = "canary7f3a"
PASSWORD = f"{CANARY} password, long enough"
EMAIL = f"{CANARY}@practice.example"
SIGN_UP = {"email": EMAIL, "password": PASSWORD, "name": f"{CANARY} name", "role": "client"}


@pytest.fixture
def real(endpoint: str, table_name: str) -> Practice:
    """Return a practice on the real engine."""
    return new_practice(endpoint, table_name, log_level="DEBUG")


@pytest.fixture
def app(real: Practice) -> Flask:
    """Return the app over it, as talkative as it gets."""
    return create_app(real.settings, real)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Let the root logger take everything that any library would say."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def walk(http: FlaskClient) -> list[Any]:
    """Do what a person does, right and wrong, and return every answer."""
    answers = [http.post("/signup", json=SIGN_UP), http.post("/signup", json=SIGN_UP)]
    answers += [http.post("/login", json={"email": EMAIL, "password": PASSWORD + CANARY})]
    entered = http.post("/login", json={"email": EMAIL, "password": PASSWORD})
    token = {"Authorization": "Bearer " + entered.json["accessToken"]}
    me = http.get("/me", headers=token)
    place = f"/clients/{me.json['client']['clientId']}"
    tag = http.get(place, headers=token).headers["ETag"]
    change = {"phone": f"{CANARY} 1", "name": f"{CANARY} again"}
    answers += [http.patch(place, headers=token | {"If-Match": tag}, json=change)]
    answers += [http.patch(place, headers=token | {"If-Match": tag}, json=change)]
    answers += [http.put(place, headers=token | {"If-Match": '"2"'}, json={CANARY: CANARY})]
    answers += [http.patch(place, headers=token, data=f"{{{CANARY}")]
    answers += [http.get(f"/therapists?name={CANARY}&{CANARY}=1", headers=token)]
    answers += [http.get(f"/therapists?name={CANARY}", headers=token)]
    answers += [http.get("/me", headers={"Authorization": f"Bearer {CANARY}"})]
    answers += [http.post("/token/refresh", json={"refreshToken": CANARY})]
    answers += [http.post("/token/refresh", json={"refreshToken": entered.json["refreshToken"]})]
    return answers


def test_no_canary_is_logged(
    app: Flask,
    everything_logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """No log line, at DEBUG, of ours or of any library, holds what a person entered."""
    answers = walk(app.test_client())
    assert {a.status_code for a in answers} >= {200, 201, 401, 409, 412, 422}
    written = everything_logged.text + "".join(capfd.readouterr())
    assert "request" in written
    assert CANARY not in written
    assert "eyJhbGci" not in written, "a token was logged"


def test_no_canary_leaves_in_an_error_or_a_header(app: Flask) -> None:
    """Errors name fields, never values; no URL in an answer holds what was entered."""
    for answer in walk(app.test_client()):
        headers = {k: v for k, v in answer.headers.items() if k != "Link"}
        assert CANARY not in repr(headers), answer.request.path
        if answer.status_code >= 400:
            body = answer.get_json()
            assert CANARY not in repr({k: v for k, v in body.items() if k != "errors"})
            details = [e.get("detail", "") for e in body.get("errors", [])]
            assert CANARY not in "".join(details)


def test_no_canary_shows_when_the_table_fails(
    endpoint: str, table_name: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    """A failure inside tells its kind and its place, not what was being written."""

    def broken(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError(f"cannot write {CANARY} in {operation} of {request}")

    practice = Practice.connect(replace(SETTINGS, table_name=table_name), broken)
    answer = create_app(practice.settings, practice).test_client().post("/signup", json=SIGN_UP)
    assert (answer.status_code, endpoint in answer.text) == (500, False)
    assert "RuntimeError" in everything_logged.text
    assert CANARY not in answer.text + everything_logged.text


def test_the_table_holds_no_password_and_no_token(app: Flask, real: Practice) -> None:
    """A dump of the table shows neither a password nor anything that opens a login."""
    an_admin(real)
    answers = walk(app.test_client())
    found = real.table.wire.dispatch("Scan", {"TableName": real.table.name})
    assert PASSWORD not in repr(found["Items"])
    assert "eyJhbGci" not in repr(found["Items"])
    assert SETTINGS.jwt_secret.reveal() not in repr(found["Items"])
    assert answers
