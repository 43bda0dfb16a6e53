"""What a practice of some size uses in a month, by the names of the prices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.costs.calling import Call, calls, people
from infra.costs.inputs import Inputs

HOURS, MINUTES, SECONDS = 730, 43_800, 2_628_000
"""In a month."""
GB = 10**9
GIB = 2**30


@dataclass(frozen=True)
class Usage:
    """Hold a month of a practice: its calls, and how much of what has a price."""

    clients: int
    calls: list[Call]
    quantities: Mapping[str, float]
    cold_share: float

    def total(self, what: Callable[[Call], float]) -> float:
        """Return a sum over all calls of the month."""
        return total(self.calls, what)


def total(rows: Iterable[Call], what: Callable[[Call], float]) -> float:
    """Return the sum of what each call takes, times how often it is made."""
    return sum(row.times * what(row) for row in rows)


def usage(inputs: Inputs, clients: int) -> Usage:
    """Return what a practice of so many clients uses in a month."""
    rows, there = calls(inputs, clients), people(inputs, clients)
    cold = cold_share(inputs, total(rows, _one))
    month = inputs.month
    found = {
        **_table(month, rows),
        **_functions(inputs, rows, cold),
        **_delivery(month, rows, there),
        **_secrets(month, rows, cold),
        **_logs(month, rows),
        **_fixed(month),
    }
    return Usage(clients, rows, found, cold)


def _one(_: Call) -> float:
    return 1


def cold_share(inputs: Inputs, requests: float) -> float:
    """Return the share of requests that find no function ready.

    Requests come at random in the busy hours and are spread evenly over the functions; one that
    comes after a longer pause than `idle_minutes` starts a function.
    """
    found = inputs.month["lambda"]
    minutes = inputs.month["people"]["busy_hours"] * 60
    return math.exp(-requests / found["functions"] / minutes * found["idle_minutes"])


def seconds(month: Mapping[str, Any], call: Call) -> float:
    """Return how long a warm function works on a call; the share of a core goes by the memory."""
    share = min(1.0, call.memory_mb / float(month["lambda"]["whole_core_mb"]))
    return (call.core_ms / share + call.wait_ms) / 1000


def cold_seconds(inputs: Inputs) -> float:
    """Return how long a function takes to start."""
    found = inputs.month["lambda"]
    started = inputs.measured["start"]["seconds"]["therapy_api"]["answered"]["median"]
    return float(started * found["cold_factor"] * found["core_factor"])


def _table(month: Mapping[str, Any], rows: list[Call]) -> dict[str, float]:
    sweep, months = month["sweep"], month["people"]["age_months"]
    sealed = sweep["seal_units_per_event"] * total(rows, lambda row: row.events)
    return {
        "dynamodb.read": total(rows, lambda row: row.read)
        + sweep["read_units"] * month["lambda"]["sweeps"]
        + sealed,
        "dynamodb.write": total(rows, lambda row: row.write),
        "dynamodb.storage": months * total(rows, lambda row: row.kept[1]) / GIB,
        "dynamodb.recovery": months * total(rows, lambda row: row.kept[0]) / GIB,
        "dynamodb.streams": month["fixed"]["stream_reads"],
    }


def _functions(inputs: Inputs, rows: list[Call], cold: float) -> dict[str, float]:
    month = inputs.month
    found, requests = month["lambda"], total(rows, _one)
    sweep_seconds = 2 * found["wait_ms"] / 1000
    warm = total(rows, lambda row: seconds(month, row) * row.memory_mb / 1024)
    started = requests * cold * cold_seconds(inputs) * found["memory_mb"] / 1024
    swept = found["sweeps"] * sweep_seconds * found["memory_mb"] / 1024
    return {
        "lambda.requests": requests + found["sweeps"],
        "lambda.compute": warm + started + swept,
        "scheduler.invocations": found["sweeps"],
    }


def _delivery(
    month: Mapping[str, Any], rows: list[Call], there: Mapping[str, int]
) -> dict[str, float]:
    site, requests = month["site"], total(rows, _one)
    visits = sum(site["visits"][role] * count for role, count in there.items())
    files = visits * site["requests_per_visit"]
    answers = requests * site["bytes_per_answer"] / GB
    return {
        "gateway.requests": requests,
        "gateway.traffic": answers,
        "cloudfront.requests": requests + files,
        "cloudfront.traffic": answers + visits * site["bytes_per_visit"] / GB,
        "s3.storage": site["stored_gb"],
        "s3.reads": files * site["missed"],
    }


def _secrets(month: Mapping[str, Any], rows: list[Call], cold: float) -> dict[str, float]:
    """Return what is asked of KMS and of Secrets Manager.

    As many functions are warm as work at once in the busiest minute, and one of each at least but
    for the time in which none is; each reads the secrets again and again.
    """
    fixed, found = month["fixed"], month["lambda"]
    at_once = total(rows, lambda row: seconds(month, row)) / SECONDS * month["people"]["peak"]
    warm = max(found["functions"] * (1 - cold), at_once)
    minutes = month["people"]["busy_hours"] * 60
    read = warm * minutes / fixed["secret_minutes"] + total(rows, _one) * cold
    return {
        "kms.keys": fixed["kms_keys"],
        "kms.requests": total(rows, lambda row: row.keys) + read,
        "secrets.secrets": fixed["secrets"],
        "secrets.requests": read,
    }


def _logs(month: Mapping[str, Any], rows: list[Call]) -> dict[str, float]:
    logs, requests = month["logs"], total(rows, _one)
    a_request = logs["line_bytes"] + logs["access_bytes"] + logs["lambda_bytes"]
    swept = month["lambda"]["sweeps"] * (logs["line_bytes"] + logs["lambda_bytes"])
    taken_in = (requests * a_request + swept) / GB
    return {
        "cloudwatch.ingestion": taken_in,
        "cloudwatch.storage": taken_in * logs["kept_months"] * logs["compressed"],
    }


def _fixed(month: Mapping[str, Any]) -> dict[str, float]:
    fixed = month["fixed"]
    return {
        "cloudwatch.metrics": fixed["metrics"],
        "cloudwatch.alarms": fixed["alarms"],
        "cloudwatch.dashboards": fixed["dashboards"],
        "sns.emails": fixed["emails"],
        "sqs.requests": fixed["dead_letters"],
    }
