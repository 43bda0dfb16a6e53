"""The same use cases as a plain boto3 application has them, for comparison.

It follows the usual tutorials: one table an entity, an index on the e-mail address, one call for
each thing that is stored, lists by scanning with a filter. It is no straw man: every call is the
one that the boto3 documentation shows for the task, and bcrypt is left out on both sides.
"""

from __future__ import annotations

import uuid
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key

TABLES = ("accounts", "clients", "therapists", "sessions")


class PlainPractice:
    """Hold four tables, and count the calls and the capacity that they take."""

    def __init__(self, endpoint: str, prefix: str) -> None:
        self._dynamodb = boto3.resource("dynamodb", endpoint_url=endpoint)
        self._prefix = prefix
        self.calls: list[tuple[str, float]] = []

    def create_tables(self) -> None:
        """Make the tables; accounts have an index on the address."""
        for name in TABLES:
            index = {
                "IndexName": "email",
                "KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
            indexed = name == "accounts"
            names = ["id", "email"] if indexed else ["id"]
            self._dynamodb.create_table(
                TableName=self._prefix + name,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
                **({"GlobalSecondaryIndexes": [index]} if indexed else {}),
            )

    def sign_up(self, email: str, name: str, role: str, **more: Any) -> str:
        """Look whether the address is free, then store account and profile."""
        if self._by_email(email):
            raise ValueError("taken")
        identifier = uuid.uuid4().hex
        account = {"id": identifier, "email": email, "name": name, "role": role, "hash": "x" * 60}
        self._put("accounts", account)
        profile = {"id": identifier, "email": email, "name": name, **more}
        self._put("clients" if role == "client" else "therapists", profile)
        return identifier

    def log_in(self, email: str) -> str:
        """Find the account by its address and store a session."""
        (account,) = self._by_email(email)
        session = uuid.uuid4().hex
        self._put("sessions", {"id": session, "account": account["id"]})
        return session

    def authenticate(self, session: str) -> Any:
        """Read the session, then its account."""
        found = self._get("sessions", session)
        return self._get("accounts", found["account"])

    def me(self, identifier: str, role: str) -> tuple[Any, Any]:
        """Read the account, then the profile."""
        table = "clients" if role == "client" else "therapists"
        return self._get("accounts", identifier), self._get(table, identifier)

    def rename(self, identifier: str, name: str) -> None:
        """Read the profile, then write the new name to profile and account."""
        self._get("therapists", identifier)
        for table in ("therapists", "accounts"):
            answer = self._table(table).update_item(
                Key={"id": identifier},
                UpdateExpression="SET #n = :n",
                ExpressionAttributeNames={"#n": "name"},
                ExpressionAttributeValues={":n": name},
                ReturnConsumedCapacity="TOTAL",
            )
            self._count(answer)

    def find(self, expertise: str, limit: int) -> list[Any]:
        """Scan for therapists with an expertise until a page is full."""
        return self._scan("therapists", Attr("expertise").contains(expertise), limit)

    def list_clients(self, limit: int) -> list[Any]:
        """Scan for a page of clients, in no order."""
        return self._scan("clients", Attr("id").exists(), limit)

    def _scan(self, name: str, condition: Any, limit: int) -> list[Any]:
        found: list[Any] = []
        more: dict[str, Any] = {}
        while len(found) < limit:
            answer = self._table(name).scan(
                FilterExpression=condition, ReturnConsumedCapacity="TOTAL", **more
            )
            self._count(answer)
            found += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return found[:limit]

    def _by_email(self, email: str) -> list[Any]:
        answer = self._table("accounts").query(
            IndexName="email",
            KeyConditionExpression=Key("email").eq(email),
            ReturnConsumedCapacity="TOTAL",
        )
        self._count(answer)
        return list(answer["Items"])

    def _get(self, name: str, identifier: str) -> Any:
        answer = self._table(name).get_item(
            Key={"id": identifier}, ConsistentRead=True, ReturnConsumedCapacity="TOTAL"
        )
        self._count(answer)
        return answer["Item"]

    def _put(self, name: str, item: dict[str, Any]) -> None:
        self._count(self._table(name).put_item(Item=item, ReturnConsumedCapacity="TOTAL"))

    def _table(self, name: str) -> Any:
        return self._dynamodb.Table(self._prefix + name)

    def _count(self, answer: dict[str, Any]) -> None:
        operation = "write" if "Items" not in answer and "Item" not in answer else "read"
        self.calls.append((operation, answer["ConsumedCapacity"]["CapacityUnits"]))
