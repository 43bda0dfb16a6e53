"""What is compiled for an entity reads and writes exactly what PynamoDB does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pynamodb.attributes import (
    Attribute,
    BinaryAttribute,
    BooleanAttribute,
    DynamicMapAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    NumberSetAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from tests.therapy_core.table.random_items import (
    items,
    needs_no_pynamodb,
    outcome,
    right_items,
    told,
    values,
)
from tests.therapy_core.table.tables import NOON, Address, Member, Pass
from therapy_core.table import Entity, Primary, SealedText
from therapy_core.table.plan import plan
from therapy_core.table.sealed import Sealed

EAST = timezone(timedelta(hours=2))
MANY = settings(deadline=None, max_examples=100)


class Shouted(Attribute[str]):
    """Be an attribute that no recipe is known for."""

    attr_type = "S"

    def serialize(self, value: str) -> str:
        """Return the text in capitals."""
        return value.upper()

    def deserialize(self, value: str) -> str:
        """Return the text in small letters. Raises for a text that is none."""
        return value.lower()


class Marked(UnicodeAttribute):
    """Be an attribute that is held in a way of its own."""

    def __set__(self, instance: Any, value: Any) -> None:
        super().__set__(instance, value and f"<{value}>")


class Room(MapAttribute[str, Any]):
    """Be a map with what has to be there, under other names, and with a map inside."""

    number = NumberAttribute(attr_name="n")
    label = UnicodeAttribute(default="none")
    marks = UnicodeSetAttribute()
    seen_at = UTCDateTimeAttribute(null=True, default_for_new=lambda: NOON)
    doors: ListAttribute[Any] = ListAttribute(of=NumberAttribute, default=list)
    address = Address(null=True)


class Hall(Room):
    """Be a map with more in it than the attribute that holds it knows."""

    size = NumberAttribute(null=True)


class Alias(MapAttribute[str, Any]):
    """Be a map that is read in a way of its own."""

    name = UnicodeAttribute()

    def deserialize(self, values: Any) -> Any:
        """Return a plain dictionary, which becomes a map when it is held."""
        return {"name": super().deserialize(values).name}


class Bag(DynamicMapAttribute):
    """Be a map that takes whatever it is given."""

    name = UnicodeAttribute(null=True)


class Everything(Entity, discriminator="c_everything"):
    """Have an attribute of every kind, with and without defaults, under other names."""

    primary = Primary("THING#{thing_id}", "THING")
    sealed_for: ClassVar[str] = "thing_id"

    thing_id = UnicodeAttribute(attr_name="id")
    name = UnicodeAttribute(null=True, attr_name="thing_id")
    size = NumberAttribute(default=1, attr_name="sz")
    fresh = NumberAttribute(default_for_new=2, null=True)
    at = UTCDateTimeAttribute(null=True)
    late = UTCDateTimeAttribute(default=lambda: NOON)
    ends_at = TTLAttribute(default=NOON.astimezone(EAST), null=True)
    open = BooleanAttribute(default=False)
    shut = BooleanAttribute(null=True, default=lambda: None)
    data = JSONAttribute(default=list)
    photo = BinaryAttribute(legacy_encoding=False, null=True)
    image = BinaryAttribute(legacy_encoding=True, null=True)
    tags = UnicodeSetAttribute()
    sizes = NumberSetAttribute(default=lambda: {1})
    names: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    days: ListAttribute[Any] = ListAttribute(of=NumberAttribute, null=True)
    times: ListAttribute[Any] = ListAttribute(of=UTCDateTimeAttribute, null=True)
    marks: ListAttribute[Any] = ListAttribute(of=TTLAttribute, null=True)
    homes: ListAttribute[Any] = ListAttribute(of=Address, null=True)
    mixed: ListAttribute[Any] = ListAttribute(null=True)
    loose: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    bag: MapAttribute[str, Any] = MapAttribute(null=True)  # type: ignore[no-untyped-call]
    home = Address(null=True)
    room = Room(null=True)
    rooms: ListAttribute[Any] = ListAttribute(of=Room, default=list)
    words = SealedText("own", null=True, attr_name="w")
    shout = Shouted(null=True)


class Versioned(Entity, discriminator="c_versioned"):
    """Have an attribute that changes what it is given."""

    primary = Primary("VERSIONED#{name}", "VERSIONED")

    name = UnicodeAttribute()
    number = VersionAttribute()
    mark = Marked(null=True)


class Altered(Entity, discriminator="c_altered"):
    """Be made and written in ways of its own."""

    primary = Primary("ALTERED#{name}", "ALTERED")

    name = UnicodeAttribute(default="none")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.was_made = True

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        """Return one thing more than there is."""
        return {**super().serialize(null_check), "more": {"S": "x"}}


class Twice(Entity, discriminator="c_twice"):
    """Have one attribute under two names."""

    primary = Primary("TWICE#{name}", "TWICE")

    name = other = UnicodeAttribute()


class Mapped(Entity, discriminator="c_mapped"):
    """Have maps that no recipe is good for."""

    primary = Primary("MAPPED#{name}", "MAPPED")

    name = UnicodeAttribute()
    alias = Alias(null=True)
    aliases: ListAttribute[Any] = ListAttribute(of=Alias, null=True)
    bags: ListAttribute[Any] = ListAttribute(of=Bag, null=True)
    loose: ListAttribute[Any] = ListAttribute(of=MapAttribute, null=True)


class Bagged(Entity, discriminator="c_bagged"):
    """Have a map that takes anything."""

    primary = Primary("BAGGED#{name}", "BAGGED")

    name = UnicodeAttribute()
    bag = Bag(null=True)


ENTITIES = (Everything, Versioned, Altered, Twice, Mapped, Bagged, Member, Pass)
every = pytest.mark.parametrize("entity", ENTITIES, ids=lambda e: e.__name__)


@every
@given(data=st.data())
@MANY
def test_an_item_reads_as_pynamodb_reads_it(entity: type[Entity], data: st.DataObject) -> None:
    """Whatever stands in an item gives the same entity, or the same error."""
    raw = data.draw(items(entity))
    before = told(raw)
    theirs = outcome(entity.from_raw_data, raw)
    assert outcome(plan(entity).decode, raw) == theirs
    assert told(raw) == before


@every
@given(data=st.data())
@MANY
def test_an_entity_is_written_as_pynamodb_writes_it(
    entity: type[Entity], data: st.DataObject
) -> None:
    """Whatever an entity holds gives the same item, or the same error."""
    made = entity()
    made.attribute_values |= data.draw(values(entity))
    assert outcome(plan(entity).encode, made) == outcome(lambda e: e.serialize(), made)


OLD = {
    "at": [
        *({"S": text} for text in ("999-01-01T00:00:00.000000+0000", "0999-01-01T00:00:00.0+0000")),
        *({"S": f"2026-01-01T{clock}+0000"} for clock in ("24:00:00.000000", "00:00:60.000000")),
        *({"S": f"2026-01-01T{clock}"} for clock in ("00:00:00.000000Z", "00:00:00.000000+0100")),
        *(
            {"S": f"2026-01-{day}T00:00:00.000000+0000"}
            for day in (" 1", "+1", "1_", "\u0661\u0661")
        ),
        *({"S": text} for text in ("2026-W01-1T00:00:00.000000+0000", "20260101T000000", "")),
        *({"S": f"2026-01-01{by}00:00:00{dot}000000+0000"} for by, dot in (" .", "T,", "t.")),
        {"N": "1767225600"},
    ],
    "sz": [
        *({"N": n} for n in ("-0", "1.0", "1E+2", "1e400", "007", "+1", " 3", "1_0", "\u0663", "")),
        *({"N": n} for n in ("NaN", "true", "null", "[1]", '"x"', "0" * 5, "9" * 38, "9" * 5000)),
        *({"N": 3}, {"N": b"3"}, {"S": "3"}, {"NULL": True}, {}),
    ],
    "ends_at": [{"N": n} for n in ("1767225600", "1767225600.9", "-1.5", "1e9", "true", "9" * 15)],
    "open": [{"BOOL": False}, {"N": "1"}, {"N": "0"}, {"S": "true"}, {"NULL": True}, {"BOOL": ""}],
    "shut": [{"BOOL": True}, {"N": "1"}, {"NULL": True}],
    "data": [{"S": text} for text in ('"\n"', "[1, NaN]", "{", "", " [] ", '{"a": 1, "a": 2}')],
    "photo": [{"B": b"\xff"}, {"B": "eA=="}, {"S": "eA=="}],
    "image": [{"B": b"eA=="}, {"B": b"x"}, {"B": "eA=="}, {"S": "eA=="}],
    "tags": [{"SS": ["a", "a"]}, {"SS": []}, {"L": [{"S": "a"}]}, {"S": "a"}, {"NULL": True}],
    "names": [{"L": [{"S": "a"}, {"NULL": True}]}, {"L": [{"N": "1"}]}, {"L": []}, {"SS": ["a"]}],
    "marks": [{"L": [{"N": "1767225600.5"}]}],
    "mixed": [{"L": [{"M": {"a": {"L": [{"NULL": True}]}}}]}],
    "loose": [{"M": {}}, {"M": {"null": {"BOOL": True}, "x": {"M": {"y": {"N": "1"}}}}}],
    "home": [
        {"M": {}},
        {"M": {"city": {"S": "Rome"}, "zip": {"S": "x"}}},
        {"M": {"city": {"N": "1"}}},
    ],
    "room": [
        *({"M": {}}, {"M": {"n": {"S": "1"}}}, {"M": {"n": {"NULL": True}}}, {"M": {"n": {}}}),
        {"M": {"n": {"N": "1"}, "number": {"N": "2"}, "address": {"M": {"city": {"N": "1"}}}}},
        {"M": {"n": {"N": "1.0"}, "seen_at": {"S": "999-01-01T00:00:00.000000+0000"}}},
    ],
    "rooms": [{"L": [{"M": {"n": {"N": "1"}}}, {"NULL": True}]}, {"L": [{"S": "x"}]}, {"L": [{}]}],
    "w": [{"B": b"x"}, {"S": "x"}, {"NULL": True}],
    "shout": [{"S": "LOUD"}, {"N": "1"}],
    "type": [{"S": "c_versioned"}, {"S": "unknown"}, {"N": "1"}, {"NULL": True}, {}],
}
"""Forms that PynamoDB, or whoever wrote before it, may have left; and some that nobody did."""


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, each in OLD.items() for v in each])
def test_an_old_form_reads_as_pynamodb_reads_it(name: str, value: dict[str, Any]) -> None:
    """What is read of it, or the error that it gives, is PynamoDB's."""
    raw = {"type": {"S": "c_everything"}, "id": {"S": "t"}, name: value}
    assert outcome(plan(Everything).decode, raw) == outcome(Everything.from_raw_data, raw)


