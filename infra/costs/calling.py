"""What one call of a use case takes: capacity, time, keys, and what it leaves in the table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.costs.inputs import ROLES, Inputs


@dataclass(frozen=True)
class Call:
    """Hold what a use case takes when one role calls it, and how often it does in a month.

    `read` and `write` are DynamoDB's units; `core_ms` is processor time of a whole core and
    `wait_ms` the time of waiting, in milliseconds; `keys` are data keys that have to be unwrapped;
    `events` and `kept` what is left in the table: audit events, bytes, and bytes with the indexes.
    """

    role: str
    use_case: str
    times: float
    read: float
    write: float
    core_ms: float
    wait_ms: float
    memory_mb: float
    keys: float
    events: float
    kept: tuple[float, float]


def people(inputs: Inputs, clients: int) -> dict[str, int]:
    """Return how many there are of each role in a practice of so many clients."""
    found = inputs.month["people"]
    each = {name: found[f"clients_per_{name}"] for name in ("therapist", "admin")}
    return {"client": clients} | {name: math.ceil(clients / of) for name, of in each.items()}


def calls(inputs: Inputs, clients: int) -> list[Call]:
    """Return what is called in a month, a row for each role and use case."""
    there = people(inputs, clients)
    return [
        _call(inputs, role, name, times * there[role])
        for role in ROLES
        for name, times in inputs.month[role]["calls"].items()
    ]


def _call(inputs: Inputs, role: str, name: str, times: float) -> Call:
    month = inputs.month
    read, write, round_trips = _capacity(inputs, role, name)
    keys = month["keys"][role].get(name, 0) * month["keys"]["missed"]
    kept = _kept(month, role, name)
    return Call(
        role=role,
        use_case=name,
        times=times,
        read=read + keys * month["keys"]["read_units"],
        write=write,
        core_ms=core_ms(inputs, name),
        wait_ms=(round_trips + (keys > 0)) * month["lambda"]["wait_ms"],
        memory_mb=month["lambda"]["memory"].get(name, month["lambda"]["memory_mb"]),
        keys=keys,
        events=kept.get("audit_event", 0),
        kept=_bytes(month["bytes"], kept),
    )


def _capacity(inputs: Inputs, role: str, name: str) -> tuple[float, float, float]:
    """Return read units, write units and round trips, those of the HTTP layer included."""
    read, write, round_trips = _of_library(inputs, role, name)
    http, beside = inputs.month["http"], inputs.measured["costs"]["beside"]
    check, count = beside["check of the log-in"], beside["count of a limited request"]
    checked = name not in http["without_login"]
    counted = http["limits"].get(name, 0)
    once = http["idempotent_write_units"] * (name in http["idempotent"])
    return (
        read + check["read"] * checked + count["read"] * counted,
        write + check["write"] * checked + count["write"] * counted + once,
        round_trips + check["calls"] * checked + count["calls"] * counted,
    )


def _of_library(inputs: Inputs, role: str, name: str) -> tuple[float, float, float]:
    month = inputs.month[role]
    if full := month.get("full", {}).get(name):
        return _figures(_largest(inputs.measured["growth"], full))
    if instead := month.get("instead", {}).get(name):
        return _figures(instead)
    read, write, round_trips = _figures(inputs.measured["costs"]["use cases"][name])
    return read * _units_of_a_page(inputs.month, name), write, round_trips


def _figures(found: Mapping[str, float]) -> tuple[float, float, float]:
    return found["read"], found["write"], found["calls"]


def _largest(growth: Mapping[str, Any], name: str) -> Mapping[str, float]:
    """Return what a page cost at the largest size that was measured."""
    for subject in growth["subjects"].values():
        if name in subject:
            sizes: dict[str, dict[str, float]] = subject[name]
            return sizes[max(sizes, key=int)]
    raise KeyError(name)


def _units_of_a_page(month: Mapping[str, Any], name: str) -> int:
    """Return how many times the read of an empty page a full one takes; 1 for what is no list."""
    entity = month["pages"].get(name)
    if entity is None:
        return 1
    size: float = month["bytes"][entity][0]
    entries, unit = int(month["page"]["entries"]), int(month["page"]["unit_bytes"])
    return math.ceil(size * entries / unit)


def core_ms(inputs: Inputs, name: str) -> float:
    """Return the processor time of a request, in milliseconds of a core of Lambda's."""
    found = inputs.month["lambda"]
    kind = found["kinds"][_kind(inputs, name)]
    return float(measured_ms(inputs, kind["of"]) * kind["times"] * found["core_factor"])


def _kind(inputs: Inputs, name: str) -> str:
    written = inputs.measured["costs"]["use cases"][name]["write"] > 0
    named: str | None = inputs.month["lambda"]["kind"].get(name)
    return named or ("page" if name.endswith(".list") else "write" if written else "read")


def measured_ms(inputs: Inputs, of: str) -> float:
    """Return processor time as measured: of a `read`, a `list` of 20, a `hash`; in milliseconds."""
    if of == "hash":
        logins = inputs.measured["logins"]
        return 1000 * float(logins["processes"]) / float(logins["logins"]["a second"])
    found = inputs.measured["http"]["found"][of]["8"]["therapy_api"]
    return float(found["cpu ms a request"]["median"])


def _kept(month: Mapping[str, Any], role: str, name: str) -> Mapping[str, float]:
    by_all: Mapping[str, float] = month["kept"].get(name, {})
    by_therapist = month["kept_by_therapist"].get(name, {}) if role == "therapist" else {}
    return {**by_all, **by_therapist}


def _bytes(sizes: Mapping[str, Any], kept: Mapping[str, float]) -> tuple[float, float]:
    """Return the bytes that are left, in the table alone and with its indexes."""
    table = whole = 0.0
    for entity, count in kept.items():
        size, indexes = sizes[entity]
        each = (size + sizes["added"]) * count
        table, whole = table + each, whole + each * (1 + indexes)
    return table, whole
