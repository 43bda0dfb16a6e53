"""Comparing what two sides answer."""

from __future__ import annotations

from typing import Any

import pytest

from bench.http.same import differences


def test_equal_answers_have_no_differences() -> None:
    """However deep they are."""
    answer = {"items": [{"a": 1, "b": None}, {"a": 2, "b": "x"}], "nextCursor": "c"}
    assert differences(answer, {**answer, "items": [dict(i) for i in answer["items"]]}) == []


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ({"a": [1, 2]}, {"a": [1, 3]}, "$.a[1]"),
        ({"a": 1}, {"a": 1.0}, "$.a"),
        ({"a": 1}, {"a": True}, "$.a"),
        ({"a": "1"}, {"a": 1}, "$.a"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "$ (members)"),
        ({"a": 1}, {"a": 1, "b": 2}, "$ (members)"),
        ({"a": [1]}, {"a": [1, 2]}, "$.a (length)"),
        ({"a": None}, {"a": {}}, "$.a"),
    ],
)
def test_a_difference_is_named_by_its_place(one: Any, other: Any, place: str) -> None:
    """Values, types, members, their order and lengths all count."""
    assert differences(one, other) == [place]
