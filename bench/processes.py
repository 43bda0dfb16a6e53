"""How much processor time a process and everything that it started have taken (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM = 1, 11, 12
"""Where `/proc/PID/stat` has them, counted behind the name in brackets."""


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its descendants, so far, in seconds.

    What those took that have ended is left out.
    """
    stats = _stats()
    family, known = {pid}, -1
    while len(family) != known:
        known = len(family)
        family |= {child for child, stat in stats.items() if int(stat[_PARENT]) in family}
    ticks = sum(int(stats[p][_USER]) + int(stats[p][_SYSTEM]) for p in family if p in stats)
    return ticks / TICK


def _stats() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            found[int(folder.name)] = text.rpartition(") ")[2].split()
    return found
