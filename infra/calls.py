"""What a request to DynamoDB takes by way of permissions, as IAM counts it.

A transaction takes the permission of each of its actions, and a condition, `dynamodb:LeadingKeys`,
can hold every permission to the partition keys that the request names (AWS, Service Authorization
Reference, Amazon DynamoDB).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

ACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
"""The permission that each action of a transaction takes."""
TABLE, KEYS = "table", "keys"
"""Where a call is: on the table itself, or on the KMS key that wraps data keys."""
ON_AN_ITEM = {"GetItem", "PutItem", "UpdateItem", "DeleteItem"}
_NAMED = re.compile(r"([#:\w]+)\s*=\s*([#:\w]+)")


class Call(NamedTuple):
    """Name an action, the table or the index it is on, and the kind of partition it touches.

    `leading` is the partition key up to its first `#`, with the `#`; it is empty for what touches
    the table as a whole. On `keys` it is the name of the data key that KMS wraps or unwraps.
    """

    action: str
    on: str
    leading: str


def calls_of(operation: str, request: dict[str, Any]) -> Iterator[Call]:
    """Yield what an operation takes. Raises `KeyError` for a query of an unknown partition."""
    if operation.startswith("Transact"):
        for action in request["TransactItems"]:
            ((kind, inner),) = action.items()
            yield Call(ACTIONS.get(kind, "GetItem"), TABLE, _leading(inner))
    elif operation.startswith("Batch"):
        for keyed in _in_batch(request):
            yield Call(operation, TABLE, _leading(keyed))
    elif operation == "Query":
        yield Call(operation, request.get("IndexName", TABLE), _kind(_queried(request)))
    elif operation in ON_AN_ITEM:
        yield Call(operation, TABLE, _leading(request))
    else:
        yield Call(operation, request.get("IndexName", TABLE), "")


def _in_batch(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for asked in request["RequestItems"].values():
        if isinstance(asked, dict):
            yield from ({"Key": key} for key in asked["Keys"])
        else:
            yield from (inner for written in asked for inner in written.values())


def _leading(inner: dict[str, Any]) -> str:
    key = inner["Key"] if "Key" in inner else inner["Item"]
    return _kind(key["PK"]["S"])


def _queried(request: dict[str, Any]) -> str:
    """Return the partition that a query names in its condition."""
    index = request.get("IndexName")
    wanted = f"{index}PK" if index else "PK"
    names = request.get("ExpressionAttributeNames", {})
    for name, value in _NAMED.findall(request["KeyConditionExpression"]):
        if names.get(name, name) == wanted:
            found: str = request["ExpressionAttributeValues"][value]["S"]
            return found
    raise KeyError(wanted)


def _kind(partition: str) -> str:
    return partition[: partition.index("#") + 1] if "#" in partition else partition
