"""Raw botocore: the client alone, items as the wire has them. The measure of all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botocore.session import get_session

from bench.library import items
from bench.library.contestant import NOT_THERE, REGION, Contestant, stored, typed

ADD_ONE = {
    "UpdateExpression": "ADD #t :one",
    "ExpressionAttributeNames": {"#t": "total"},
    "ExpressionAttributeValues": {":one": {"N": "1"}},
}


class Raw(Contestant):
    """Call botocore's client."""

    name = "botocore"

    def __init__(self, endpoint: str, table: str) -> None:
        self.client = get_session().create_client("dynamodb", REGION, endpoint_url=endpoint)
        self.table = table

    def get(self, number: int) -> Any:
        """Return an entry."""
        answer = self.client.get_item(TableName=self.table, Key=_key(number), ConsistentRead=True)
        return answer["Item"]

    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="PK = :p AND begins_with(SK, :s)",
            ExpressionAttributeValues={
                ":p": {"S": f"OWNER#{items.OWNER}"},
                ":s": {"S": "ENTRY#"},
            },
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=limit,
        )
        found: Sequence[Any] = answer["Items"]
        return found

    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries."""
        asked = {"Keys": [_key(n) for n in numbers], "ConsistentRead": True}
        answer = self.client.batch_get_item(RequestItems={self.table: asked})
        found: Sequence[Any] = answer["Responses"][self.table]
        return found

    def put(self, values: dict[str, Any]) -> None:
        """Create an entry."""
        self.client.put_item(**self._put(values))

    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and count them."""
        key = {"PK": typed(f"OWNER#{first['owner_id']}"), "SK": typed("TOTAL")}
        counted = {"TableName": self.table, "Key": key, **ADD_ONE}
        puts = [{"Put": self._put(values)} for values in (first, second)]
        self.client.transact_write_items(TransactItems=[*puts, {"Update": counted}])

    def look(self, found: Any) -> tuple[Any, ...]:
        """Return what a reader looks at, as it came."""
        return tuple(next(iter(found[name].values())) for name in items.SEEN)

    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes."""
        return {name: _value(value) for name, value in found.items()}

    def _put(self, values: dict[str, Any]) -> dict[str, Any]:
        item = {name: typed(value) for name, value in stored(values).items()}
        return {"TableName": self.table, "Item": item, "ConditionExpression": NOT_THERE}


def _key(number: int) -> dict[str, Any]:
    return {
        "PK": {"S": f"OWNER#{items.OWNER}"},
        "SK": {"S": f"ENTRY#{items.entry_id(number)}"},
    }


def _value(value: dict[str, Any]) -> Any:
    ((kind, held),) = value.items()
    return int(held) if kind == "N" else held
