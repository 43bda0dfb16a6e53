"""A function on AWS follows what Secrets Manager keeps, and stays up for a while without it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from flask import Flask
from werkzeug.test import Client

from tests.conftest import moto_server
from tests.practices import PASSWORD, SETTINGS, a_client, an_address, new_practice
from therapy_api import logs
from therapy_api.app import create_app
from therapy_api.areas import AREAS
from therapy_api.aws_lambda.secrets import Connected, Following, Source
from therapy_core import Settings
from therapy_core.errors import Misconfigured, TryAgain
from therapy_core.secret import Secret
from therapy_core.stored_secrets.rotation import LONGEST_BEHIND, READ_AGAIN, advanced
from therapy_core.stored_secrets.store import SecretsOutOfReach, SecretsRefused, Store
from therapy_core.table import Backoff, BotocoreTransport
from therapy_core.table.testing import no_wait

FORMER = SETTINGS.jwt_secret.reveal()
NEXT = "canary7f3a-next-1b2c3d4e5f60718293a4b5c6"
VALUES = {
    "JWT_SECRET": FORMER,
    "PASSWORD_PEPPER": SETTINGS.password_pepper.reveal(),
    "MASTER_KEY": SETTINGS.master_key.reveal(),
}
ANNOUNCED = {**VALUES, "LONG_TERM_SECRET": FORMER, "OTHER_JWT_SECRETS": NEXT}
SWITCHED = {**ANNOUNCED, "JWT_SECRET": NEXT, "OTHER_JWT_SECRETS": FORMER}
RETIRED = {**SWITCHED, "OTHER_JWT_SECRETS": ""}
A_WHILE = READ_AGAIN.total_seconds()


class Manager:
    """Be a Secrets Manager with one secret, out of reach while it holds None."""

    def __init__(self, values: dict[str, Any] | None) -> None:
        self.values = values
        self.asked = 0
        self.now = 1_800_000_000.0

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the secret."""
        assert operation == "GetSecretValue"
        self.asked += 1
        if self.values is None:
            raise ClientError({"Error": {"Code": "InternalServiceError"}}, operation)
        return {"SecretString": json.dumps(self.values), "VersionId": str(self.asked)}

    def source(self, **environ: str) -> Source:
        """Return the settings of a function whose secrets these are."""
        given = {"THERAPY_ENV": "test", "BCRYPT_COST": "4"} | environ
        return Source(given, Store("s", self, Backoff(attempts=2, sleep=no_wait)), lambda: self.now)


def jwt_secrets(source: Source) -> list[str]:
    """Return the JWT secrets of this moment."""
    return [secret.reveal() for secret in source.settings().jwt_secrets]


def test_secrets_come_from_the_secret_and_the_environment_wins() -> None:
    """What is empty in the environment counts as not set, and nothing but secrets is taken."""
    manager = Manager({**VALUES, "PORT": "1", "LOG_LEVEL": "DEBUG"})
    found = manager.source(PASSWORD_PEPPER="mine", MASTER_KEY=" ", TABLE_NAME="clinic").settings()
    assert found.jwt_secret == SETTINGS.jwt_secret
    assert found.master_key == SETTINGS.master_key
    assert found.password_pepper == Secret("mine")
    assert (found.table_name, found.port, found.log_level) == ("clinic", 5000, "INFO")


def test_without_a_secret_the_environment_is_all() -> None:
    """Nothing is asked of AWS."""
    given = {"THERAPY_ENV": "test", "JWT_SECRET": "mine"}
    assert Source(given | {"SECRETS_ARN": " "}).settings() == Settings.from_environment(given)


