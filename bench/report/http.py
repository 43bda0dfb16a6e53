"""The section on the API over HTTP."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, at_least, at_most, measured_on, middle, table

OURS = "therapy_api"


def goals(found: dict[str, Any]) -> list[Goal]:
    """Return what was asked for, and what was measured, at every number of connections."""
    return [
        goal
        for kind, wanted in found["goals"].items()
        for peer, least in wanted.items()
        for connections, sides in found["found"][kind].items()
        for goal in _goals(f"{kind}, {connections} connections, {peer}", sides[peer], least)
    ]


def _goals(what: str, peer: dict[str, Any], least: float) -> list[Goal]:
    return [
        at_least(f"requests a second: {what}", peer["ours to it: rate"]["median"], least),
        at_most(f"p99: {what}", peer["ours to it: p99"]["median"], 1.0),
    ]


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    tables = "\n".join(
        f"### {told[0].upper()}{told[1:]}, {connections} connections\n\n{_table(sides)}"
        for kind, told in found["kinds"].items()
        for connections, sides in found["found"][kind].items()
    )
    return f"""## The API over HTTP

`make bench PART=http`. {measured_on(found)}

Ours is served by the very command of `therapy run`, logging and all. The peers were written for
this comparison, in [bench/http/peers](../bench/http/peers), as their own documentation does it,
and leave out what ours does besides (logs, limits on what is asked, security headers). All of
them work on **the same items of the same table, made by the library, and do the same work**:
verify the token (HS256), check the account and the log-in by one BatchGetItem, read by one Query
or GetItem, **open the sealed words** with the client's AES key, which is in memory on every side,
and answer with the same JSON; a page's cursor is sealed on every side. Before anything is timed,
the answers to 20 people are compared field by field, and each side has to refuse an altered
token, a log-in that has ended, another's journal, an unknown parameter and a limit of 101.

Each side runs on {found["processes"]} processes and all on one engine in memory;
{_generator(found)} asks for {found["seconds"]:g} seconds a round over connections that are kept
alive, and the sides take turns. **The generator and the engine share the machine's cores with the
servers**, so the rates are those of the whole, and a side that needs less processor gains from
what it leaves to the engine. Nothing is pinned to a core. Which process gets a connection is
luck, which matters over 8: a round in which one of a side's two processes did more than 65% of
its work is measured again, up to six times, and the most even of them counts. "Ours to it" is the
ratio of ours to a side in the same round: more is better for the rate, less for the p99.
Processor time is all of a side's processes, the engine's not counted. Medians, with quartiles.

{tables}
![Requests a second](images/bench-http.svg)
"""


def _generator(found: dict[str, Any]) -> str:
    return "wrk" if found["generator"] == "wrk" else "a generator in Python"


def _table(sides: dict[str, Any]) -> str:
    columns = {
        "requests a second": 0,
        "p50 ms": 1,
        "p99 ms": 1,
        "cpu ms a request": 2,
        "ours to it: rate": 2,
        "ours to it: p99": 2,
    }
    rows = [
        [name, *(middle(side[column], places) for column, places in columns.items())]
        for name, side in sides.items()
    ]
    return table(["", *columns], rows)
