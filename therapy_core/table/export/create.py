"""The input of CreateTable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from therapy_core.table.entity import Index
    from therapy_core.table.schema import Schema


def create_table_input(schema: Schema, name: str) -> dict[str, Any]:
    """Return what CreateTable takes for a table of this schema called `name`."""
    indexes = [index_input(i) for i in schema.indexes]
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attribute_definitions(schema),
        "KeySchema": key_schema("PK", "SK"),
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def attribute_definitions(schema: Schema) -> list[dict[str, str]]:
    """Return the key attributes of the table and its indexes, all of them strings."""
    names = ["PK", "SK", *(n for i in schema.indexes for n in (i.pk_name, i.sk_name))]
    return [{"AttributeName": n, "AttributeType": "S"} for n in names]


def key_schema(pk: str, sk: str) -> list[dict[str, str]]:
    """Return a key of a partition and a sort attribute."""
    return [
        {"AttributeName": pk, "KeyType": "HASH"},
        {"AttributeName": sk, "KeyType": "RANGE"},
    ]


def index_input(index: Index) -> dict[str, Any]:
    """Return one global secondary index, with every attribute in it."""
    return {
        "IndexName": index.name,
        "KeySchema": key_schema(index.pk_name, index.sk_name),
        "Projection": {"ProjectionType": "ALL"},
    }
