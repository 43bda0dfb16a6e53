"""The dashboard shows what is written, each thing in its place."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

from infra.functions import FUNCTIONS
from infra.template import alarms, dashboard, queries
from tests.infra.test_alarms import Named, written

WIDGETS = dashboard.widgets()
THERE = {"Environment", "Api", "Table", "DeadLetters.QueueName", "AWS::Region", "AWS::StackName"}
THERE |= {f"{name.capitalize()}{what}" for name in FUNCTIONS for what in ("Function", "Logs")}
THERE |= {f"{id_}.Arn" for id_ in alarms.resources() if id_.endswith("Alarm")}


def drawn(widget: dict[str, Any]) -> list[Named]:
    """Return the metrics of a widget."""
    found = []
    for namespace, name, *dimensions, how in widget["properties"].get("metrics", []):
        assert isinstance(how, dict)
        pairs = zip(dimensions[::2], dimensions[1::2], strict=True)
        found.append((namespace, name, frozenset(pairs)))
    return found


def test_it_shows_every_metric_that_the_functions_write() -> None:
    """Those of an area and of the sweep, under the names and dimensions of the lines."""
    shown = {each for widget in WIDGETS for each in drawn(widget) if each[0] == "Therapy"}
    assert not shown - written()
    assert {name for _, name, _ in shown} == {name for _, name, _ in written()}


def test_its_body_is_json_whatever_is_put_in() -> None:
    """And every name in it is one that the template has."""
    text = dashboard.resources()["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert set(re.findall(r"\$\{([^}]+)\}", text)) <= THERE
    body = json.loads(re.sub(r"\$\{[^}]+\}", "value", text))
    assert len(body["widgets"]) == len(WIDGETS)


def test_no_widget_covers_another() -> None:
    """They fill rows of the grid, which is 24 wide."""
    boxes = [(w["x"], w["y"], w["x"] + w["width"], w["y"] + w["height"]) for w in WIDGETS]
    assert all(0 <= left < right <= 24 for left, _, right, _ in boxes)
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_it_shows_all_alarms_and_what_went_wrong() -> None:
    """So that whoever is on call sees both first."""
    first, second, *_ = WIDGETS
    assert len(first["properties"]["alarms"]) == len(alarms.alarms())
    assert second["properties"]["query"].count("SOURCE") == len(FUNCTIONS)
    assert "by fingerprint" in second["properties"]["query"]
    assert second["properties"]["title"] == queries.ERRORS.name
