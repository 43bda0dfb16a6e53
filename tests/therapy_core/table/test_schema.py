"""The schema: what it refuses, and the forms in which it is written down."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from tests.therapy_core.table.tables import (
    GSI1,
    NOON,
    PATTERNS,
    SCHEMA,
    Member,
    Pass,
    Visit,
    made_table,
)
from therapy_core.table import (
    AccessPattern,
    Entity,
    Index,
    Primary,
    Schema,
    Table,
    Transport,
    Unique,
    UniqueLock,
)
from therapy_core.table.errors import Misuse, SchemaError, WrongEntity
from therapy_core.table.export import cloudformation, create_table_input, markdown, workbench


class Twin(Entity, discriminator="t_twin"):
    """Could lie where a member lies."""

    primary = Primary("MEMBER#{twin_id}", "{kind}")
    twin_id = UnicodeAttribute()
    kind = UnicodeAttribute()


class Shadow(Entity, discriminator="t_shadow"):
    """Could stand in an index where a visit stands."""

    primary = Primary("SHADOW#{shadow_id}", "SHADOW")
    by_room = GSI1.key("ROOM#{room}", "{shadow_id}#{room}")
    shadow_id = UnicodeAttribute()
    room = UnicodeAttribute()


class Rival(Entity, discriminator="t_rival"):
    """Would take unique addresses from members."""

    primary = Primary("RIVAL#{rival_id}", "RIVAL")
    one_email = Unique("email")
    rival_id = UnicodeAttribute()
    email = UnicodeAttribute()


class Late(Entity, discriminator="t_late"):
    """Expires by another attribute."""

    primary = Primary("LATE#{late_id}", "LATE")
    late_id = UnicodeAttribute()
    ends = TTLAttribute()


class Named(Entity, discriminator="t_named"):
    """Has an attribute under the name of a key."""

    primary = Primary("NAMED#{named_id}", "NAMED")
    named_id = UnicodeAttribute()
    clash = UnicodeAttribute(attr_name="GSI1PK")


class Blurred(Entity, discriminator="t_blurred"):
    """Has an index key that two of its items could share."""

    primary = Primary("BLURRED#{blurred_id}", "BLURRED")
    by_name = GSI1.key("BLURRED", "{name}")
    blurred_id = UnicodeAttribute()
    name = UnicodeAttribute()


class OneWay(Entity, discriminator="t_one_way"):
    """Has a primary key that can't be parsed."""

    primary = Primary("ONE#{name:fold}", "ONE")
    name = UnicodeAttribute()


class Fleeting(Entity, discriminator="t_fleeting"):
    """Expires and would leave its lock behind."""

    primary = Primary("FLEETING#{fleeting_id}", "FLEETING")
    one_code = Unique("code")
    fleeting_id = UnicodeAttribute()
    code = UnicodeAttribute()
    expires_at = TTLAttribute()


class Nameless(Entity, discriminator="t_nameless"):
    """Names an attribute that it does not have."""

    primary = Primary("NAMELESS#{nobody}", "NAMELESS")


@pytest.mark.parametrize(
    ("entities", "says"),
    [
        ([Member, Twin], "share a key in the table"),
        ([Visit, Shadow], "share a key in GSI1"),
        ([Member, Rival], "unique attribute"),
        ([Pass, Late], "one attribute by which"),
        ([Named], "under the name of a key"),
        ([Blurred], "lacks the key fields"),
        ([OneWay], "two-way"),
        ([Fleeting], "unique on what expires"),
        ([Nameless], "no attribute nobody"),
    ],
)
def test_entities_that_contradict_one_another_are_refused(
    entities: list[type[Entity]], says: str
) -> None:
    """At the start, before anything is stored."""
    with pytest.raises(SchemaError, match=says):
        Schema(SCHEMA.indexes, entities)


def test_an_index_that_the_table_does_not_have_is_refused() -> None:
    """An entity can stand only where there is an index."""
    with pytest.raises(SchemaError, match="no such index"):
        Schema([Index("GSI9", "none")], [Visit])


def test_patterns_have_to_fit_the_schema() -> None:
    """They have names of their own, read and return what is there, and indexes eventually."""
    again = AccessPattern[Visit]("visits", on=Visit.primary, why="Again.")
    with pytest.raises(SchemaError, match="one name"):
        Schema(SCHEMA.indexes, SCHEMA.entities, [*PATTERNS, again])
    with pytest.raises(SchemaError, match="does not hold"):
        Schema(SCHEMA.indexes, [Member], [again])
    with pytest.raises(SchemaError, match="consistently"):
        AccessPattern[Visit]("x", on=Visit.by_room, why="Never.", consistent=True)


def test_an_unknown_type_is_named() -> None:
    """An item of another release is `WrongEntity`, and no PynamoDB error."""
    for raw in ({}, {"type": {"S": "newer"}}):
        with pytest.raises(WrongEntity):
            SCHEMA.parse(raw)


