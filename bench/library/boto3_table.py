"""boto3's Table resource: the same client, with values in Python's types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key

from bench.library import items
from bench.library.contestant import NOT_THERE, REGION, Contestant, plain, stored
from bench.library.raw import ADD_ONE


class Boto3Table(Contestant):
    """Call the resource; a transaction goes through its client, as it has none of its own."""

    name = "boto3 Table"

    def __init__(self, endpoint: str, table: str) -> None:
        self._resource = boto3.resource("dynamodb", REGION, endpoint_url=endpoint)
        self._table = self._resource.Table(table)

    def get(self, number: int) -> Any:
        """Return an entry."""
        return self._table.get_item(Key=_key(number), ConsistentRead=True)["Item"]

    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""
        condition = Key("PK").eq(f"OWNER#{items.OWNER}") & Key("SK").begins_with("ENTRY#")
        answer = self._table.query(
            KeyConditionExpression=condition,
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=limit,
        )
        found: Sequence[Any] = answer["Items"]
        return found

    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries."""
        asked = {"Keys": [_key(n) for n in numbers], "ConsistentRead": True}
        answer = self._resource.batch_get_item(RequestItems={self._table.name: asked})
        found: Sequence[Any] = answer["Responses"][self._table.name]
        return found

    def put(self, values: dict[str, Any]) -> None:
        """Create an entry."""
        self._table.put_item(Item=stored(values), ConditionExpression=Attr("PK").not_exists())

    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and count them."""
        name, key = self._table.name, {"PK": f"OWNER#{first['owner_id']}", "SK": "TOTAL"}
        more = {**ADD_ONE, "ExpressionAttributeValues": {":one": 1}}
        puts = [
            {"Put": {"TableName": name, "Item": stored(v), "ConditionExpression": NOT_THERE}}
            for v in (first, second)
        ]
        counted = {"Update": {"TableName": name, "Key": key, **more}}
        self._resource.meta.client.transact_write_items(TransactItems=[*puts, counted])

    def look(self, found: Any) -> tuple[Any, ...]:
        """Return what a reader looks at."""
        return tuple(found[name] for name in items.SEEN)

    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes."""
        return {name: plain(value) for name, value in found.items()}


def _key(number: int) -> dict[str, str]:
    return {"PK": f"OWNER#{items.OWNER}", "SK": f"ENTRY#{items.entry_id(number)}"}
