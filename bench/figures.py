"""Pure arithmetic on what was measured: percentiles, spreads, ratios."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

Spread = dict[str, float]
"""A median between its quartiles: `{"median": ..., "low": ..., "high": ..., "count": ...}`."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below or at which `share` (0 to 1) of `values` lie: the nearest rank.

    Raises `ValueError` for no values.
    """
    if not values:
        raise ValueError("there is no percentile of nothing")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def spread(values: Sequence[float]) -> Spread:
    """Return the median of `values`, the quartiles around it, and how many there were."""
    if len(values) == 1:
        low = high = values[0]
    else:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"median": statistics.median(values), "low": low, "high": high, "count": len(values)}


def ratios(values: Sequence[float], base: Sequence[float]) -> list[float]:
    """Return each of `values` divided by what was measured beside it, in the same round."""
    return [value / beside for value, beside in zip(values, base, strict=True)]


def against(rounds: Mapping[str, Sequence[float]], base: str) -> dict[str, Spread]:
    """Return, by contestant, the spread of its ratios to `base`, round by round."""
    return {name: spread(ratios(values, rounds[base])) for name, values in rounds.items()}


def rotated(names: Sequence[str], by: int) -> list[str]:
    """Return `names` in their order, beginning with another one in each round."""
    start = by % len(names)
    return [*names[start:], *names[:start]]


def rounded(found: Any, places: int = 4) -> Any:
    """Return `found`, a tree of dicts and lists, with its fractions cut to so many digits.

    Digits that count, and not places behind the point: microseconds and hours both fit.
    """
    if isinstance(found, float):
        return float(f"{found:.{places}g}")
    if isinstance(found, dict):
        return {name: rounded(value, places) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [rounded(value, places) for value in found]
    return found
