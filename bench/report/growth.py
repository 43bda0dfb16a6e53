"""What a page costs as the data grows: a page of its own, and a section that sums it up."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, at_most, figure, measured_on, middle, table

ONE_SIZE = "at one size only"
"""What is said of a case that was compared with nothing."""

Sizes = dict[str, Any]
"""What a case took, by size."""


def goals(found: dict[str, Any]) -> list[Goal]:
    """Return whether costs are the same at every size, and how much longer pages take."""
    cases = [sizes for subject in found["subjects"].values() for sizes in subject.values()]
    compared = [sizes for sizes in cases if len(sizes) > 1]
    same = all(len(_costs(sizes)) == 1 for sizes in compared) if compared else None
    said = {True: "the same", False: "not the same", None: ONE_SIZE}[same]
    exact = Goal("growth: calls and units of every case", "the same at every size", said, same)
    return [exact, *(goal for name, each in _subjects(found) for goal in _pages(found, name, each))]


def _subjects(found: dict[str, Any]) -> list[tuple[str, dict[str, Sizes]]]:
    return list(found["subjects"].items())


def _pages(found: dict[str, Any], subject: str, cases: dict[str, Sizes]) -> list[Goal]:
    """Return the goal for each page that was compared: its time among the most to the fewest."""
    pages = [(name, cases[name]) for name in found["pages"][subject]]
    return [_page(subject, name, c, found["goal"]) for name, c in pages if len(c) > 1]


def _page(subject: str, name: str, sizes: Sizes, most: float) -> Goal:
    return at_most(_what(subject, name, sizes), _last(sizes)["ratio"]["median"], most)


def _what(subject: str, name: str, sizes: Sizes) -> str:
    first, last = (int(list(sizes)[at]) for at in (0, -1))
    return f"growth, time: {name}, among {last:,} {subject} to {first:,}"


def _last(sizes: Sizes) -> Any:
    return list(sizes.values())[-1]


def _costs(sizes: Sizes) -> set[tuple[float, ...]]:
    return {(each["calls"], each["read"], each["write"]) for each in sizes.values()}


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    largest = {name: max(map(int, took)) for name, took in found["seconds to fill"].items()}
    told = " and ".join(f"{size:,} {name}" for name, size in largest.items())
    return f"""## As the data grows

`make growth`. {measured_on(found)}

What a page costs among up to {told}, in calls, in capacity and in time, stands in
[growth.md](growth.md)."""


def page(found: dict[str, Any]) -> str:
    """Return the page."""
    tables = "\n".join(
        f"## Among {name}\n\nFilled in {_filled(found, name)}.\n\n{_table(cases)}"
        for name, cases in _subjects(found)
    )
    return f"""# What a page costs as the data grows

Written by `make growth`, on the embedded engine. {measured_on(found)}

A page has 20 entries. All sizes lie side by side in one engine in memory, each in a table of its
own, and are asked in turns: {found["rounds"]} rounds of {found["calls a round"]} calls. Calls and
units are exact; where they are the same at every size they stand there once, else by size. Times
are ratios to the smallest size in the same round, medians with quartiles; the goal is at most
{found["goal"]:.2f}. The first size's own time is in milliseconds. Trends begin with 10,000: a
thousand entries are 21 days, which is less than the hundred that such a page looks at.

{tables}"""


def _filled(found: dict[str, Any], subject: str) -> str:
    took = found["seconds to fill"][subject]
    return ", ".join(f"{seconds:,.0f} s ({int(size):,})" for size, seconds in took.items())


def _table(cases: dict[str, Sizes]) -> str:
    columns = sorted({int(size) for sizes in cases.values() for size in sizes})
    head = ["", "calls", "read units", "write units", *(f"{size:,}" for size in columns)]
    rows = [
        [
            name,
            *(_cost(sizes, kind) for kind in ("calls", "read", "write")),
            *(_time(sizes, str(size)) for size in columns),
        ]
        for name, sizes in cases.items()
    ]
    return table(head, rows)


def _cost(sizes: Sizes, kind: str) -> str:
    each = [f"{found[kind]:g}" for found in sizes.values()]
    return each[0] if len(set(each)) == 1 else " / ".join(each)


def _time(sizes: Sizes, size: str) -> str:
    if size not in sizes:
        return "-"
    first = size == next(iter(sizes))
    return f"{figure(sizes[size]['ms']['median'])} ms" if first else middle(sizes[size]["ratio"])
