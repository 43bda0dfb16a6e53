"""The table itself: whether it is there, making it, letting items expire, adding an index."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from therapy_core.table.backoff import Backoff
from therapy_core.table.entity import Index
from therapy_core.table.errors import Unavailable
from therapy_core.table.export import create_table_input
from therapy_core.table.export.create import index_input

if TYPE_CHECKING:
    from therapy_core.table.table import Table

_POLLING = Backoff(first=0.05, longest=5.0)
_UNKNOWN = {"UnknownOperationException", "UnsupportedOperationException", "InvalidAction"}


def describe(table: Table) -> dict[str, Any] | None:
    """Return DynamoDB's description of the table, or None when there is no such table."""
    try:
        found: dict[str, Any] = table.wire.dispatch("DescribeTable", {"TableName": table.name})[
            "Table"
        ]
    except ClientError as error:
        if _code(error) != "ResourceNotFoundException":
            raise
        return None
    return found


def is_usable(table: Table) -> bool:
    """Tell whether the table is there and takes reads and writes."""
    found = describe(table)
    return found is not None and found.get("TableStatus") in ("ACTIVE", "UPDATING")


def create(table: Table) -> bool:
    """Make the table unless it is there, wait until it is active, and return whether it was made.

    Another process that makes it at the same moment is no error.
    """
    made = describe(table) is None
    if made:
        try:
            table.wire.dispatch("CreateTable", create_table_input(table.schema, table.name))
        except ClientError as error:
            if _code(error) != "ResourceInUseException":
                raise
            made = False
    wait_until(lambda: _is_active(table))
    return made


def let_items_expire(table: Table) -> bool:
    """Turn time to live on for the schema's attribute and return whether that was needed.

    An engine that has no time to live is left as it is: expired items are filtered in reads.
    """
    name = table.schema.ttl
    if name is None or _has_ttl(table):
        return False
    wanted = {"AttributeName": name, "Enabled": True}
    request = {"TableName": table.name, "TimeToLiveSpecification": wanted}
    try:
        table.wire.dispatch("UpdateTimeToLive", request)
    except ClientError as error:
        if _code(error) in _UNKNOWN or "already" in str(error):
            return False
        raise
    return True


def has_index(table: Table, index: Index) -> bool:
    """Tell whether the table has the index, usable or not yet."""
    return _index_status(table, index) is not None


def add_index(table: Table, index: Index, between: Callable[[], None]) -> bool:
    """Add an index to a live table, wait until it is active, and return whether it was added.

    `between` is called between two looks; what it raises ends the wait.
    """
    added = not has_index(table, index)
    if added:
        wait_until(lambda: _is_active(table), between)
        _update_table(table, index)
    wait_until(lambda: _index_status(table, index) == "ACTIVE" and _is_active(table), between)
    return added


def wait_until(reached: Callable[[], bool], between: Callable[[], None] = lambda: None) -> None:
    """Look again and again, at most 5 seconds apart, until `reached`."""
    for attempt in count():
        if reached():
            return
        between()
        _POLLING.wait(min(attempt, 8))


def _update_table(table: Table, index: Index) -> None:
    keys = [{"AttributeName": n, "AttributeType": "S"} for n in (index.pk_name, index.sk_name)]
    request = {
        "TableName": table.name,
        "AttributeDefinitions": keys,
        "GlobalSecondaryIndexUpdates": [{"Create": index_input(index)}],
    }
    try:
        table.wire.dispatch("UpdateTable", request)
    except (ClientError, Unavailable):
        # The answer may be lost while the engine is at work, and the repeated call refused.
        if not has_index(table, index):
            raise


def _is_active(table: Table) -> bool:
    found = describe(table)
    return found is not None and found.get("TableStatus") == "ACTIVE"


def _index_status(table: Table, index: Index) -> str | None:
    """Return the state of the index, or None when there is none; some engines state nothing."""
    found = (describe(table) or {}).get("GlobalSecondaryIndexes") or []
    return next(
        (i.get("IndexStatus", "ACTIVE") for i in found if i["IndexName"] == index.name), None
    )


def _has_ttl(table: Table) -> bool:
    try:
        answer = table.wire.dispatch("DescribeTimeToLive", {"TableName": table.name})
    except ClientError as error:
        if _code(error) in _UNKNOWN:
            return False
        raise
    status = answer.get("TimeToLiveDescription", {}).get("TimeToLiveStatus", "DISABLED")
    return status in ("ENABLED", "ENABLING")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
