"""The table that a stack leaves behind whose first creation failed.

CloudFormation takes back what it made, but for production's table, which is protected, and what
that hangs on. Such a table stands in the way of the next creation, as its name is taken. It goes
here, if that creation made it and it holds nothing.
"""

from __future__ import annotations

from typing import Any

from infra import aws


def release(stack: str) -> bool:
    """Let the stack's table be deleted, if it is empty and younger than the stack; tell whether so.

    A table that holds anything, or was there before, is somebody's data and stays as it is.
    """
    found, made = _table(stack), aws.described(stack)
    if found is None or made is None or found["CreationDateTime"] < made["CreationTime"]:
        return False
    dynamodb = aws.client("dynamodb")
    if dynamodb.scan(TableName=stack, Limit=1, ConsistentRead=True)["Items"]:
        return False
    if found.get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=stack, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=stack)
    return True


def remove(stack: str) -> None:
    """Delete the table that was released, where the stack has left it; wait until it is gone."""
    if _table(stack) is not None:
        dynamodb = aws.client("dynamodb")
        dynamodb.delete_table(TableName=stack)
        dynamodb.get_waiter("table_not_exists").wait(TableName=stack)


def _table(stack: str) -> dict[str, Any] | None:
    """Return what DynamoDB says of the table, which has the stack's name, or None without one."""
    dynamodb = aws.client("dynamodb")
    try:
        found: dict[str, Any] = dynamodb.describe_table(TableName=stack)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
    return found
