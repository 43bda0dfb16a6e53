"""Prove that a DynamoDB works: write, read, transact and delete one item of our own."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from therapy_core.settings import Settings

Step = Callable[[], object]


class ProbeFailed(Exception):
    """Say which step failed, where, and what to do."""


@dataclass(slots=True)
class Report:
    """Hold what was found: the engine, the table used and the seconds of each step."""

    engine: str
    table: str
    timings: dict[str, float] = field(default_factory=dict)


def client(settings: Settings) -> Any:
    """Return a DynamoDB client that gives up within seconds."""
    return botocore.session.get_session().create_client(
        "dynamodb",
        region_name=settings.region,
        endpoint_url=settings.endpoint,
        config=Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 2}),
    )


def probe(settings: Settings) -> Report:
    """Take one item through its life on the endpoint of `settings`.

    Where the practice's table isn't there yet, a table of its own is made for the moment, except
    on AWS. Raises `ProbeFailed`.
    """
    try:
        dynamo = client(settings)
        found = dynamo.list_tables(Limit=1)
        with _table(dynamo, settings) as table:
            report = Report(_engine(settings, found), table)
            for name, step in _life(dynamo, table):
                before = time.perf_counter()
                step()
                report.timings[name] = time.perf_counter() - before
    except (BotoCoreError, ClientError) as error:
        raise ProbeFailed(_advice(settings, error)) from error
    return report


def is_empty(settings: Settings) -> bool:
    """Tell whether the practice's table holds nothing but the ledger of its migrations."""
    page = client(settings).scan(
        TableName=settings.table_name,
        Limit=50,
        FilterExpression="NOT begins_with(PK, :ledger)",
        ExpressionAttributeValues={":ledger": {"S": "MIGRATION"}},
    )
    return not page["Items"] and "LastEvaluatedKey" not in page


def _life(dynamo: Any, table: str) -> Iterator[tuple[str, Step]]:
    """Yield the steps of one item's life, by name."""
    key = {"PK": {"S": f"PROBE#{uuid.uuid4()}"}, "SK": {"S": "PROBE"}}
    other = key | {"SK": {"S": "OTHER"}}
    item = key | {"said": {"S": "hello"}}

    def read() -> None:
        answer = dynamo.get_item(TableName=table, Key=key, ConsistentRead=True)
        if answer.get("Item") != item:
            raise ProbeFailed("What was written is not what was read.")

    def transact() -> None:
        put = {"Put": {"TableName": table, "Item": other}}
        check = {"TableName": table, "Key": key, "ConditionExpression": "attribute_exists(PK)"}
        dynamo.transact_write_items(TransactItems=[{"ConditionCheck": check}, put])

    yield "write", lambda: dynamo.put_item(TableName=table, Item=item)
    yield "read", read
    yield "transact", transact
    yield "delete", lambda: [dynamo.delete_item(TableName=table, Key=one) for one in (key, other)]


@contextmanager
def _table(dynamo: Any, settings: Settings) -> Iterator[str]:
    """Yield the practice's table, or one of our own that is gone afterwards."""
    try:
        dynamo.describe_table(TableName=settings.table_name)
    except dynamo.exceptions.ResourceNotFoundException:
        if settings.endpoint is None:
            raise
    else:
        yield settings.table_name
        return
    name = f"therapy-probe-{uuid.uuid4().hex[:8]}"
    dynamo.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("PK", "SK")],
        KeySchema=[
            {"AttributeName": "PK", "KeyType": "HASH"},
            {"AttributeName": "SK", "KeyType": "RANGE"},
        ],
    )
    try:
        dynamo.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        yield name
    finally:
        dynamo.delete_table(TableName=name)


_SERVERS = {"jetty": "DynamoDB Local", "werkzeug": "moto", "hypercorn": "ministack"}


def _engine(settings: Settings, answer: dict[str, Any]) -> str:
    """Name the engine by what its answer gives away."""
    if settings.endpoint is None:
        return f"Amazon DynamoDB in {settings.region}"
    server = answer["ResponseMetadata"]["HTTPHeaders"].get("server", "")
    names = [name for mark, name in _SERVERS.items() if mark in server.lower()]
    return f"{names[0] if names else server or 'dynoxide'} at {settings.endpoint}"


def _advice(settings: Settings, error: Exception) -> str:
    where = settings.endpoint or f"AWS in {settings.region}"
    return (
        f"The DynamoDB at {where} doesn't work: {error}\n"
        "Is it running, is DYNAMODB_ENDPOINT right, and has the table been made (make setup-db)?"
    )
