"""Logs tell how a request went, and nothing of what was in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from therapy_api import logs

SECRETS = ("amal", "Amal", PASSWORD, "eyJ", "battery")


@pytest.fixture
def lines(app: Flask) -> Callable[[], list[dict[str, Any]]]:
    """Return a way to read the log lines written so far."""
    logs.configure("DEBUG")
    (handler,) = [each for each in logging.getLogger().handlers if each.name == logs.HANDLER]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_one_line_a_request(http: FlaskClient, lines: Any) -> None:
    """A line holds id, route, method, status, time and what the table was asked."""
    http.get("/clients/cli_1", headers={"X-Request-Id": "web-7f3a9c21"})
    (line,) = lines()
    assert line["event"] == "request"
    assert line["request_id"] == "web-7f3a9c21"
    assert line["route"] == "/clients/<id:client_id>"
    assert (line["method"], line["status"], line["level"]) == ("GET", 401, "info")
    assert (line["round_trips"], line["read_units"], line["write_units"]) == (2, 1.5, 0.0)
    assert line["duration_ms"] >= 0


def test_a_path_that_nobody_serves_is_not_written_down(http: FlaskClient, lines: Any) -> None:
    """An unmatched path may hold anything, and is left out."""
    http.get("/amal@example.org?token=eyJ")
    (line,) = lines()
    assert line["route"] == "unmatched"
    assert "amal" not in json.dumps(line)


def test_nothing_personal_is_logged(http: FlaskClient, lines: Any) -> None:
    """Through sign-up, log-in and use, no value of a person reaches the log."""
    person = {"email": "amal@example.org", "password": PASSWORD, "name": "Amal", "role": "client"}
    http.post("/signup", json=person)
    body = {"email": person["email"], "password": PASSWORD}
    token = http.post("/login", json=body).json["accessToken"]
    http.get("/me", headers={"Authorization": f"Bearer {token}"})
    http.post("/login?email=amal@example.org", json=person)
    written = json.dumps(lines())
    assert written.count('"request"') == 4
    assert not [secret for secret in SECRETS if secret in written]


def test_an_unhandled_error_leaves_frames_without_text(
    admin: FlaskClient, practice: FakePractice, lines: Any
) -> None:
    """A bug is logged by its type and frames; its text may hold data, and stays out."""
    practice.fails_with = ValueError("Amal feels low")
    assert admin.get("/clients/cli_1").status_code == 500
    bug, request = lines()
    assert (bug["error"], bug["level"]) == ("builtins.ValueError", "error")
    assert any("resources/clients.py" in frame for frame in bug["frames"])
    assert bug["request_id"] == request["request_id"]
    assert "Amal" not in json.dumps(bug)


def test_an_error_that_another_logger_reports_leaves_no_text(app: Flask, lines: Any) -> None:
    """A library's own report of an exception is cut down to frames as well."""
    try:
        int("Amal feels low")
    except ValueError as error:
        logging.getLogger("somebody").exception("it failed")
        logging.getLogger("therapy_core").error("it failed", exc_info=error)  # noqa: TRY400
    written = lines()
    assert [line["error"] for line in written] == ["builtins.ValueError"] * 2
    assert "Amal" not in json.dumps(written)


@pytest.mark.parametrize("name", ["botocore", "pynamodb.connection", "urllib3", "werkzeug", "x"])
def test_other_loggers_stay_quiet(app: Flask, lines: Any, name: str) -> None:
    """Whatever our level, others are held at WARNING: their DEBUG prints payloads."""
    logging.getLogger(name).info("payload")
    logging.getLogger(name).debug("payload")
    logging.getLogger("therapy_core.table").debug("ours")
    assert [line["event"] for line in lines()] == ["ours"]
