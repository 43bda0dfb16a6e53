"""Logs tell how a request went, and nothing of what was in it."""

from __future__ import annotations

import io
import json
import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.therapy_api.api_entities import PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from therapy_api import logs
from therapy_api.request_ids import EVENT
from therapy_core.errors import AuditBroken, TryAgain
from therapy_core.table.errors import Rejected

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


def test_a_method_that_nobody_knows_is_not_written_down(http: FlaskClient, lines: Any) -> None:
    """It may be any word that the caller likes."""
    http.open("/health", method="AMAL")
    (line,) = lines()
    assert (line["method"], line["status"]) == ("other", 405)
    assert "AMAL" not in json.dumps(line)


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
    assert any(each.startswith("therapy_api/resources/clients.py:") for each in bug["frames"])
    assert not [each for each in bug["frames"] if each.startswith("/")]
    assert bug["request_id"] == request["request_id"]
    assert "Amal" not in json.dumps(bug)


def test_the_same_fault_in_two_requests_has_one_fingerprint(
    admin: FlaskClient, practice: FakePractice, lines: Any
) -> None:
    """Whoever met it and whatever it said; another fault has another."""
    for text in ("Amal feels low", "Bea feels high"):
        practice.fails_with = ValueError(text)
        admin.get(f"/clients/cli_{text[:1]}")
    practice.fails_with = LookupError("Amal feels low")
    admin.get("/clients/cli_1")
    first, second, third = (line["fingerprint"] for line in lines() if "fingerprint" in line)
    assert first == second != third
    assert not [each for each in ("Amal", "Bea", "feels") if each in json.dumps(lines())]


def test_a_fault_that_the_library_names_is_logged_too(
    admin: FlaskClient, practice: FakePractice, lines: Any
) -> None:
    """A table out of reach, or a broken audit, shows what is behind the answer."""
    practice.fails_with = TryAgain()
    practice.fails_with.__cause__ = Rejected("GetItem", "AccessDeniedException", "Amal")
    assert admin.get("/clients/cli_1").status_code == 503
    practice.fails_with = AuditBroken()
    assert admin.get("/clients/cli_1").status_code == 500
    practice.fails_with = TryAgain()
    assert admin.get("/clients/cli_1").status_code == 503
    out_of_reach, broken = (line for line in lines() if line["event"] == "failed")
    assert out_of_reach["cause_code"] == "AccessDeniedException"
    assert broken["error"] == "therapy_core.errors.AuditBroken"
    assert out_of_reach["fingerprint"] != broken["fingerprint"]
    assert "Amal" not in json.dumps(lines())


def test_the_gateway_s_id_joins_its_log_with_ours(http: FlaskClient, lines: Any) -> None:
    """It stands in the line, and is the request's id where the caller sends none."""
    behind: dict[str, Any] = {EVENT: {"requestContext": {"requestId": "KQ7-tj09oAMEPHA="}}}
    answer = http.get("/health", environ_overrides=behind)
    assert answer.headers["X-Request-Id"] == "KQ7-tj09oAMEPHA="
    http.get("/health", environ_overrides=behind, headers={"X-Request-Id": "web-7f3a9c21"})
    found = [(line["request_id"], line["gateway_id"]) for line in lines()]
    assert found == [(each, "KQ7-tj09oAMEPHA=") for each in ("KQ7-tj09oAMEPHA=", "web-7f3a9c21")]


@pytest.mark.parametrize(
    "event", [None, {}, {"requestContext": None}, {"requestContext": {"requestId": "Amal feels"}}]
)
def test_only_a_sensible_id_of_a_gateway_is_taken(
    http: FlaskClient, lines: Any, event: Any
) -> None:
    """Anything else is as if there was no gateway; the next request inherits nothing."""
    known = {EVENT: {"requestContext": {"requestId": "KQ7-tj09oAMEPHA="}}}
    http.get("/health", environ_overrides=known)
    http.get("/health", environ_overrides={EVENT: event})
    _, line = lines()
    assert "gateway_id" not in line
    assert len(line["request_id"]) == 32


def test_a_header_can_not_pass_for_the_gateway(http: FlaskClient, lines: Any) -> None:
    """What a caller sends never stands where the gateway's event does."""
    http.get("/health", headers={EVENT: '{"requestContext": {"requestId": "forged-1"}}'})
    (line,) = lines()
    assert "gateway_id" not in line


def test_an_error_of_a_function_leaves_without_its_text(lines: Any) -> None:
    """Lambda writes what a handler raises into the log, so it is handed a fingerprint."""

    @logs.without_text
    def handler(event: dict[str, str], context: None) -> int:
        return int(event["text"])

    assert handler({"text": "7"}, None) == 7
    given = {"text": "Amal feels low"}
    with pytest.raises(logs.Unhandled) as caught:
        handler(given, None)
    (line,) = lines()
    assert (line["event"], line["error"]) == ("unhandled", "builtins.ValueError")
    assert str(caught.value) == line["fingerprint"]
    assert "Amal" not in "".join(traceback.format_exception(caught.value)) + json.dumps(line)


@pytest.mark.parametrize("module", ["awslambdaric.bootstrap", "bootstrap"])
def test_lambda_s_own_handler_is_replaced(module: str) -> None:
    """It would write each line a second time, and what a line counts would count twice."""
    theirs = type("LambdaLoggerHandler", (logging.StreamHandler,), {"__module__": module})()
    root = logging.getLogger()
    root.addHandler(theirs)
    try:
        logs.configure("INFO")
        assert theirs not in root.handlers
        assert [each.name for each in root.handlers].count(logs.HANDLER) == 1
    finally:
        root.removeHandler(theirs)


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
