"""Attributes of entities are read quickly, and are PynamoDB's in every other respect."""

from __future__ import annotations

from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute

from tests.therapy_core.table.tables import Member
from therapy_core.table import Entity, Primary
from therapy_core.table.quick import Quick


class Named(Entity, discriminator="quick-named"):
    """Store an attribute under another name, and one under the name of that."""

    primary = Primary("NAMED#{name}", "NAMED")

    name = UnicodeAttribute(attr_name="n")
    n = NumberAttribute(attr_name="count", null=True)


class Renamed(Named, discriminator="quick-renamed"):
    """Declare an inherited attribute anew."""

    primary = Primary("RENAMED#{name}", "NAMED")

    n = UnicodeAttribute(attr_name="count", null=True)


def test_the_class_gives_out_the_attribute_itself() -> None:
    """Expressions are made of it, with the name under which it is stored."""
    assert isinstance(Member.name, UnicodeAttribute)
    assert Named.name is Named.get_attributes()["name"]
    assert str(Named.n == 1) == "count = {'N': '1'}"
    assert all(isinstance(a, Attribute) for a in Named.get_attributes().values())
    assert isinstance(vars(Named)["name"], Quick)


def test_an_instance_gives_out_its_values() -> None:
    """Under the names of the class, whatever they are stored under; None for those it lacks."""
    held = Named(name="Ann", n=3)
    assert (held.name, held.n, held.version) == ("Ann", 3, 0)
    held.name = "Bea"
    assert held.serialize()["n"] == {"S": "Bea"}
    held.n = None
    assert held.n is None
    assert Named().name is None


def test_a_subclass_can_declare_it_anew() -> None:
    """Its own attribute is the one that counts."""
    assert isinstance(Renamed.n, UnicodeAttribute)
    assert Renamed(name="Ann", n="three").serialize()["count"] == {"S": "three"}
    assert Named(name="Ann", n=3).serialize()["count"] == {"N": "3"}
