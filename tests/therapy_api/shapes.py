"""Schemas that do what none of the app's does, and an object to dump by them."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import marshmallow as ma
from marshmallow import fields


class Loud(fields.String):
    """Show a text in capitals, nothing for None, and leave out what is empty."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        return f"{attr} {value} of {obj}".upper() if value else ma.missing if value == "" else "-"


class Renamed(fields.String):
    """Read another attribute than the one it is named for."""

    def get_value(self, obj: Any, attr: str, *args: Any, **kwargs: Any) -> Any:
        """Return the other attribute."""
        return super().get_value(obj, f"{attr}_too", *args, **kwargs)


class Doubling(fields.Integer):
    """Show twice a number."""

    def _format_num(self, value: Any) -> int:
        return 2 * int(value)


class Twice(int):
    """Be twice the number it is made from."""

    def __new__(cls, value: int) -> Twice:
        """Make one, each time anew."""
        return super().__new__(cls, 2 * value)


class Twofold(fields.Integer):
    """Show such a number."""

    num_type = Twice


class Silent(fields.Raw):
    """Read nothing."""

    _CHECK_ATTRIBUTE = False


class Inner(ma.Schema):
    """Be nested."""

    a = fields.String()
    b = fields.Integer()


class Before(Inner):
    """Change what is to be dumped."""

    @ma.pre_dump
    def _before(self, obj: Any, **_: Any) -> dict[str, Any]:
        return {"a": f"{obj.a}!", "b": obj.b}


class After(Inner):
    """Change what was dumped."""

    @ma.post_dump
    def _after(self, found: dict[str, Any], **_: Any) -> dict[str, Any]:
        return found | {"c": 3}


class Upper(Inner):
    """Read attributes in a way of its own."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Return an attribute in capitals."""
        return str(super().get_attribute(obj, attr, default)).upper()


class Own(dict[str, Any]):
    """Be a dictionary that is not quite one."""


class Strange(Inner):
    """Dump into a dictionary of its own."""

    dict_class = Own


class Dumping(Inner):
    """Dump in a way of its own."""

    def dump(self, obj: Any, **options: Any) -> Any:
        """Return more than marshmallow does."""
        return super().dump(obj, **options) | {"more": 1}


class Serializing(Inner):
    """Go through its fields in a way of its own."""

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        return super()._serialize(obj, many=many) | {"more": 2}


class Tree(ma.Schema):
    """Nest itself."""

    a = fields.String()
    trees = fields.List(fields.Nested("Tree"))


class Pair(NamedTuple):
    """Have names, and be a list."""

    a: Any
    b: Any


class Both(SimpleNamespace):
    """Have attributes, and say something else when it is asked for items."""

    def __getitem__(self, name: str) -> Any:
        """Return what marshmallow prefers."""
        if name == "e":
            raise KeyError(name)
        return f"the item {name}"


THING = SimpleNamespace(
    a="x", b=2, e="", n=None, t=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), a_too="y",
    inner=SimpleNamespace(a="y", b=3), inners=[SimpleNamespace(a="z", b=4), {"a": "z"}],
    names=("p", None, b"q"), twice=Twice(4), trees=[SimpleNamespace(a="leaf", trees=[])],
)  # fmt: skip
"""An object with something for every schema below."""
OBJECTS = [
    THING,
    vars(THING),
    SimpleNamespace(inner=Both(a=1, b=2)),
    Both(**vars(THING)),
    Both(e=2),
    {},
    None,
]
"""Objects to dump by them: whole ones, and such that lack something or can be read in two ways."""
SHAPES: dict[str, ma.Schema] = {
    "a method": ma.Schema.from_dict({"a": fields.Function(lambda obj: obj.a * 2)})(),
    "a constant": ma.Schema.from_dict({"z": fields.Constant(5), "a": fields.String()})(),
    "a way of one's own to show": ma.Schema.from_dict({k: Loud() for k in "aenb"})(),
    "such a way in a list": ma.Schema.from_dict({"names": fields.List(Loud())})(),
    "a way of one's own to read": ma.Schema.from_dict({"a": Renamed(), "b": Renamed()})(),
    "numbers of one's own": ma.Schema.from_dict({"b": Doubling(), "n": Doubling()})(),
    "a class of numbers of one's own": ma.Schema.from_dict({"twice": Twofold(), "b": Twofold()})(),
    "what reads nothing": ma.Schema.from_dict({"a": Silent(), "b": fields.Integer()})(),
    "numbers as text": ma.Schema.from_dict({"b": fields.Integer(as_string=True)})(),
    "decimals": ma.Schema.from_dict({"b": fields.Decimal(places=2)})(),
    "a default": ma.Schema.from_dict({"q": fields.String(dump_default="d"), "b": fields.Raw()})(),
    "a default that is made": ma.Schema.from_dict({"q": fields.Integer(dump_default=int)})(),
    "times as numbers": ma.Schema.from_dict({"t": fields.DateTime("timestamp")})(),
    "days in another form": ma.Schema.from_dict({"t": fields.Date("%d.%m.%Y")})(),
    "a hook before": Before(),
    "a hook after": After(),
    "hooks that are nested": ma.Schema.from_dict({"inner": fields.Nested(Before)})(),
    "nested many": ma.Schema.from_dict({"inners": fields.Nested(Inner, many=True)})(),
    "nested many by itself": ma.Schema.from_dict({"inners": fields.Nested(Inner(many=True))})(),
    "a part of what is nested": ma.Schema.from_dict({"inner": fields.Nested(Inner, only=["b"])})(),
    "plucked": ma.Schema.from_dict({"inners": fields.List(fields.Pluck(Inner, "a"))})(),
    "a tuple": ma.Schema.from_dict({"names": fields.Tuple([fields.Raw()] * 3)})(),
    "attributes of one's own": Upper(),
    "a dictionary of one's own": Strange(),
    "a dump of one's own": Dumping(),
    "a way of one's own through the fields": Serializing(),
    "a tree": Tree(),
    "names with dots": ma.Schema.from_dict(
        {"x": fields.String(attribute="inner.a"), "y": fields.String(attribute="inners.0.a")}
    )(),
    "names with dots alone": ma.Schema.from_dict(
        {"x": fields.String(attribute="inner.a"), "y": fields.String(attribute="inner.b")}
    )(),
    "some of the fields": Inner(only=["b"]),
    "no field": ma.Schema(),
}
