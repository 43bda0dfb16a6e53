"""The data model that NoSQL Workbench for Amazon DynamoDB opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from therapy_core.table.export.create import attribute_definitions

if TYPE_CHECKING:
    from therapy_core.table.entity import Entity
    from therapy_core.table.schema import Schema


def workbench(schema: Schema, name: str = "therapy-practice") -> dict[str, Any]:
    """Return the schema as a NoSQL Workbench model, one facet for each entity."""
    keys = {d["AttributeName"] for d in attribute_definitions(schema)}
    return {
        "ModelName": name,
        "ModelMetadata": {
            "Author": "therapy",
            "Description": "One table",
            "AWSService": "Amazon DynamoDB",
            "Version": "3.0",
        },
        "DataModel": [
            {
                "TableName": name,
                "KeyAttributes": _key("PK", "SK"),
                "NonKeyAttributes": [_string(n) for n in sorted(keys - {"PK", "SK"})]
                + _attributes(schema),
                "GlobalSecondaryIndexes": [
                    {
                        "IndexName": i.name,
                        "KeyAttributes": _key(i.pk_name, i.sk_name),
                        "Projection": {"ProjectionType": "ALL"},
                    }
                    for i in schema.indexes
                ],
                "TableFacets": [_facet(e) for e in schema.entities],
                "BillingMode": "PAY_PER_REQUEST",
            }
        ],
    }


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"PartitionKey": _string(pk), "SortKey": _string(sk)}


def _string(name: str) -> dict[str, str]:
    return {"AttributeName": name, "AttributeType": "S"}


def _attributes(schema: Schema) -> list[dict[str, str]]:
    kinds = {a.attr_name: a.attr_type for e in schema.entities for a in e.get_attributes().values()}
    return [{"AttributeName": n, "AttributeType": kinds[n]} for n in sorted(kinds)]


def _facet(entity: type[Entity]) -> dict[str, Any]:
    return {
        "FacetName": entity.__name__,
        "KeyAttributeAlias": {
            "PartitionKeyAlias": entity.primary.pk.text,
            "SortKeyAlias": entity.primary.sk.text,
        },
        "NonKeyAttributes": sorted(a.attr_name for a in entity.get_attributes().values()),
    }
