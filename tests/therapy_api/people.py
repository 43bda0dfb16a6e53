"""People who are logged in over HTTP, to an app over a real practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.practices import a_client, a_therapist, an_admin, new_practice
from therapy_api.app import create_app
from therapy_api.auth import tokens_for
from therapy_core import Actor, Practice
from therapy_core.accounts.views import LoggedIn
from therapy_core.table import Transport


@dataclass
class Person:
    """Hold somebody who is logged in: the actor, and the HTTP client that sends the token."""

    actor: Actor
    http: FlaskClient

    @property
    def id(self) -> str:
        """Return the id of the profile."""
        return self.actor.profile_id


@dataclass
class Served:
    """Hold an app over a real practice, and let people in."""

    practice: Practice
    app: Flask

    @property
    def stranger(self) -> FlaskClient:
        """Return an HTTP client of nobody in particular."""
        return self.app.test_client()

    def client(self, **more: Any) -> Person:
        """Return a new client."""
        return self.let_in(a_client(self.practice, **more))

    def therapist(self, **more: Any) -> Person:
        """Return a new therapist, who is listed."""
        return self.let_in(a_therapist(self.practice, **more))

    def admin(self) -> Person:
        """Return a new admin."""
        return self.let_in(an_admin(self.practice))

    def let_in(self, actor: Actor) -> Person:
        """Return somebody who is logged in to the practice also over HTTP."""
        login = LoggedIn(*self.practice.opened(actor.account_id, actor.login_id))
        with self.app.app_context():
            token = tokens_for(login)["access_token"]
        http = self.app.test_client()
        http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return Person(actor, http)


def served(endpoint: str, table_name: str, transport: Transport | None = None) -> Served:
    """Return an app over a practice on a new, empty table."""
    practice = new_practice(endpoint, table_name, transport)
    return Served(practice, create_app(practice.settings, practice))
