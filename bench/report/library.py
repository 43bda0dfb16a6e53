"""The section on the library."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, at_most, figure, measured_on, middle, table

OURS, BASE, FLOOR = "therapy_core", "botocore", "the socket alone"
KINDS = {"wall": "wall time", "cpu": "processor time"}


def goals(found: dict[str, Any]) -> list[Goal]:
    """Return what was asked of each operation, and what was measured."""
    return [
        at_most(f"{name}, {told}", _ratio(found, name, kind)["median"], wanted[kind])
        for name, wanted in found["goals"].items()
        for kind, told in KINDS.items()
    ]


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    used = ", ".join(f"{name} {version}" for name, version in sorted(found["versions"].items()))
    return f"""## The library

`make bench PART=library`. {measured_on(found)}

A get, a creation, queries of 20 and 100, a batch-get of 25 and a transaction of three (two
entries created, a counter moved), on entries such as a journal holds, with 200 to 2,000
characters of text in the clear. All contestants work on the same table of the embedded engine,
read consistently, create on the condition that nothing is there, and look at the same five
attributes of what they get; before anything is timed it is compared that all read and wrote the
same. {found["runs"]} runs in fresh processes, {found["rounds"]} rounds each, in which the
contestants take turns. Ratios are taken round by round to raw botocore; medians, with quartiles.
Processor time is the client's whole process, the engine's not counted. {used}.

{"".join(_ratios(found, kind, told) for kind, told in KINDS.items())}
![Ratios to raw botocore](images/bench-library.svg)

### Where the time goes

Microseconds a call, and the floor as a ratio to botocore. The socket alone sends the very bytes
that botocore sent, over one connection that is kept open, and takes in the answer: what is left
there is the engine, and the way there and back, below which no client can get on this engine. The
line after it reads the answer besides, with the standard library's json. A query of therapy_core's
asks for one entry more than the page shows, so that no page says that another follows where none
does; the others don't, and of 20 that is a twentieth.

{_floors(found)}"""


def _ratios(found: dict[str, Any], kind: str, told: str) -> str:
    names = next(iter(found["operations"].values()))[kind]["ratios"]
    shown = [name for name in names if not name.startswith("socket") and "alone" not in name]
    head = [f"{told}, as a ratio", *shown, "goal"]
    rows = [
        [op, *(middle(_ratio(found, op, kind, name)) for name in shown), _goal(found, op, kind)]
        for op in found["operations"]
    ]
    return table(head, rows) + "\n"


def _goal(found: dict[str, Any], operation: str, kind: str) -> str:
    return f"≤ {found['goals'][operation][kind]:.2f}"


def _ratio(found: dict[str, Any], operation: str, kind: str, name: str = OURS) -> Any:
    return found["operations"][operation][kind]["ratios"][name]


def _floors(found: dict[str, Any]) -> str:
    head = ["", *found["operations"]]
    names = [FLOOR, "socket and json", OURS, BASE]
    rows = [[f"wall: {name}", *_microseconds(found, "wall", name)] for name in names]
    rows += [[f"processor: {name}", *_microseconds(found, "cpu", name)] for name in names]
    rows += [[f"the floor, {told}", *_floor(found, kind)] for kind, told in KINDS.items()]
    sizes = [found["bytes"][name] for name in found["operations"]]
    rows += [["bytes sent", *(f"{each['request']:,}" for each in sizes)]]
    rows += [["bytes read", *(f"{each['answer']:,}" for each in sizes)]]
    return table(head, rows)


def _microseconds(found: dict[str, Any], kind: str, name: str) -> list[str]:
    each = found["operations"].values()
    return [figure(op[kind]["microseconds"][name]["median"]) for op in each]


def _floor(found: dict[str, Any], kind: str) -> list[str]:
    return [f"{_ratio(found, name, kind, FLOOR)['median']:.2f}" for name in found["operations"]]
