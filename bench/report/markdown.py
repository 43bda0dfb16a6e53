"""Numbers and tables in Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.figures import Spread

WIDTH = 98
NO_PROSE = ("|", "#", "    ", "!")
"""What the lines begin with that are no prose: of tables, headings, examples and images."""


@dataclass(frozen=True)
class Goal:
    """Hold one of the goals, and what was measured; `met` is None for what was not."""

    what: str
    goal: str
    measured: str
    met: bool | None

    def row(self) -> list[str]:
        """Return it as a row of a table."""
        said = {True: "yes", False: "no", None: "-"}
        return [self.what, self.goal, self.measured, said[self.met]]


def at_most(what: str, found: float, most: float) -> Goal:
    """Return a goal that is met by a ratio of at most `most`."""
    return Goal(what, f"≤ {most:.2f}", f"{found:.2f}", found <= most)


def at_least(what: str, found: float, least: float) -> Goal:
    """Return a goal that is met by a ratio of at least `least`."""
    return Goal(what, f"≥ {least:.2f}", f"{found:.2f}", found >= least)


def filled(text: str) -> str:
    """Return a document with its prose filled into even lines; tables and examples stay."""
    return "\n\n".join(_filled(part) for part in text.strip("\n").split("\n\n")) + "\n"


def _filled(part: str) -> str:
    if any(line.startswith(NO_PROSE) for line in part.splitlines()):
        return part.strip("\n")
    return textwrap.fill(part, WIDTH, break_long_words=False, break_on_hyphens=False)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every column but the first is aligned to the right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(each)} |" for each in (head, rule, *rows)) + "\n"


def middle(spread: Spread, places: int = 2) -> str:
    """Return a median with its quartiles: `0.41 (0.39-0.44)`."""
    median, low, high = (f"{spread[name]:.{places}f}" for name in ("median", "low", "high"))
    return f"{median} ({low}-{high})"


def figure(value: float) -> str:
    """Return a number with as many digits as mean something: `1,234`, `56`, `7.8`, `0.12`."""
    for least, places in ((100, 0), (10, 1), (0, 2)):
        if abs(value) >= least:
            return f"{value:,.{places}f}"
    return f"{value:g}"


def measured_on(found: dict[str, Any]) -> str:
    """Return when and on what something was measured, as one sentence."""
    on = found["measured"]
    machine = f"{on['cores']} cores ({on['processor']}), {on['system']}, Python {on['python']}"
    return f"Measured {on['at'][:10]} at commit `{on['commit']}` on {machine}."