def test_the_engine_takes_what_create_table_says(transport: Transport, table_name: str) -> None:
    """And describes the table in the same words."""
    made_table(transport, table_name)
    asked = create_table_input(SCHEMA, table_name)
    found = transport("DescribeTable", {"TableName": table_name})["Table"]
    assert found["KeySchema"] == asked["KeySchema"]

    def by(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
        return {r[name]: r for r in rows}

    assert by(found["AttributeDefinitions"], "AttributeName") == by(
        asked["AttributeDefinitions"], "AttributeName"
    )
    indexes = by(found["GlobalSecondaryIndexes"], "IndexName")
    for index in asked["GlobalSecondaryIndexes"]:
        assert index.items() <= indexes[index["IndexName"]].items()


def test_cloudformation_says_the_same_and_how_the_table_is_kept() -> None:
    """Keys as in CreateTable; encrypted, recoverable, streamed, expiring and hard to delete."""
    resource = cloudformation(SCHEMA, key_id={"Ref": "Key"})
    asked, found = create_table_input(SCHEMA, "x"), resource["Properties"]
    for name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode"):
        assert found[name] == asked[name]
    assert found["SSESpecification"]["KMSMasterKeyId"] == {"Ref": "Key"}
    assert found["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert found["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert found["DeletionProtectionEnabled"] is True
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    json.dumps(resource)


def test_a_schema_without_indexes_or_expiry_is_written_without_them() -> None:
    """Neither form has an empty list where the service refuses one."""
    bare = Schema([], [Twin])
    assert "GlobalSecondaryIndexes" not in create_table_input(bare, "x")
    assert "GlobalSecondaryIndexes" not in cloudformation(bare)["Properties"]
    assert "TimeToLiveSpecification" not in cloudformation(bare)["Properties"]


def test_workbench_opens_the_model() -> None:
    """The structure that NoSQL Workbench documents: a facet an entity, each attribute once."""
    model = json.loads(json.dumps(workbench(SCHEMA)))
    assert model.keys() >= {"ModelName", "ModelMetadata", "DataModel"}
    assert model["ModelMetadata"]["AWSService"] == "Amazon DynamoDB"
    (table,) = model["DataModel"]
    assert table["KeyAttributes"]["PartitionKey"] == {"AttributeName": "PK", "AttributeType": "S"}
    names = [a["AttributeName"] for a in table["NonKeyAttributes"]]
    assert len(names) == len(set(names))
    assert [f["FacetName"] for f in table["TableFacets"]] == [e.__name__ for e in SCHEMA.entities]
    for facet in table["TableFacets"]:
        assert set(facet["NonKeyAttributes"]) <= set(names)
        assert facet["KeyAttributeAlias"].keys() == {"PartitionKeyAlias", "SortKeyAlias"}
    for index in table["GlobalSecondaryIndexes"]:
        assert index["KeyAttributes"]["SortKey"]["AttributeName"] in names


def test_the_chart_shows_every_entity_and_pattern() -> None:
    """A row each, with as many cells as the head has; the same schema gives the same text."""
    chart = markdown(SCHEMA)
    assert chart == markdown(SCHEMA)
    for entity in SCHEMA.entities:
        assert f"| {entity.__name__} |" in chart
    for pattern in PATTERNS:
        assert f"| {pattern.name} |" in chart
        assert pattern.why in chart
    for grid in chart.split("\n\n"):
        rows = [line for line in grid.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in rows}) <= 1


def test_stream_records_become_entities(table: Table) -> None:
    """From Lambda, where binary values are base64 text, and from the streams API alike."""
    made = table.create(Member(member_id="m", name="Ann", photo=b"\x00\xff", tags={"x"}))
    assert made.stored is not None
    text = {
        n: {"B": base64.b64encode(v["B"]).decode()} if "B" in v else v
        for n, v in made.stored.items()
    }
    for image in (text, made.stored):
        change = SCHEMA.change({"eventName": "MODIFY", "dynamodb": {"NewImage": image}})
        assert (change.event, change.old) == ("modify", None)
        assert isinstance(change.new, Member)
        assert (change.new.photo, change.new.created_at) == (b"\x00\xff", made.created_at)


def test_locks_belong_to_a_schema_with_unique_attributes() -> None:
    """And to no other."""
    assert UniqueLock in SCHEMA.entities
    assert UniqueLock not in Schema([GSI1], [Visit]).entities


def test_a_wrong_attribute_is_refused_when_an_entity_is_made(table: Table) -> None:
    """PynamoDB's types don't catch it, so it fails at the constructor and at the write."""
    with pytest.raises(ValueError, match="does not exist"):
        Member(member_id="m", nmae="Ann")
    with pytest.raises(Misuse):
        table.create(Member(member_id="m"))
    assert table.clock() == NOON
