"""The section on reads while many people log in."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, at_most, measured_on, middle, table


def goals(found: dict[str, Any]) -> list[Goal]:
    """Return what was asked for, and what was measured."""
    ratio = found["reads"]["p99"]["ratio"]["median"]
    return [at_most("p99 of reads during log-ins, to quiet", ratio, found["goal"])]


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    rows = [
        [name, *(middle(each[column]) for column in ("quiet ms", "busy ms", "ratio"))]
        for name, each in found["reads"].items()
    ]
    logins = found["logins"]
    return f"""## Reads while many log in

`make bench PART=logins`. {measured_on(found)}

The API on {found["processes"]} processes, as `therapy run` serves it; passwords are hashed at
bcrypt's cost {found["bcrypt cost"]}. Pages of 20 entries are asked for at {found["rate"]:g} a
second, a quarter of what the server can do, and a page's time counts from when it was due.
{found["rounds"]} stretches of {found["seconds"]} seconds in quiet take turns with as many in
which {found["people"]} people at a time keep logging in: {logins["a second"]:.1f} log-ins a
second, half of them answered within {logins["p50 s"]:.1f} s, {logins["turned away"]} turned away.
The generator and the engine share the cores with the server.

{table(["a page of 20", "in quiet, ms", "during log-ins, ms", "ratio"], rows)}"""
