"""The documents: written from the results, and in step with them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from bench import places, results
from bench.report import __main__ as report
from bench.report import growth, library, markdown, plots, svg

SPREAD = {"median": 0.5, "low": 0.4, "high": 0.625, "count": 3}
BASE = {"median": 1.0, "low": 1.0, "high": 1.0, "count": 3}
MEASURED = {
    "at": "2026-11-27T05:00+00:00",
    "commit": "abc",
    "cores": 2,
    "processor": "a processor",
    "system": "Linux",
    "python": "3.11",
}


def of_names(ours: Any, base: Any) -> dict[str, Any]:
    """Return figures of every contestant."""
    names = ("boto3 Table", "PynamoDB", "pydynox", "the socket alone", "socket and json")
    return {"botocore": base, **dict.fromkeys(names, base), "therapy_core": ours}


def a_library(ratio: float = 0.5) -> dict[str, Any]:
    """Return results of the library with one operation."""
    ours = {**SPREAD, "median": ratio}
    kind = {"ratios": of_names(ours, BASE), "microseconds": of_names(SPREAD, BASE)}
    return {
        "measured": MEASURED,
        "runs": 1,
        "rounds": 3,
        "versions": {"boto3": "1"},
        "goals": {"get": {"wall": 0.45, "cpu": 0.6}},
        "bytes": {"get": {"request": 819, "answer": 2140}},
        "operations": {"get": {"wall": kind, "cpu": kind}},
    }


def a_growth(*calls: int) -> dict[str, Any]:
    """Return results of growth with one page, which takes so many calls at each size."""
    sizes = {
        str(10**n): {"calls": count, "read": 4.0, "write": 0.0, "ms": SPREAD, "ratio": SPREAD}
        for n, count in enumerate(calls, 3)
    }
    return {
        "measured": MEASURED,
        "rounds": 3,
        "calls a round": 3,
        "goal": 1.1,
        "pages": {"entries": ["newest page"]},
        "seconds to fill": {"entries": dict.fromkeys(sizes, 1.0)},
        "subjects": {"entries": {"newest page": sizes}},
    }


def test_a_goal_is_met_up_to_its_very_figure() -> None:
    """What is exactly as good as was asked is good enough; what is a hair worse is not."""
    assert markdown.at_most("a", 0.45, 0.45).met
    assert not markdown.at_most("a", 0.4501, 0.45).met
    assert markdown.at_least("a", 2.0, 2.0).met
    assert not markdown.at_least("a", 1.99, 2.0).met


def test_the_goals_of_the_library_are_judged_by_kind() -> None:
    """Wall and processor time have goals of their own."""
    assert [(g.measured, g.met) for g in library.goals(a_library())] == [
        ("0.50", False),
        ("0.50", True),
    ]


def test_a_ratio_stands_with_its_quartiles_beside_its_goal() -> None:
    """A reader sees how far measurements of it lie apart."""
    text = library.section(a_library())
    assert "| get | 1.00 (1.00-1.00) | 1.00 (1.00-1.00) |" in text
    assert "| 0.50 (0.40-0.62) | ≤ 0.45 |" in text
    assert "| bytes read | 2,140 |" in text


def test_costs_that_grow_are_no_flat_costs() -> None:
    """One call more at any size is told, and stands in the table size by size."""
    assert [goal.met for goal in growth.goals(a_growth(1, 1, 1))] == [True, True]
    assert [goal.met for goal in growth.goals(a_growth(1, 1, 2))] == [False, True]
    assert "| newest page | 1 / 1 / 2 | 4 | 0 |" in growth.page(a_growth(1, 1, 2))


def test_what_was_measured_at_one_size_meets_no_goal() -> None:
    """It was compared with nothing but itself, and no time of it stands among the goals."""
    (exact,) = growth.goals(a_growth(1))
    assert (exact.measured, exact.met) == (growth.ONE_SIZE, None)


def test_what_was_never_measured_is_said_to_be_missing() -> None:
    """A document without a part does not look as if the part were fine."""
    text = report.performance({"library": a_library()})
    assert "`make bench PART=http`" in text
    assert "Has not been measured yet" in text


def test_prose_is_filled_and_tables_stay() -> None:
    """Lines are even, and no row of a table is broken."""
    row = "| " + "x" * 120 + " |"
    text = markdown.filled(f"word {'word ' * 40}\n\n{row}\n{row}\n")
    assert max(map(len, text.split("\n\n")[0].splitlines())) <= markdown.WIDTH
    assert text.endswith(f"\n\n{row}\n{row}\n")


def test_a_plot_is_an_svg_that_has_every_figure() -> None:
    """It is well formed, reads in dark, and is the same for the same figures."""
    drawn = plots.library(a_library())
    texts = [each.text for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert {"get", "therapy_core", "0.50"} <= set(texts)
    assert "botocore" not in texts
    assert "prefers-color-scheme: dark" in drawn
    assert drawn == plots.library(a_library())


def test_a_bar_is_as_long_as_its_value() -> None:
    """The longest fills the width, half of it half."""
    drawn = svg.bars("title", {"group": {"long": 2.0, "short": 1.0}})
    widths = [
        float(each.attrib["width"])
        for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}rect")
        if each.attrib["height"] == str(svg.BAR)
    ]
    assert widths[0] == 2 * widths[1]


def test_the_documents_are_in_step_with_the_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in docs is what the report writes from bench/results."""
    monkeypatch.delenv("QUICK", raising=False)
    monkeypatch.setattr(places, "docs", lambda: tmp_path)
    report.main()
    written = [each.relative_to(tmp_path) for each in tmp_path.rglob("*.*")]
    assert Path("performance.md") in written
    for name in written:
        assert (tmp_path / name).read_bytes() == (places.ROOT / "docs" / name).read_bytes(), name


def test_a_quick_look_leaves_the_documents_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its results and documents go where git does not look."""
    monkeypatch.setenv("QUICK", "1")
    assert places.results() == places.docs() == places.BUILD / "quick"
    assert places.times(20, 3) == 3
    monkeypatch.delenv("QUICK")
    assert places.results() == places.ROOT / "bench" / "results"
    assert results.read("nothing of the kind") is None
