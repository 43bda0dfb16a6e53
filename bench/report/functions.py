"""The section on the cold start of each function."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, measured_on, middle, table


def goals(found: dict[str, Any]) -> list[Goal]:  # noqa: ARG001 - every section has goals
    """Return what was asked for: that it be measured."""
    return []


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    rows = [
        [
            name,
            middle(found["seconds"][name]),
            middle(found["ratios"][name]),
            middle(found["cpu"][name]),
            middle(found["cpu ratios"][name]),
            f"{found['modules'][name]:,}",
        ]
        for name in found["seconds"]
    ]
    head = ["function", "seconds", "to the whole", "processor time", "to the whole", "modules"]
    return f"""## The cold start of each function on AWS

`make bench PART=functions`. {measured_on(found)}

A fresh process loads the handler of one area ([therapy_api/areas.py](../therapy_api/areas.py)) and
answers a request that asks no table, {found["starts"]} times, in turns with the handler of the
whole API. Medians, with quartiles. On Lambda a start takes longer by what Lambda itself does.

{table(head, rows)}"""
