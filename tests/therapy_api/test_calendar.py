"""The calendar feed over HTTP: its address is a secret, and is treated as one."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import vobject

from tests.bookings import a_session, in_contact
from tests.therapy_api.people import Person, Served, served
from therapy_cli.api import Api
from therapy_cli.engine.ports import free_port
from therapy_core.settings import Settings

pytestmark = pytest.mark.exact
APP = """
from therapy_api.app import create_app
from therapy_core.settings import Secret, Settings

secrets = {"jwt_secret": Secret("s" * 40), "master_key": Secret("m" * 40)}
app = create_app(Settings(environment="test", log_level="DEBUG", **secrets))
app.before_request(lambda: 1 / 0 if "broken" in app.config else app.config.update(broken=True))
"""
SECRET = "canary4b1c9e0f6a7d4c2b"


@pytest.fixture
def api(endpoint: str, table_name: str) -> Served:
    """Return an app over a real practice."""
    return served(endpoint, table_name)


@pytest.fixture
def client(api: Served) -> Person:
    """Return a client with a session to come."""
    found, therapist = api.client(), api.therapist()
    in_contact(api.practice, found.actor, therapist.actor)
    a_session(api.practice, found.actor, therapist.actor)
    return found


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Let the root logger take everything that any library would say."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def opened(person: Person) -> str:
    """Make a feed and return the path of its address."""
    answer = person.http.post("/me/calendar-feed")
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    return urlsplit(answer.json["url"]).path


def token_in(path: str) -> str:
    """Return the token in a path."""
    return path.removeprefix("/calendar/").removesuffix(".ics")


def test_whoever_has_the_address_reads_the_calendar(api: Served, client: Person) -> None:
    """Without a login, and nobody keeps a copy on the way."""
    answer = api.stranger.get(opened(client))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "RateLimit" in answer.headers
    (event,) = vobject.readOne(answer.text).contents["vevent"]
    assert event.summary.value == "Session"
    same = api.stranger.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.text) == (304, "")


def test_who_has_a_feed(api: Served) -> None:
    """Clients and therapists have one, admins don't, nobody without a login."""
    for method in ("POST", "DELETE"):
        answers = [
            who.open("/me/calendar-feed", method=method).status_code
            for who in (api.client().http, api.therapist().http, api.admin().http, api.stranger)
        ]
        done = 201 if method == "POST" else 204
        assert answers == [done, done, 403, 401]


def test_a_new_address_ends_the_old_one(api: Served, client: Person) -> None:
    """Replaced or closed, it is nothing, and looks like what never was."""
    first, second = opened(client), opened(client)
    assert api.stranger.get(second).status_code == 200
    assert client.http.delete("/me/calendar-feed").status_code == 204
    made_up = "/calendar/" + "x" * 69 + ".ics"
    bodies = []
    for path in (first, second, made_up):
        answer = api.stranger.get(path)
        assert answer.status_code == 404
        bodies.append({k: v for k, v in answer.json.items() if k != "requestId"})
    assert bodies[0] == bodies[1] == bodies[2]


def test_the_secret_is_in_no_log_and_in_no_error(
    api: Served,
    client: Person,
    everything_logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Served, closed, mistyped, asked in wrong ways: no line and no answer repeats the token."""
    path = opened(client)
    secret = token_in(path)[26:]
    everything_logged.clear()
    stranger = api.stranger
    answers = [
        stranger.get(path),
        stranger.post(path, json={}),
        stranger.get(f"{path}?x={secret}"),
        stranger.get(path.removesuffix(".ics")),
        stranger.get(f"{path}/{secret}"),
        stranger.get(f"/CALENDAR/{secret}.ics"),
        stranger.get(f"/calender/{token_in(path)}.ics"),
        stranger.get(f"/calendar/../calendar/{secret}.ics"),
        stranger.get(path, headers={"X-Request-Id": "req-12345678"}),
    ]
    client.http.delete("/me/calendar-feed")
    answers.append(stranger.get(path))
    assert [a.status_code for a in answers] == [200, 405, 422, *[404] * 5, 200, 404]
    for answer in answers:
        assert secret not in answer.text + repr(answer.headers)
    written = everything_logged.text + "".join(capfd.readouterr())
    assert "/calendar/<feed:feed_token>.ics" in written
    assert secret not in written


def test_an_error_inside_does_not_tell_the_secret(
    api: Served,
    client: Person,
    everything_logged: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bug is logged by its frames, without the values in them."""
    path = opened(client)
    secret = token_in(path)[26:]
    monkeypatch.setattr("therapy_core.sessions.ics.written", lambda _: int(f"calendar of {secret}"))
    answer = api.stranger.get(path)
    assert answer.status_code == 500
    assert secret not in answer.text + everything_logged.text


def test_reading_is_limited(api: Served, client: Person) -> None:
    """A network that asks too often is told when to come back."""
    path = opened(client)
    api.app.config["RATE_LIMITS"]["calendar-network"] = (2, 300)
    statuses = [api.stranger.get(path).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = api.stranger.get(path)
    assert int(refused.headers["Retry-After"]) > 0
    assert token_in(path)[26:] not in refused.text


def test_the_server_does_not_write_the_secret_down(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Gunicorn tells neither of what it serves, nor of what breaks, nor of what it can't read."""
    (tmp_path / "served.py").write_text(APP)
    settings = Settings(port=free_port(), endpoint="http://engine.example")
    with Api(settings, host="127.0.0.1", workers=1, folder=tmp_path, app="served:app"):
        for head in (
            f"GET /calendar/{SECRET}.ics HTTP/1.1",
            f"GET /calendar/{SECRET}.ics HTTP/9.9",
            f"GARBAGE /calendar/{SECRET}.ics",
        ):
            answer = ask(settings.port, f"{head}\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert answer.startswith("HTTP/1.1 ")
            assert SECRET not in answer
    written = "".join(capfd.readouterr())
    assert "/calendar/<feed:feed_token>.ics" in written
    assert "ZeroDivisionError" in written
    assert SECRET not in written


def ask(port: int, request: str) -> str:
    """Send text as it is and return the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()