@pytest.mark.parametrize("transport", ["lean", "botocore"])
def test_the_arn_names_the_secret(monkeypatch: pytest.MonkeyPatch, transport: str) -> None:
    """SECRETS_ARN leads to it, in its own region, and to nothing where there is none."""
    with moto_server() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", url)
        made = {"Name": f"therapy-{transport}", "SecretString": json.dumps(VALUES)}
        arn = BotocoreTransport(region="eu-west-3", service="secretsmanager")("CreateSecret", made)
        environ = {"THERAPY_ENV": "test", "DYNAMODB_TRANSPORT": transport}
        found = Source(environ | {"SECRETS_ARN": arn["ARN"]}).settings()
        with pytest.raises(SecretsRefused, match="ResourceNotFoundException"):
            Source(environ | {"SECRETS_ARN": arn["ARN"].replace("therapy", "other")}).settings()
    assert found.jwt_secret == SETTINGS.jwt_secret


def test_a_function_does_not_start_without_its_secrets() -> None:
    """Out of reach, weak or missing, it is an error with a name, and shows none."""
    with pytest.raises(SecretsOutOfReach):
        Manager(None).source().settings()
    for values in ({}, {**VALUES, "JWT_SECRET": FORMER[:20]}):
        with pytest.raises(Misconfigured, match="JWT_SECRET") as caught:
            Manager(values).source(THERAPY_ENV="production").settings()
        assert FORMER[:20] not in str(caught.value)


def test_secrets_are_read_again_after_a_while() -> None:
    """Not sooner, so that requests don't wait for it; unchanged, they are the same settings."""
    manager = Manager(VALUES)
    source = manager.source()
    held = source.settings()
    manager.values = ANNOUNCED
    manager.now += A_WHILE - 1
    assert (source.settings() is held, manager.asked) == (True, 1)
    manager.now += 1
    assert jwt_secrets(source) == [FORMER, NEXT]
    held = source.settings()
    manager.now += A_WHILE
    assert (source.settings() is held, manager.asked) == (True, 3)


def test_a_clock_that_is_put_back_holds_nothing_up() -> None:
    """The secrets are read again at once."""
    manager = Manager(VALUES)
    source = manager.source()
    source.settings()
    manager.values, manager.now = ANNOUNCED, manager.now - 86_400
    assert jwt_secrets(source) == [FORMER, NEXT]


