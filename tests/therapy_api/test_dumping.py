"""What compiled functions dump is what marshmallow dumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import fields

from tests.therapy_api.dumped import TIMES, objects
from tests.therapy_api.shapes import OBJECTS, SHAPES, THING, Inner, Pair
from therapy_api.areas import WHOLE
from therapy_api.dumping import dumper
from therapy_api.schemas.accounts import LoginAnswer, MeAnswer, TokensAnswer
from therapy_api.schemas.base import Answer
from therapy_api.schemas.fields import Instant

DO_MORE: set[type[Answer]] = {LoginAnswer, MeAnswer, TokensAnswer}
"""Schemas of the app that do more than go through their fields, and dump for themselves."""


def below(kind: type[Answer]) -> Iterator[type[Answer]]:
    """Yield the schemas that are like one."""
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


assert WHOLE.blueprints(), "which import every schema"
ANSWERS = list(below(Answer))


def outcome(dump: Callable[[Any], Any], obj: Any) -> str:
    """Return what comes of dumping, with types and order, or the error that was raised."""
    with Flask(__name__).app_context():
        try:
            return repr(dump(obj))
        except Exception as error:  # noqa: BLE001 - whatever marshmallow raises is to be raised
            return repr(error)


@pytest.mark.parametrize("kind", ANSWERS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_an_answer_is_dumped_as_marshmallow_dumps_it(
    kind: type[Answer], data: st.DataObject
) -> None:
    """Whatever the object: what fits, what is missing, and what nobody expects there."""
    schema = kind()
    obj = data.draw(objects(schema, odd=data.draw(st.booleans())))
    assert outcome(dumper(schema), obj) == outcome(schema.dump, obj)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[type[ma.Schema]]:
    """Return a list that grows with each object that marshmallow itself dumps."""
    found: list[type[ma.Schema]] = []
    serialize = ma.Schema._serialize

    def noted(schema: ma.Schema, *args: Any, **options: Any) -> Any:
        found.append(type(schema))
        return serialize(schema, *args, **options)

    monkeypatch.setattr(ma.Schema, "_serialize", noted)
    return found


@pytest.mark.parametrize("kind", [each for each in ANSWERS if each not in DO_MORE])
def test_marshmallow_is_not_asked_for_an_object_that_fits(
    kind: type[Answer], asked: list[type[ma.Schema]]
) -> None:
    """All but a few schemas are compiled, with what is nested in them."""
    with Flask(__name__).app_context():
        dumper(kind())(full(kind()))
    assert set(asked) <= DO_MORE


def test_operations_answer_by_compiled_functions(
    admin: FlaskClient, therapist: FlaskClient, asked: list[type[ma.Schema]]
) -> None:
    """A page and a single entity are dumped without marshmallow, whatever comes with them."""
    assert admin.get("/therapists?limit=1").json["items"][0]["expertise"] == ["anxiety"]
    assert admin.get("/therapists/thr_2").headers["ETag"] == '"1"'
    assert admin.get("/health").json == {"status": "ok"}
    assert not asked


def full(schema: ma.Schema) -> SimpleNamespace:
    """Return an object that has all that a schema shows."""
    made = SimpleNamespace()
    for name, field in schema.dump_fields.items():
        *way, last = (field.attribute or name).split(".")
        here = made
        for each in way:
            here.__dict__.setdefault(each, SimpleNamespace())
            here = getattr(here, each)
        setattr(here, last, one(field))
    return made


def one(field: ma.fields.Field[Any]) -> Any:
    """Return a value that a field is for."""
    if isinstance(field, fields.List):
        return [one(field.inner)]
    if isinstance(field, fields.Nested):
        return full(field.schema)
    return {Instant: datetime.now(UTC), fields.Date: date(2026, 11, 20)}.get(type(field))


@pytest.mark.parametrize("shape", SHAPES)
def test_what_cannot_be_compiled_is_left_to_marshmallow(shape: str) -> None:
    """Hooks, defaults, one's own fields: all that marshmallow knows gives the same."""
    schema = SHAPES[shape]
    for obj in OBJECTS:
        assert outcome(dumper(schema), obj) == outcome(schema.dump, obj)


@pytest.mark.parametrize("things", [[THING, {"a": 1}], Pair(THING, THING), [], None])
def test_a_schema_of_many_dumps_a_list(things: Any) -> None:
    """A schema that was made for many is given a list."""
    schema = Inner(many=True)
    assert outcome(dumper(schema), things) == outcome(schema.dump, things)


@settings(deadline=None)
@given(TIMES)
def test_a_time_is_written_to_the_millisecond_in_utc(time: datetime) -> None:
    """The form is that of `isoformat`, for every zone, year and fraction of a second."""
    try:
        utc = time.astimezone(UTC)
    except (OverflowError, ValueError):  # before the year 1 in UTC, or beyond 9999
        return
    expected = utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert Instant()._serialize(time) == expected


def test_a_time_of_another_class_is_a_time() -> None:
    """A subclass is written as its base is, also with an offset of odd length."""

    class Moment(datetime):
        """Be a time."""

    odd = timezone(timedelta(hours=1, microseconds=7))
    assert Instant()._serialize(Moment(2026, 1, 2, 3, tzinfo=UTC)) == "2026-01-02T03:00:00.000Z"
    assert Instant()._serialize(Moment(2026, 1, 2, 3, tzinfo=odd)) == "2026-01-02T01:59:59.999Z"
