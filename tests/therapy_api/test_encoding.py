"""JSON is written by orjson, and means what the standard library's meant."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from flask import Flask, jsonify
from flask.json.provider import DefaultJSONProvider
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from therapy_api.encoding import encoded
from therapy_core.actor import Role

TEXT = st.text(st.characters(exclude_categories=()))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(TEXT, inner),
)


@settings(deadline=None)
@given(VALUES)
def test_what_is_written_is_what_json_would_have_written(value: Any) -> None:
    """Read back, a value is the same as from `json.dumps`: big numbers, odd characters and all."""
    assert json.loads(encoded(value)) == json.loads(json.dumps(value))


def nested(depth: int) -> Any:
    """Return a list in a list, and so on."""
    return [nested(depth - 1)] if depth else []


class Pair(NamedTuple):
    """Be a tuple with names."""

    one: int
    two: int


@dataclass
class Plain:
    """Be a dataclass with a part that orjson would leave out."""

    name: str
    _hidden: int = 1


class Html:
    """Be what knows its HTML, as Flask's `Markup` does."""

    def __html__(self) -> str:
        return "<b>"


ODD = {
    "a number beyond 64 bits": [2**64, -(2**70)],
    "a lone surrogate": {"\ud800": "a\udfff"},
    "names that are no text": {1: 2, None: 3, 2.5: 4},
    "deep nesting": nested(400),
    "a named tuple": [Pair(1, 2)],
    "a decimal": Decimal("1.10"),
    "an id": UUID(int=5),
    "a time": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    "a day": date(2026, 11, 20),
    "a dataclass": [Plain("a")],
    "HTML": Html(),
    "a word of an enumeration": Role.CLIENT,
    "a decimal beside a big number": [Decimal(1), 2**64],
}


@pytest.mark.parametrize("kind", ODD)
def test_what_orjson_refuses_or_sees_otherwise_stays_as_flask_has_it(app: Flask, kind: str) -> None:
    """What has no form in JSON, or is too much for orjson, is written as it always was."""
    before = DefaultJSONProvider(app)
    before.sort_keys = False
    assert json.loads(encoded(ODD[kind])) == json.loads(before.dumps(ODD[kind]))


@pytest.mark.parametrize("value", [object(), [{1, 2}], {"a": b"bytes"}])
def test_what_nobody_can_write_is_a_type_error(value: Any) -> None:
    """Neither orjson nor the standard library invents a form."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        encoded(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_null(value: float) -> None:
    """NaN and the infinities are no JSON, and an answer that holds one can still be read."""
    assert encoded([value]) == b"[null]\n"


def test_names_keep_their_order_and_letters_are_utf_8(app: Flask) -> None:
    """An answer is one line: nothing sorted, nothing escaped that need not be."""
    with app.app_context():
        answer = jsonify({"b": "até 日本 \u2028", "a": [1, None]})
    assert answer.data == '{"b":"até 日本 \u2028","a":[1,null]}\n'.encode()
    assert answer.headers["Content-Type"] == "application/json"
    assert app.json.dumps({"b": 1, "a": 2}, indent=1) == '{\n "b": 1,\n "a": 2\n}'


@pytest.mark.parametrize("arguments", [((), {}), ((1, 2), {}), ((), {"a": 1}), (([1],), {})])
def test_jsonify_takes_what_it_took(app: Flask, arguments: Any) -> None:
    """No argument is null, several are a list, named ones an object."""
    args, named = arguments
    with app.app_context():
        assert (
            jsonify(*args, **named).data == DefaultJSONProvider(app).response(*args, **named).data
        )
        with pytest.raises(TypeError):
            jsonify(1, a=2)


def test_problems_are_written_the_same_way(http: FlaskClient) -> None:
    """A path with letters of any script comes back in UTF-8."""
    answer = http.get("/até")
    assert answer.mimetype == "application/problem+json"
    assert '"instance":"/até"'.encode() in answer.data


def test_the_document_is_what_json_would_have_written(http: FlaskClient) -> None:
    """The OpenAPI document is indented by two, as the committed file is."""
    answer = http.get("/openapi.json")
    again = json.dumps(json.loads(answer.data), indent=2, ensure_ascii=False)
    assert answer.text == again + "\n"
