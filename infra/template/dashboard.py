"""The dashboard: what whoever is on call looks at first."""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import Any

from infra.functions import FUNCTIONS
from infra.template.alarms import alarms
from infra.template.plain import NAME_IN_ACCOUNT, Node, Resources, resource, sub
from infra.template.queries import ERRORS
from infra.template.series import (
    of_dead_letters,
    of_function,
    of_gateway,
    of_indexes,
    of_table,
    ours,
)
from therapy_api.areas import AREAS
from therapy_api.metrics import DUE, Metric

WIDTH, HEIGHT = 24, 6
"""Of the grid that CloudWatch lays a dashboard on, and of a row of ours."""
SECONDS = 300

Lines = list[list[Any]]


def resources() -> Resources:
    """Return the dashboard."""
    body = json.dumps({"widgets": widgets()}, separators=(",", ":"))
    named = {"DashboardName": sub(NAME_IN_ACCOUNT), "DashboardBody": sub(body)}
    return {"Dashboard": resource("CloudWatch::Dashboard", named)}


def widgets() -> list[Node]:
    """Return what it shows, row by row, each in its place; texts hold `${Names}`."""
    found = []
    for number, row in enumerate(_rows()):
        width = WIDTH // len(row)
        for column, widget in enumerate(row):
            place = {"x": column * width, "y": number * HEIGHT, "width": width, "height": HEIGHT}
            found.append(place | widget)
    return found


def _rows() -> list[list[Node]]:
    return [
        [_alarms(), _errors()],
        [
            _graph("Requests", _by_area(Metric.REQUESTS), stacked=True),
            _graph("Errors of the server", _by_area(Metric.SERVER_ERRORS), stacked=True),
            _graph("Errors of the caller", _by_area(Metric.CLIENT_ERRORS), stacked=True),
        ],
        [
            _graph("Milliseconds, half of the requests", _by_area(Metric.DURATION), "p50"),
            _graph("Milliseconds, 99 of 100 requests", _by_area(Metric.DURATION), "p99"),
            _graph("Cold starts", _by_area(Metric.COLD_START), stacked=True),
        ],
        [
            _graph("Round trips a request", _by_area(Metric.ROUND_TRIPS), "Average"),
            _graph("Read units", _by_area(Metric.READ_UNITS), stacked=True),
            _graph("Write units", _by_area(Metric.WRITE_UNITS), stacked=True),
        ],
        [
            _graph("Log-ins", _log_ins()),
            _graph("Turned away", _turned_away()),
            _graph("Functions", _functions()),
        ],
        [
            _graph("Due work: seconds late", _due(Metric.DUE_LAG), "Maximum"),
            _graph("Due work", _due(Metric.DUE_DONE, Metric.DUE_FAILED)),
            _graph("Dead letters", _dead_letters(), "Maximum"),
        ],
        [
            _graph("At the gateway", [of_gateway(n).in_widget() for n in ("Count", "4xx", "5xx")]),
            _graph("Milliseconds at the gateway", _latency()),
            _graph("The table's capacity", _capacity()),
        ],
    ]


def _graph(title: str, lines: Lines, stat: str = "Sum", *, stacked: bool = False) -> Node:
    return {
        "type": "metric",
        "properties": {
            "title": title,
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "stacked": stacked,
            "stat": stat,
            "period": SECONDS,
            "metrics": lines,
        },
    }


def _alarms() -> Node:
    arns = [f"${{{name}Alarm.Arn}}" for name in alarms()]
    return {"type": "alarm", "properties": {"title": "Alarms", "alarms": arns}}


def _errors() -> Node:
    sources = [f"SOURCE '${{{name}}}'" for name in ERRORS.logs]
    properties = {
        "title": ERRORS.name,
        "region": "${AWS::Region}",
        "view": "table",
        "query": " | ".join([*sources, cleandoc(ERRORS.text)]),
    }
    return {"type": "log", "properties": properties}


def _by_area(metric: Metric) -> Lines:
    return [ours(metric, area).in_widget(label=area) for area in AREAS]


def _log_ins() -> Lines:
    return [
        ours(Metric.FAILED_LOG_INS, "auth").in_widget(label="refused"),
        ours(Metric.LIMITS_REACHED, "auth").in_widget(label="over the limit"),
        ours(Metric.REQUESTS, "auth").in_widget(label="all requests of auth", yAxis="right"),
    ]


def _turned_away() -> Lines:
    events = _by_index("ReadThrottleEvents") + _by_index("WriteThrottleEvents")
    return _by_area(Metric.THROTTLES) + events


def _functions() -> Lines:
    return [
        of_function(name, function).in_widget(label=f"{function}: {name}")
        for function in FUNCTIONS
        for name in ("Errors", "Throttles")
    ]


def _due(*metrics: Metric) -> Lines:
    return [ours(metric, DUE).in_widget() for metric in metrics]


def _dead_letters() -> Lines:
    return [of_dead_letters("ApproximateNumberOfMessagesVisible").in_widget()]


def _latency() -> Lines:
    latency = of_gateway("Latency")
    return [latency.in_widget(stat=each, label=each) for each in ("p50", "p99")]


def _capacity() -> Lines:
    return _by_index("ConsumedReadCapacityUnits") + _by_index("ConsumedWriteCapacityUnits")


def _by_index(name: str) -> Lines:
    kind = "reads" if "Read" in name else "writes"
    return [
        each.in_widget(label=f"{each.dimensions.get('GlobalSecondaryIndexName', 'table')}: {kind}")
        for each in (of_table(name), *of_indexes(name))
    ]
