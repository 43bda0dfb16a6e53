"""Write docs/performance.md, docs/capacity.md, docs/growth.md and the plots from the results.

    make bench PART=report

Nothing is measured here, and nothing is written by hand there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import places, results
from bench.report import costs, functions, growth, http, library, logins, plots, start
from bench.report.markdown import Goal, filled, table

SECTIONS: dict[str, Any] = {
    "library": library,
    "http": http,
    "logins": logins,
    "start": start,
    "functions": functions,
    "growth": growth,
}
PLOTS = {"library": plots.library, "http": plots.http}


def main() -> None:
    """Read the results and write the documents."""
    found = {part: results.read(part) for part in (*SECTIONS, "costs", "capacity")}
    there = {part: each for part, each in found.items() if each is not None}
    write("performance.md", filled(performance(there)))
    if "growth" in there:
        write("growth.md", filled(growth.page(there["growth"])))
    if "costs" in there:
        write("capacity.md", filled(costs.page(there["costs"], there.get("capacity"))))
    for part, plot in PLOTS.items():
        if part in there:
            write(f"images/bench-{part}.svg", plot(there[part]))


def write(name: str, text: str) -> Path:
    """Write a document, and return the file."""
    target = places.docs() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def performance(found: dict[str, Any]) -> str:
    """Return the document on performance; a part that never ran is said to be missing."""
    asked: list[Goal] = []
    for part in filter(found.__contains__, SECTIONS):
        asked += SECTIONS[part].goals(found[part])
    sections = [_section(part, module, found) for part, module in SECTIONS.items()]
    sections.append(_section("costs", costs, found))
    head = ["", "goal", "measured", "met"]
    return f"{INTRODUCTION}\n{table(head, (goal.row() for goal in asked))}\n" + "\n".join(sections)


def _section(part: str, module: Any, found: dict[str, Any]) -> str:
    if part in found:
        return str(module.section(found[part]))
    return f"## {part}\n\nHas not been measured yet: `make bench PART={part}`.\n"


INTRODUCTION = """# Performance

Written by `make bench` from the JSON in [bench/results](../bench/results); do not edit it.
Everything runs on one machine against the embedded engine, whatever else it is doing, so **times
mean something only as ratios inside one run**: contestants take turns in every round, a ratio is
taken round by round, and what stands here are medians, with quartiles in brackets. To measure
again:

    make bench                  # everything, about an hour on two busy cores
    make bench PART=library     # one part: library, http, logins, start, functions, …
    make growth                 # what a page costs among up to 1,000,000 entries
    make bench QUICK=1          # a look at everything in a few minutes; writes into build/bench

## The goals
"""


if __name__ == "__main__":
    main()
