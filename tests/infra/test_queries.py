"""Saved queries ask for what the logs have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra.functions import FUNCTIONS
from infra.template.queries import QUERIES, Query, resources
from tests.therapy_api.test_metrics import MEMBERS
from therapy_api.faults import described

GUIDE = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
WORDS = {
    *(
        "filter",
        "stats",
        "sort",
        "limit",
        "display",
        "by",
        "as",
        "and",
        "in",
        "like",
        "asc",
        "desc",
    ),
    *("ispresent", "count", "min", "max", "sum", "avg", "pct", "latest", "bin", "5m"),
}
LAMBDA = {
    "@timestamp",
    "@message",
    "@log",
    "@type",
    "@requestId",
    "@initDuration",
    "@maxMemoryUsed",
}
"""What CloudWatch finds in the lines that Lambda itself writes."""


def told() -> set[str]:
    """Return the members of a line about an error."""
    error = ValueError()
    error.__cause__ = KeyError()
    return {*described(error), "cause_code"}


def asked(query: Query) -> set[str]:
    """Return the fields that a query asks for."""
    bare = re.sub(r'"[^"]*"|/[^/]*/', " ", query.text)
    aliases = set(re.findall(r"\bas\s+(\w+)", bare))
    names = set(re.findall(r"@?[A-Za-z_]\w*|5m", bare))
    return names - aliases - WORDS


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_asks_for_fields_that_there_are(query: Query) -> None:
    """Of the lines that we write, and of Lambda's own."""
    assert asked(query)
    assert not asked(query) - MEMBERS - told() - LAMBDA


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_asks_the_logs_of_the_stack(query: Query) -> None:
    """Those of the functions, and the gateway's where an id leads there."""
    there = {f"{name.capitalize()}Logs" for name in FUNCTIONS} | {"ApiLogs"}
    assert set(query.logs) <= there


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_guide_says_when_to_ask(query: Query) -> None:
    """A query that no section leads to would never be found."""
    assert f"*{query.name}*" in " ".join(GUIDE.split())


def test_queries_are_saved_in_a_folder_of_the_stack() -> None:
    """Two environments in one account keep theirs apart, and none has the code's indentation."""
    for saved in resources().values():
        properties = saved["Properties"]
        assert properties["Name"]["Fn::Sub"].startswith("${AWS::StackName}/")
        assert properties["QueryString"].startswith("filter ")
        assert "\n| " in properties["QueryString"]