HELD: dict[str, list[Any]] = {
    "thing_id": [None, "", 1, b"x", True],
    "size": [None, True, 1.0, 1e30, 10**40, float("nan"), "1", Decimal("1.5")],
    "at": [NOON.replace(tzinfo=None), NOON.astimezone(EAST), date(2026, 1, 1), "x", 0],
    "late": [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(999, 1, 1, tzinfo=UTC),
        datetime.min.replace(tzinfo=EAST),
    ],
    "ends_at": [NOON.astimezone(EAST), NOON.replace(tzinfo=None), NOON.replace(microsecond=9), 5],
    "open": [None, 0, "x", []],
    "tags": [None, set(), frozenset({"a"}), ["a"], {1}, "ab"],
    "names": [None, [], [None], [1, "x"], ("x",), {"x"}, "ab", [Address(city="x")], [b"x"]],
    "days": [[True, 1.5, None], [Address(city="x")], ["1"], [Decimal(1)]],
    "homes": [[Address(city="x"), None], [{"city": "x"}], [MapAttribute(city="x")], ["x"]],
    "loose": [None, {"a": 1}, MapAttribute(a=set()), MapAttribute(a=None, b=[{}]), "x"],
    "home": [Address(lines=[None, "x"]), Address(city=1), {"city": "x"}, MapAttribute(city="x")],
    "room": [
        Room(number=1),
        Hall(number=1, marks={"x"}, size=2),
        Room(number=None),
        Room(number=1, marks=set()),
        {"number": 1},
        {},
    ],
    "rooms": [
        *([Room(number=1), None], [Room()], [{"number": 1}], [Address()], [Room(number="x")]),
        [Room(number=1, address=Address(lines=[1]), doors=[True, None])],
    ],
    "words": [Sealed(blob=b"x"), Sealed("not sealed yet"), b"x", "x"],
    "data": [None, {"a": {1}}, float("nan"), (1, 2), {1: 2}],
    "shout": ["x", 1],
}
"""What may be put into an entity, whatever its attributes are meant for."""


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, each in HELD.items() for v in each])
def test_an_odd_value_is_written_as_pynamodb_writes_it(name: str, value: Any) -> None:
    """What is written of it, or the error that it gives, is PynamoDB's."""
    made = Everything(thing_id="t", tags={"x"})
    made.attribute_values[name] = value
    assert outcome(plan(Everything).encode, made) == outcome(lambda e: e.serialize(), made)


@pytest.mark.parametrize("entity", [Everything, Member, Pass], ids=lambda e: e.__name__)
@given(data=st.data())
@settings(MANY, max_examples=50)
def test_what_is_as_it_should_be_needs_no_pynamodb(
    entity: type[Entity], data: st.DataObject
) -> None:
    """An attribute without a recipe does not slow its neighbours down."""
    raw = data.draw(right_items(entity))
    assert needs_no_pynamodb(entity, raw)


def test_entities_share_no_default() -> None:
    """What is put into one entity's list shows in no other's."""
    raw = {"type": {"S": "c_everything"}, "id": {"S": "t"}}
    first, second = (plan(Everything).decode(raw) for _ in range(2))
    first.names.append("x")
    first.loose["y"] = "z"
    assert (second.names, second.loose.as_dict()) == ([], {})
