"""The CloudFormation resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from therapy_core.table.export.create import attribute_definitions, index_input, key_schema

if TYPE_CHECKING:
    from therapy_core.table.schema import Schema


def cloudformation(schema: Schema, key_id: Any = None, protected: Any = True) -> dict[str, Any]:
    """Return the `AWS::DynamoDB::Table` resource of this schema.

    `key_id` is the KMS key that encrypts it (a name or an intrinsic function; None for the
    AWS-managed one) and `protected` whether it refuses to be deleted.
    """
    encryption: dict[str, Any] = {"SSEEnabled": True, "SSEType": "KMS"}
    if key_id is not None:
        encryption["KMSMasterKeyId"] = key_id
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attribute_definitions(schema),
        "KeySchema": key_schema("PK", "SK"),
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": encryption,
        "DeletionProtectionEnabled": protected,
    }
    if schema.indexes:
        properties["GlobalSecondaryIndexes"] = [index_input(i) for i in schema.indexes]
    if schema.ttl:
        properties["TimeToLiveSpecification"] = {"AttributeName": schema.ttl, "Enabled": True}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }
