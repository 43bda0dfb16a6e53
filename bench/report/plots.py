"""The plots of the document on performance."""

from __future__ import annotations

from typing import Any

from bench.report import svg


def library(found: dict[str, Any]) -> str:
    """Return the ratios of wall time to raw botocore, with the goals for ours."""
    left_out = ("the socket alone", "socket and json", "botocore")
    groups = {
        op: {
            name: ratio["median"]
            for name, ratio in each["wall"]["ratios"].items()
            if name not in left_out
        }
        for op, each in found["operations"].items()
    }
    goals = {op: each["wall"] for op, each in found["goals"].items()}
    title = "Wall time of a call, as a ratio to raw botocore (less is better; the mark is our goal)"
    return svg.bars(title, groups, goals)


def http(found: dict[str, Any]) -> str:
    """Return the requests a second of every side."""
    groups = {
        f"{kind}, {connections} conn.": {
            name: side["requests a second"]["median"] for name, side in sides.items()
        }
        for kind, by_connections in found["found"].items()
        for connections, sides in by_connections.items()
    }
    return svg.bars("Requests a second (more is better)", groups, places=0)
