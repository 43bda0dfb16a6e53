"""The services of AWS that are spoken to without a client: JSON in a POST, the operation named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """Name a service as AWS does, and what it is asked by.

    `target` stands before an operation's name in X-Amz-Target; `operations` are those that go
    without a detour.
    """

    name: str
    target: str
    content_type: str
    operations: frozenset[str]


DYNAMODB = Service(
    "dynamodb",
    "DynamoDB_20120810",
    "application/x-amz-json-1.0",
    frozenset(
        {
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem",
        }
    ),
)
SECRETS_MANAGER = Service(
    "secretsmanager",
    "secretsmanager",
    "application/x-amz-json-1.1",
    frozenset({"GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"}),
)
