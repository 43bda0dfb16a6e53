"""An app over a fake practice, and people who are logged in to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import ORIGIN, PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from therapy_api.app import create_app
from therapy_core.actor import Role
from therapy_core.settings import Secret, Settings


@pytest.fixture
def settings() -> Settings:
    """Return settings that need nothing outside."""
    return Settings(
        environment="test", jwt_secret=Secret("s" * 40), cors_origins=(ORIGIN,), log_level="INFO"
    )


@pytest.fixture
def practice() -> FakePractice:
    """Return an empty practice."""
    return FakePractice()


@pytest.fixture
def app(settings: Settings, practice: FakePractice) -> Flask:
    """Return the app over the fake practice."""
    return create_app(settings, practice)  # type: ignore[arg-type]


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    """Return a client of nobody in particular."""
    return app.test_client()


@pytest.fixture
def log_in(app: Flask, practice: FakePractice) -> Callable[..., Any]:
    """Return a way to open an account and log in: the client sends the token by itself."""

    def open_and_log_in(role: str, email: str = "") -> FlaskClient:
        email = email or f"{role}@example.org"
        practice.open(
            email=email,
            password=PASSWORD,
            name="Amal",
            role=Role(role),
            timezone="Europe/Lisbon",
            expertise=("anxiety",) if role == "therapist" else (),
            location="Lisbon" if role == "therapist" else None,
        )
        client = app.test_client()
        answer = client.post("/login", json={"email": email, "password": PASSWORD})
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.json['accessToken']}"
        client.tokens = answer.json  # type: ignore[attr-defined]
        return client

    return open_and_log_in


@pytest.fixture
def admin(log_in: Callable[..., FlaskClient]) -> FlaskClient:
    """Return an admin who is logged in."""
    return log_in("admin")


@pytest.fixture
def client(log_in: Callable[..., FlaskClient]) -> FlaskClient:
    """Return a client who is logged in."""
    return log_in("client")


@pytest.fixture
def therapist(log_in: Callable[..., FlaskClient]) -> FlaskClient:
    """Return a therapist who is logged in."""
    return log_in("therapist")
