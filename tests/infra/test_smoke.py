"""The look from outside: a sound system passes, and each fault of a broken one is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask, Response, request
from werkzeug.serving import make_server

from infra import aws, smoke
from infra.template.alarms import alarms
from tests.therapy_api.api_fakes import FakePractice
from therapy_api.app import create_app
from therapy_core.settings import Secret, Settings

Change = Callable[[Response], Response | None]


@pytest.fixture
def app() -> Flask:
    """Return the app over a practice that lives in memory."""
    settings = Settings(environment="test", jwt_secret=Secret("s" * 40), log_level="ERROR")
    return create_app(settings, FakePractice())  # type: ignore[arg-type]


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """Return where the app is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_sound_system_passes(url: str) -> None:
    """Nothing is told of the app as it is, and the command leaves with 0."""
    done = CliRunner().invoke(smoke.main, [url])
    assert (done.exit_code, done.output) == (0, "It answers as it should.\n")


def _not_ready(response: Response) -> Response | None:
    return Response(status=503) if request.path == "/ready" else None


def _framed(response: Response) -> Response | None:
    del response.headers["X-Frame-Options"]
    return None


def _html(response: Response) -> Response | None:
    return Response("<h1>Not found</h1>", 404) if response.status_code == 404 else None


def _unchallenged(response: Response) -> Response | None:
    response.headers.pop("WWW-Authenticate", None)
    return None


def _open(response: Response) -> Response | None:
    return Response("{}", 200) if request.path == "/me" else None


def _former(response: Response) -> Response | None:
    is_document = request.path == "/openapi.json"
    return Response('{"paths": {"/health": {"get": {}}}}', 200) if is_document else None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_not_ready, "GET /ready answers 503"),
        (_framed, "without X-Frame-Options"),
        (_html, "GET /no/such/path answers 404 with something else than a problem"),
        (_unchallenged, "GET /me answers without WWW-Authenticate"),
        (_open, "GET /me answers 200, not 401"),
        (_former, "doesn't have the paths of this commit"),
    ],
)
def test_tells_what_is_wrong(app: Flask, url: str, change: Change, told: str) -> None:
    """Each thing that a deployment can break is told by what was asked."""
    app.after_request_funcs[None].insert(0, lambda answer: change(answer) or answer)
    assert told in "\n".join(smoke.looked_at(url))


def test_tells_that_nobody_answers() -> None:
    """A system that is out of reach is a fault of each question, not a traceback."""
    told = list(smoke.looked_at("http://127.0.0.1:9"))
    assert "GET /health has no answer: ConnectionError" in told


class Alarms:
    """Play CloudWatch: one answer a poll, the last again and again."""

    def __init__(self, *polls: Sequence[str]) -> None:
        self.polls = list(polls)
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, name: str) -> Alarms:
        """Return what pages through `describe_alarms`."""
        assert name == "describe_alarms"
        return self

    def paginate(self, **asked: Any) -> list[dict[str, Any]]:
        """Return one page of alarms."""
        self.asked.append(asked)
        names = self.polls.pop(0) if len(self.polls) > 1 else self.polls[0]
        return [{"MetricAlarms": [{"AlarmName": name} for name in names]}]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[[Alarms, float], list[str]]:
    """Return a way to watch made-up alarms, without waiting between two looks."""
    monkeypatch.setattr(smoke, "POLL_SECONDS", 0.001)

    def watched(alarms: Alarms, minutes: float) -> list[str]:
        monkeypatch.setattr(aws, "client", lambda service: alarms)
        return smoke.watched("therapy-dev", minutes)

    return watched


def test_an_alarm_that_goes_off_while_one_watches_is_told(
    watch: Callable[[Alarms, float], list[str]],
) -> None:
    """The alarms of that stack alone are asked about, until one is off."""
    alarms = Alarms([], [], ["therapy-dev-ClientErrors"])
    assert watch(alarms, 1) == ["alarm: therapy-dev-ClientErrors"]
    assert alarms.asked == [{"AlarmNamePrefix": "therapy-dev-", "StateValue": "ALARM"}] * 3


def test_what_callers_set_off_is_no_fault_of_the_deployment(
    watch: Callable[[Alarms, float], list[str]],
) -> None:
    """Somebody who tries passwords can't have a version rolled back; the alarms' names are ours."""
    names = [f"therapy-dev-{name}" for name in smoke.OF_CALLERS]
    assert watch(Alarms(names), 0.0005) == []
    assert set(smoke.OF_CALLERS) <= alarms().keys()


def test_silence_passes(watch: Callable[[Alarms, float], list[str]]) -> None:
    """Where no alarm goes off until the time is up, nothing is told."""
    assert watch(Alarms([]), 0.0005) == []


def test_a_fault_leaves_with_1(url: str, app: Flask) -> None:
    """The command fails with what is wrong."""
    app.after_request_funcs[None].insert(0, lambda answer: _not_ready(answer) or answer)
    done = CliRunner().invoke(smoke.main, [url])
    assert done.exit_code == 1
    assert done.output.startswith("Error: GET /ready answers 503")
