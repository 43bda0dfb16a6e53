"""Questions to the logs that are asked again and again, kept in CloudWatch Logs Insights."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc

from infra.functions import FUNCTIONS, logical
from infra.template.plain import Node, Resources, ref, resource, sub
from therapy_api.areas import AREAS

EVERYWHERE = tuple(logical(name, "Logs") for name in FUNCTIONS)
OF_THE_API = tuple(logical(name, "Logs") for name in AREAS)


@dataclass(frozen=True, slots=True)
class Query:
    """Name a question to some logs, in the language of Logs Insights."""

    name: str
    logs: tuple[str, ...]
    text: str


ERRORS = Query(
    "Errors by fingerprint",
    EVERYWHERE,
    """
    filter ispresent(fingerprint)
    | stats count(*) as times, min(@timestamp) as first_seen, max(@timestamp) as last_seen,
        latest(error) as kind, latest(cause) as because, latest(at) as place by fingerprint
    | sort times desc
    | limit 50
    """,
)
SLOW_ROUTES = Query(
    "Slowest routes",
    OF_THE_API,
    """
    filter event = "request"
    | stats count(*) as requests, pct(duration_ms, 50) as p50, pct(duration_ms, 99) as p99,
        max(duration_ms) as slowest, avg(round_trips) as trips by method, route
    | sort p99 desc
    | limit 50
    """,
)
ONE_REQUEST = Query(
    "One request by its id",
    (*EVERYWHERE, "ApiLogs"),
    """
    filter @message like "PASTE-THE-ID-HERE"
    | sort @timestamp asc
    | display @timestamp, @log, event, method, route, status, duration_ms, round_trips,
        error, cause_code, at, fingerprint, @message
    | limit 100
    """,
)
LOG_INS = Query(
    "Log-ins refused over time",
    ("AuthLogs",),
    """
    filter method = "POST" and route = "/login" and status in [401, 429, 503]
    | stats count(*) as refused by bin(5m), status
    """,
)
CAPACITY = Query(
    "Capacity by route",
    OF_THE_API,
    """
    filter event = "request"
    | stats count(*) as requests, sum(read_units) as reads, sum(write_units) as writes,
        avg(round_trips) as trips, sum(throttled) as turned_away by method, route
    | sort writes desc
    | limit 50
    """,
)
COLD_STARTS = Query(
    "Cold starts",
    EVERYWHERE,
    """
    filter @type = "REPORT" and ispresent(@initDuration)
    | stats count(*) as starts, pct(@initDuration, 50) as p50, max(@initDuration) as slowest,
        max(@maxMemoryUsed) as most_memory by @log
    | sort starts desc
    """,
)
CRASHES = Query(
    "Crashes",
    EVERYWHERE,
    r"""
    filter @message like /Task timed out|Runtime exited|Runtime\.\w+|Unhandled/
    | sort @timestamp desc
    | display @timestamp, @log, @requestId, @message
    | limit 50
    """,
)
DUE_WORK = Query(
    "Due work over time",
    ("DueLogs",),
    """
    filter event = "swept"
    | stats max(DueLag) as lag, sum(DueDone) as done, sum(DueFailed) as failed by bin(5m)
    """,
)
QUERIES = {
    "Errors": ERRORS,
    "SlowRoutes": SLOW_ROUTES,
    "OneRequest": ONE_REQUEST,
    "LogIns": LOG_INS,
    "Capacity": CAPACITY,
    "ColdStarts": COLD_STARTS,
    "Crashes": CRASHES,
    "DueWork": DUE_WORK,
}


def resources() -> Resources:
    """Return the saved queries, in a folder of the stack's name.

    Where the stack is tried out locally nobody can ask them, so they hang on a condition.
    """
    return {f"{name}Query": _saved(query) for name, query in QUERIES.items()}


def _saved(query: Query) -> Node:
    return resource(
        "Logs::QueryDefinition",
        {
            "Name": sub(f"${{AWS::StackName}}/{query.name}"),
            "LogGroupNames": [ref(name) for name in query.logs],
            "QueryString": cleandoc(query.text),
        },
        Condition="HasInsights",
    )
