"""What is counted of a request stands in its line, in CloudWatch's form, and nothing else does."""

from __future__ import annotations

import io
import json
import logging
import re
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.practices import new_practice
from tests.therapy_api import emf
from tests.therapy_api.api_entities import PASSWORD
from tests.therapy_api.api_fakes import FakePractice
from tests.therapy_api.test_canaries import CANARY, walk
from therapy_api import faults, logs, metrics, sweeps
from therapy_api.app import create_app
from therapy_api.metrics import Metric
from therapy_core.due.sweeping import Swept
from therapy_core.errors import Misconfigured, TooManyRequests, TryAgain

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
GUIDE = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
MEMBERS = {
    *("timestamp", "level", "logger", "event", "request_id", "gateway_id"),
    *("method", "route", "status", "duration_ms"),
    *("round_trips", "read_units", "write_units", "throttled"),
    *("_aws", *metrics.DIMENSIONS, *Metric),
}
"""All that the line of a request may hold."""


def listen() -> io.StringIO:
    """Return what our own handler writes to from now on."""
    (handler,) = [each for each in logging.getLogger().handlers if each.name == logs.HANDLER]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    return written


@pytest.fixture
def lines(app: Flask) -> Callable[[], list[str]]:
    """Return a way to read the lines written since the last time, of an app that measures."""
    metrics.init_app(app, area="client", environment="staging")
    written = listen()

    def read() -> list[str]:
        found = written.getvalue().splitlines()
        written.seek(0)
        written.truncate()
        return found

    return read


def last(lines: Any) -> dict[str, float]:
    """Return the metrics of the last line that was written."""
    return emf.check(lines()[-1])


def test_the_line_of_a_request_is_a_record_of_its_metrics(http: FlaskClient, lines: Any) -> None:
    """One line tells both, under environment and area, and the first of a process says so."""
    http.get("/clients/cli_1")
    (written,) = lines()
    line = json.loads(written)
    assert (line["event"], line["route"]) == ("request", "/clients/<id:client_id>")
    assert (line["Environment"], line["Area"]) == ("staging", "client")
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Therapy"
    assert directive["Dimensions"] == [["Environment", "Area"]]
    units = {each["Name"]: each["Unit"] for each in directive["Metrics"]}
    assert (units["Duration"], units["Requests"]) == ("Milliseconds", "Count")
    found = emf.check(written)
    assert found.pop("Duration") == line["duration_ms"]
    assert found == {
        "Requests": 1,
        "RoundTrips": 2,
        "ReadUnits": 1.5,
        "ClientErrors": 1,
        "ColdStart": 1,
    }


def test_what_did_not_happen_costs_nothing(http: FlaskClient, lines: Any) -> None:
    """A count of nought is no metric; how long it took and how many round trips always are."""
    http.get("/health")
    http.get("/health")
    assert set(last(lines)) == {"Requests", "Duration", "RoundTrips", "ReadUnits"}


def test_errors_of_the_server_are_counted_for_all_areas_together(
    admin: FlaskClient, practice: FakePractice, lines: Any
) -> None:
    """So that one alarm hears them all; what is watched by area alone is not counted twice."""
    practice.fails_with = ValueError("x")
    admin.get("/clients/cli_1")
    by_area, together = json.loads(lines()[-1])["_aws"]["CloudWatchMetrics"]
    assert by_area["Dimensions"] == [["Environment", "Area"]]
    assert together["Dimensions"] == [["Environment"]]
    assert together["Metrics"] == [{"Name": "ServerErrors", "Unit": "Count"}]


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        (ValueError("x"), "ServerErrors"),
        (TryAgain(), "ServerErrors"),
        (TooManyRequests(5), "LimitsReached"),
    ],
)
def test_failures_are_counted_by_whose_they_are(
    admin: FlaskClient, practice: FakePractice, lines: Any, failure: Exception, name: str
) -> None:
    """The server's, or the caller's."""
    practice.fails_with = failure
    admin.get("/clients/cli_1")
    found = last(lines)
    assert found[name] == 1
    assert ("ServerErrors" in found) != ("ClientErrors" in found)


