"""Metrics in CloudWatch's embedded format: the line of a request says what is counted of it.

CloudWatch reads them out of the log, so that nothing has to be sent and nobody waits for it. A
line names each of its metrics, their units and what they are kept apart by; see "Specification:
Embedded metric format" in the Amazon CloudWatch User Guide.

A metric costs for every hour in which it has a value. So what did not happen is left out rather
than counted as nought, and metrics are kept by environment and area: with the route's template in
another set of dimensions there would be five times as many, for what saved queries find in the
lines themselves. Two are kept for all areas together as well, for alarms on the whole.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any

from flask import Flask

from therapy_api import logs
from therapy_core.errors import Misconfigured

if TYPE_CHECKING:
    from therapy_core.due.sweeping import Swept

NAMESPACE = "Therapy"
DIMENSIONS = ("Environment", "Area")
WHOLE = DIMENSIONS[:1]
DUE = "due"
"""The area of the sweep of due work, which is none of the API's."""


class Metric(StrEnum):
    """Name what is measured, as alarms and dashboard look for it."""

    # of a request
    REQUESTS = "Requests"
    DURATION = "Duration"
    ROUND_TRIPS = "RoundTrips"
    READ_UNITS = "ReadUnits"
    WRITE_UNITS = "WriteUnits"
    THROTTLES = "Throttles"
    SERVER_ERRORS = "ServerErrors"
    CLIENT_ERRORS = "ClientErrors"
    FAILED_LOG_INS = "FailedLogIns"
    LIMITS_REACHED = "LimitsReached"
    COLD_START = "ColdStart"
    # of a sweep
    DUE_LAG = "DueLag"
    DUE_DONE = "DueDone"
    DUE_FAILED = "DueFailed"


UNITS: Mapping[str, str] = {Metric.DURATION: "Milliseconds", Metric.DUE_LAG: "Seconds"}
"""The units of what is no count."""
ALWAYS = frozenset({Metric.DURATION, Metric.ROUND_TRIPS, Metric.DUE_LAG})
"""What says something even when it is nought."""

TOGETHER = frozenset({Metric.SERVER_ERRORS, Metric.THROTTLES})
"""What is kept for all areas together, too."""
CALLERS, SERVERS = 4, 5
"""Whose error an answer's status tells of, by its hundreds."""

Line = Mapping[str, Any]
Values = Mapping[Metric, float]


def init_app(app: Flask, *, area: str, environment: str) -> None:
    """Let the line of each request tell its metrics, under an area and an environment.

    For AWS Lambda alone: elsewhere nobody reads them. Raises `Misconfigured` where the level of
    the log leaves no line that could tell them.
    """
    if not logging.getLogger("therapy_api").isEnabledFor(logging.INFO):
        raise Misconfigured("LOG_LEVEL has to be INFO or DEBUG: the log's lines tell the metrics.")
    numbers = count()

    def members(line: Line) -> dict[str, Any]:
        return record(environment, area, of_request(line, is_first=next(numbers) == 0))

    logs.add_to_line(app, members)


def record(environment: str, area: str, values: Values) -> dict[str, Any]:
    """Return the members that make a line of the log a record of `values`."""
    told = {str(name): value for name, value in values.items() if value or name in ALWAYS}
    kept_apart = dict(zip(DIMENSIONS, (environment, area), strict=True))
    return {**kept_apart, **told, "_aws": _about(list(told))}


def of_request(line: Line, *, is_first: bool) -> dict[Metric, float]:
    """Return what is measured of a request, from its line in the log.

    `is_first` says that it is the first of its process, and had to wait for the start.
    """
    return {
        Metric.REQUESTS: 1,
        Metric.DURATION: line["duration_ms"],
        Metric.ROUND_TRIPS: line.get("round_trips", 0),
        Metric.READ_UNITS: line.get("read_units", 0),
        Metric.WRITE_UNITS: line.get("write_units", 0),
        Metric.THROTTLES: line.get("throttled", 0),
        Metric.COLD_START: int(is_first),
        **_of_status(line["status"], f"{line['method']} {line['route']}"),
    }


def of_sweep(environment: str, swept: Swept, now: datetime) -> dict[str, Any]:
    """Return the members by which the line of a sweep tells its metrics.

    Lag is in seconds: how long the oldest piece that had fallen due had waited at `now`.
    """
    values = {
        Metric.DUE_LAG: round(swept.lag(now).total_seconds(), 3),
        Metric.DUE_DONE: swept.done.total(),
        Metric.DUE_FAILED: swept.failed,
    }
    return record(environment, DUE, values)


def _of_status(status: int, operation: str) -> dict[Metric, float]:
    is_log_in, hundreds = operation == "POST /login", status // 100
    return {
        Metric.SERVER_ERRORS: int(hundreds == SERVERS),
        Metric.CLIENT_ERRORS: int(hundreds == CALLERS),
        Metric.FAILED_LOG_INS: int(is_log_in and status == HTTPStatus.UNAUTHORIZED),
        Metric.LIMITS_REACHED: int(status == HTTPStatus.TOO_MANY_REQUESTS),
    }


def _about(names: list[str]) -> dict[str, Any]:
    """Return the member that tells CloudWatch what to read in a line, and when it was."""
    together = [name for name in names if name in TOGETHER]
    directives = [_directive(DIMENSIONS, names)]
    directives += [_directive(WHOLE, together)] if together else []
    return {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": directives}


def _directive(dimensions: tuple[str, ...], names: list[str]) -> dict[str, Any]:
    return {
        "Namespace": NAMESPACE,
        "Dimensions": [dimensions],
        "Metrics": [{"Name": name, "Unit": UNITS.get(name, "Count")} for name in names],
    }