@pytest.mark.parametrize("values", [None, {**ANNOUNCED, "MASTER_KEY": NEXT}])
def test_what_cannot_be_read_again_is_logged_and_kept_for_an_hour(
    values: dict[str, Any] | None, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried twice a minute; later than an hour nobody is served by a key that may be gone."""
    logs.configure("INFO")
    manager = Manager(VALUES)
    source = manager.source()
    held = source.settings()
    manager.values, manager.now = values, manager.now + A_WHILE
    with caplog.at_level(logging.WARNING):
        assert [source.settings() is held for _ in range(5)] == [True] * 5
        assert manager.asked == 2
        manager.now += 30
        assert (source.settings() is held, manager.asked) == (True, 3)
    assert "secrets_not_read" in caplog.text
    assert FORMER not in caplog.text
    assert NEXT not in caplog.text
    manager.now += LONGEST_BEHIND.total_seconds()
    for _ in range(2):
        with pytest.raises(TryAgain):
            source.settings()
    assert manager.asked == 4
    manager.values, manager.now = RETIRED, manager.now + 30
    assert jwt_secrets(source) == [NEXT]


# The app


@pytest.fixture
def person(endpoint: str, table_name: str) -> dict[str, str]:
    """Return what a person logs in with, who has signed up."""
    given = {"email": an_address(), "password": PASSWORD}
    a_client(new_practice(endpoint, table_name), email=given["email"])
    return given


@pytest.fixture
def environ(endpoint: str, table_name: str) -> dict[str, str]:
    """Return what leads a function to the table."""
    return {"DYNAMODB_ENDPOINT": endpoint, "TABLE_NAME": table_name}


class Function:
    """Be a warm function with one area, which counts how often its app is made."""

    def __init__(self, manager: Manager, environ: dict[str, str], area: str) -> None:
        self.made = 0
        self.area = AREAS[area]
        self.http = Client(Following(manager.source(**environ), self.make))

    def make(self, settings: Settings) -> Flask:
        """Return the app."""
        self.made += 1
        return create_app(settings, area=self.area)

    def me(self, tokens: dict[str, str]) -> Any:
        """Return the answer to who one is."""
        token = {"Authorization": f"Bearer {tokens['accessToken']}"}
        return self.http.get("/me", headers=token)


def test_warm_functions_follow_a_rotation(environ: dict[str, str], person: Any) -> None:
    """Each at its own moment, with no app made anew and no login ended before the last step."""
    held: dict[str, Any] = dict(VALUES)
    manager, behind = Manager(held), Manager(held)
    auth, record = Function(manager, environ, "auth"), Function(behind, environ, "record")
    tokens = auth.http.post("/login", json=person).json
    for step in ("announce", "switch"):
        held = advanced(held, step, datetime.now(UTC), timedelta(days=30), force=True)
        manager.values, manager.now = held, manager.now + A_WHILE
        fresh = auth.http.post("/login", json=person).json
        assert [record.me(each).status_code for each in (tokens, fresh)] == [200, 200]
        behind.values, behind.now = held, behind.now + A_WHILE
        assert [record.me(each).status_code for each in (tokens, fresh)] == [200, 200]
    held = advanced(held, "retire", datetime.now(UTC), timedelta(days=30), force=True)
    behind.values, behind.now = held, behind.now + A_WHILE
    assert [record.me(each).status_code for each in (tokens, fresh)] == [401, 200]
    assert (auth.made, record.made) == (1, 1)


def test_for_another_secret_the_app_is_made_anew(environ: dict[str, str], person: Any) -> None:
    """A new pepper counts at once, for what is hashed from then on."""
    manager = Manager(VALUES)
    auth = Function(manager, environ, "auth")
    assert auth.http.post("/login", json=person).status_code == 200
    manager.values, manager.now = {**VALUES, "PASSWORD_PEPPER": NEXT}, manager.now + A_WHILE
    assert auth.http.post("/login", json=person).status_code == 401
    assert auth.made == 2


def test_too_long_without_its_secrets_a_function_asks_to_try_again(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Every answer is a problem document with 503, until they can be read."""
    manager = Manager(VALUES)
    auth = Function(manager, environ, "auth")
    manager.values, manager.now = None, manager.now + LONGEST_BEHIND.total_seconds() + 1
    for path in ("/health", "/nowhere"):
        answer = auth.http.get(path)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert answer.json["code"] == "table.try_again"
        assert {"Retry-After", "X-Request-Id"} <= set(answer.headers.keys())
    manager.values, manager.now = VALUES, manager.now + 30
    assert auth.http.get("/health").status_code == 200
    assert "unhandled" not in caplog.text


def test_a_refusal_is_logged_under_its_own_id(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The request before it has ended, and so have its ids."""
    manager = Manager(VALUES)
    auth = Function(manager, environ, "auth")
    auth.http.get("/health", headers={"X-Request-Id": "the-first-one"})
    manager.values, manager.now = None, manager.now + LONGEST_BEHIND.total_seconds() + 1
    capsys.readouterr()
    auth.http.get("/health", headers={"X-Request-Id": "the-second-one"})
    told = capsys.readouterr().out
    assert "the-second-one" in told
    assert "the-first-one" not in told


def test_a_practice_follows_what_its_audit_is_signed_by(environ: dict[str, str]) -> None:
    """It stays the same while nothing changes, and goes on under a new secret."""
    manager = Manager(ANNOUNCED)
    connected = Connected(manager.source(**environ))
    first = connected.practice()
    assert connected.practice() is first
    later = {"LONG_TERM_SECRET": NEXT[::-1], "PREVIOUS_LONG_TERM_SECRETS": FORMER}
    manager.values, manager.now = {**ANNOUNCED, **later}, manager.now + A_WHILE
    signed = connected.practice().sign("audit head", b"said")
    assert not first.signed("audit head", b"said", signed)
    assert connected.practice().signed("audit head", b"said", first.sign("audit head", b"said"))