def test_refused_log_ins_are_counted_apart(client: FlaskClient, lines: Any) -> None:
    """A wrong password is one; a right one, a missing token and a bad request are not."""
    body = {"email": "client@example.org", "password": PASSWORD}
    client.post("/login", json=body | {"password": "not the password"})
    assert last(lines)["FailedLogIns"] == 1
    client.post("/login", json=body)
    client.post("/login", json={})
    client.get("/me", headers={"Authorization": "Bearer x"})
    assert not [line for line in lines() if "FailedLogIns" in emf.check(line)]


def test_requests_that_the_table_turned_away_are_counted(
    http: FlaskClient, practice: FakePractice, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the answer came all the same."""
    meter = SimpleNamespace(round_trips=3, read_units=0.0, write_units=2.0, throttled=2)
    monkeypatch.setattr(practice, "metered", lambda: nullcontext(meter))
    http.get("/health")
    found = last(lines)
    assert (found["Throttles"], found["WriteUnits"], "ServerErrors" in found) == (2, 2, False)


def test_other_lines_and_other_apps_are_no_metrics(
    admin: FlaskClient, practice: FakePractice, lines: Any, settings: Any
) -> None:
    """Only a request counts, and only where somebody reads it."""
    practice.fails_with = ValueError("x")
    admin.get("/clients/cli_1")
    fault, _ = lines()[-2:]
    assert "_aws" not in json.loads(fault)
    elsewhere = create_app(settings, practice)  # type: ignore[arg-type]
    written = listen()
    elsewhere.test_client().get("/health")
    assert "_aws" not in json.loads(written.getvalue())


def test_a_level_that_would_silence_the_metrics_is_refused(app: Flask) -> None:
    """Rather than alarms that never sound."""
    logs.configure("WARNING")
    with pytest.raises(Misconfigured, match="LOG_LEVEL"):
        metrics.init_app(app, area="client", environment="staging")


def test_a_sweep_is_a_record_too() -> None:
    """With how long the oldest had waited, which is told also when nothing had."""
    swept = Swept(Counter(unmap=2), passed=1, failed=3, oldest=NOON - timedelta(seconds=90))
    told = metrics.of_sweep("production", swept, NOON)
    assert (told["Environment"], told["Area"]) == ("production", "due")
    found = emf.check(json.dumps(told))
    assert found == {"DueLag": 90, "DueDone": 2, "DueFailed": 3}
    assert emf.check(json.dumps(metrics.of_sweep("production", Swept(), NOON))) == {"DueLag": 0}


def test_what_failed_in_a_sweep_is_told_without_its_text(lines: Any) -> None:
    """Each by its fingerprint, then the sweep as a whole."""
    with pytest.raises(ValueError, match="Amal") as caught:
        int("Amal feels low")
    sweeps.tell(Swept(failed=1, passed=2, errors=[caught.value]), "staging", NOON)
    fault, sweep = lines()
    assert json.loads(fault)["error"] == "builtins.ValueError"
    assert len(json.loads(fault)["fingerprint"]) == faults.DIGITS
    assert json.loads(sweep)["passed"] == 2
    assert emf.check(sweep) == {"DueLag": 0, "DueFailed": 1}
    assert "Amal" not in fault + sweep


def test_no_line_of_a_request_holds_more_than_it_may(endpoint: str, table_name: str) -> None:
    """Through all that people do, right and wrong: known members, and nothing that they wrote."""
    real = new_practice(endpoint, table_name)
    app = create_app(real.settings, real)
    metrics.init_app(app, area="auth", environment="test")
    written = listen()
    answers = walk(app.test_client())
    found = [each for each in written.getvalue().splitlines() if '"event": "request"' in each]
    assert len(found) >= len(answers)
    assert not set().union(*map(json.loads, found)) - MEMBERS
    assert {name for line in found for name in emf.check(line)} <= set(Metric)
    assert CANARY not in written.getvalue()
    assert "eyJhbGci" not in written.getvalue()


def test_the_guide_tells_every_member_and_every_metric() -> None:
    """What is logged is known to whoever operates it, and to whoever asks what is kept."""
    told = set(re.findall(r"`(\w+)`", GUIDE.split("## What is logged")[1]))
    assert not MEMBERS - told
