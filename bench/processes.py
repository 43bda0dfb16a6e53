"""How much processor time a process and everything that it started have taken (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM = 1, 11, 12
"""Where `/proc/PID/stat` has them, counted behind the name in brackets."""


def cpu_seconds(pid: int) -> dict[int, float]:
    """Return the processor time of a process and of each of its descendants, so far, in seconds.

    What those took that have ended is left out.
    """
    stats = _stats()
    family, known = {pid}, -1
    while len(family) != known:
        known = len(family)
        family |= {child for child, stat in stats.items() if int(stat[_PARENT]) in family}
    return {
        each: (int(stats[each][_USER]) + int(stats[each][_SYSTEM])) / TICK
        for each in family & stats.keys()
    }


def between(before: dict[int, float], after: dict[int, float]) -> list[float]:
    """Return what each process took from one moment to another, the busiest first."""
    return sorted((took - before.get(pid, 0.0) for pid, took in after.items()), reverse=True)


def _stats() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            found[int(folder.name)] = text.rpartition(") ")[2].split()
    return found
