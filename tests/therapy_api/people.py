"""People who sign up and log in over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.practices import PASSWORD, an_address
from therapy_core import SYSTEM, Practice

WORK = {"timezone": "UTC", "expertise": ["Grief"], "location": "Oslo"}


def person(app: Flask, role: str, **more: Any) -> tuple[FlaskClient, str]:
    """Sign somebody up, and return the client that is logged in and the profile's id."""
    body = {"email": an_address(), "password": PASSWORD, "name": "Amal", "role": role}
    body |= (WORK if role == "therapist" else {}) | more
    assert app.test_client().post("/signup", json=body).status_code == 201
    return logged_in(app, body["email"])


def an_admin_at(app: Flask, practice: Practice) -> FlaskClient:
    """Make an admin, and return the client that is logged in."""
    email = an_address()
    practice.acting_as(SYSTEM).accounts.create_admin(email, PASSWORD, "Ann")
    return logged_in(app, email)[0]


def logged_in(app: Flask, email: str) -> tuple[FlaskClient, str]:
    """Log in over HTTP."""
    http = app.test_client()
    tokens = http.post("/login", json={"email": email, "password": PASSWORD}).json
    http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {tokens['accessToken']}"
    return http, tokens["account"]["profileId"] or ""
