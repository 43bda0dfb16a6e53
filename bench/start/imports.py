"""Read what `python -X importtime` prints."""

from __future__ import annotations

import re
from typing import Any

_LINE = re.compile(r"import time:\s*(?P<own>\d+) \|\s*\d+ \| +(?P<name>\S+)")
MILLISECOND = 1000


def longest(printed: str, count: int) -> list[dict[str, Any]]:
    """Return the top-level packages that took longest to import, by their own modules' time.

    What a package imports of others counts for those. Milliseconds.
    """
    sums: dict[str, int] = {}
    for match in _LINE.finditer(printed):
        package = match["name"].partition(".")[0]
        sums[package] = sums.get(package, 0) + int(match["own"])
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])[:count]
    return [{"package": name, "ms": took / MILLISECOND} for name, took in ranked]
