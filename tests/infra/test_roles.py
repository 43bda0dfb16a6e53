"""A role allows what its function was seen to do, and nothing else, as IAM would decide it."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from infra.calls import KEYS, TABLE, Call, calls_of
from infra.functions import FUNCTIONS
from infra.grants import differences, granted
from infra.template.roles import statements_of


def allows(statement: dict[str, Any], call: Call) -> bool:
    """Decide as IAM does: the action, the resource, and every key that the request names."""
    service = "kms" if call.on == KEYS else "dynamodb"
    if f"{service}:{call.action}" not in statement["Action"] or place(statement) != call.on:
        return False
    condition = statement.get("Condition", {})
    if call.on == KEYS:
        return call.leading in condition["StringEquals"]["kms:EncryptionContext:key"]
    leading = condition.get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
    key = f"{call.leading}x" if call.leading.endswith("#") else call.leading
    return any(fnmatchcase(key, pattern) for pattern in leading)


def place(statement: dict[str, Any]) -> str:
    """Return what a statement is about: the table, an index, or the key."""
    resource = statement["Resource"]
    if "Fn::Sub" in resource:
        return str(resource["Fn::Sub"]).rpartition("/")[2]
    return {"Table": TABLE, "DataKey": KEYS}[resource["Fn::GetAtt"][0]]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_role_allows_all_that_is_granted(name: str) -> None:
    """Nothing is missing."""
    statements = list(statements_of(granted()[name]))
    for call in granted()[name]:
        assert any(allows(statement, call) for statement in statements), call


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_role_allows_nothing_that_only_others_are_granted(name: str) -> None:
    """Nothing is to spare: what any function does, and this one doesn't, is refused to it."""
    statements = list(statements_of(granted()[name]))
    others = {call for calls in granted().values() for call in calls} - granted()[name]
    for call in others:
        assert not any(allows(statement, call) for statement in statements), call


def test_who_logs_people_in_reads_nothing_they_wrote() -> None:
    """The function that anybody can call without a login."""
    leads = {call.leading for call in granted()["auth"]}
    assert not leads & {"SESSION#", "CONV#", "REQUEST#"}


ASKED: list[tuple[str, dict[str, Any], set[Call]]] = [
    ("GetItem", {"Key": {"PK": {"S": "CLIENT#c#"}}}, {Call("GetItem", TABLE, "CLIENT#")}),
    ("PutItem", {"Item": {"PK": {"S": "MIGRATION"}}}, {Call("PutItem", TABLE, "MIGRATION")}),
    (
        "Query",
        {
            "IndexName": "GSI1",
            "KeyConditionExpression": "(#0 = :0 AND begins_with (#1, :1))",
            "ExpressionAttributeNames": {"#0": "GSI1PK", "#1": "GSI1SK"},
            "ExpressionAttributeValues": {":0": {"S": "THERAPIST#t"}, ":1": {"S": "CONV#"}},
        },
        {Call("Query", "GSI1", "THERAPIST#")},
    ),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"ConditionCheck": {"Key": {"PK": {"S": "CLIENT#c"}}}},
                {"Put": {"Item": {"PK": {"S": "CONV#c#t"}}}},
                {"Update": {"Key": {"PK": {"S": "CLIENT#c"}}}},
                {"Delete": {"Key": {"PK": {"S": "IDEM#k"}}}},
            ]
        },
        {
            Call("ConditionCheckItem", TABLE, "CLIENT#"),
            Call("PutItem", TABLE, "CONV#"),
            Call("UpdateItem", TABLE, "CLIENT#"),
            Call("DeleteItem", TABLE, "IDEM#"),
        },
    ),
    (
        "BatchGetItem",
        {"RequestItems": {"t": {"Keys": [{"PK": {"S": "A#1"}}, {"PK": {"S": "B#1"}}]}}},
        {Call("BatchGetItem", TABLE, "A#"), Call("BatchGetItem", TABLE, "B#")},
    ),
    (
        "BatchWriteItem",
        {"RequestItems": {"t": [{"PutRequest": {"Item": {"PK": {"S": "A#1"}}}}]}},
        {Call("BatchWriteItem", TABLE, "A#")},
    ),
    ("Scan", {"TableName": "t"}, {Call("Scan", TABLE, "")}),
]


@pytest.mark.parametrize(("operation", "request_", "takes"), ASKED, ids=[a[0] for a in ASKED])
def test_a_request_takes_what_iam_counts(
    operation: str, request_: dict[str, Any], takes: set[Call]
) -> None:
    """A transaction takes the permission of each action."""
    assert set(calls_of(operation, request_)) == takes


def test_differences_are_told_both_ways() -> None:
    """What was done without a grant, and what is granted and was never done."""
    one, other = Call("GetItem", TABLE, "A#"), Call("Query", "GSI1", "B#")

    def told() -> Iterator[str]:
        yield from differences({"auth": {one}}, {"auth": {other}})

    assert list(told()) == ["missing: auth GetItem table A#", "to spare: auth Query GSI1 B#"]
