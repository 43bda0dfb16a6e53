"""The scan: for commands that look at all there is, never for what a request asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition

from therapy_core.table import metering
from therapy_core.table.entity import Raw

if TYPE_CHECKING:
    from therapy_core.table.table import Table

ITEMS_READ = 200
"""Items looked at in one call; without a limit some engines read the whole table each time."""


def rows(table: Table, purpose: str, condition: Condition) -> Iterator[Raw]:
    """Yield every item that meets `condition`, as DynamoDB sends it, whether it parses or not."""
    start: Any = None
    while True:
        with metering.purpose(f"scan for {purpose}"):
            answer = table.wire.scan(
                table.name,
                filter_condition=condition,
                limit=ITEMS_READ,
                exclusive_start_key=start,
                consistent_read=True,
            )
        yield from answer["Items"]
        start = answer.get("LastEvaluatedKey")
        if not start:
            return
