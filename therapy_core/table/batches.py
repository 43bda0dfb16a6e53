"""Batches: many keys in few calls, with what DynamoDB leaves undone tried again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from therapy_core.table.entity import Raw, Ref
from therapy_core.table.errors import BatchIncomplete

if TYPE_CHECKING:
    from therapy_core.table.table import Table

T = TypeVar("T")
MOST_READS = 100
MOST_WRITES = 25
"""Amazon DynamoDB API Reference, BatchGetItem and BatchWriteItem."""


def get(table: Table, refs: Sequence[Ref[Any]], consistent: bool) -> dict[tuple[str, str], Raw]:
    """Return the items that are there, by their keys.

    Raises `BatchIncomplete` when DynamoDB keeps leaving keys unprocessed.
    """
    found: dict[tuple[str, str], Raw] = {}
    for chunk in chunks(dict.fromkeys((r.pk, r.sk) for r in refs), MOST_READS):
        keys = [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in chunk]
        for row in _get_chunk(table, keys, consistent):
            found[row["PK"]["S"], row["SK"]["S"]] = row
    return found


def _get_chunk(table: Table, keys: list[Raw], consistent: bool) -> Iterator[Raw]:
    for _ in table.backoff.tries():
        asked = {table.name: {"Keys": keys, "ConsistentRead": consistent}}
        answer = table.wire.dispatch("BatchGetItem", {"RequestItems": asked})
        yield from answer.get("Responses", {}).get(table.name, [])
        keys = answer.get("UnprocessedKeys", {}).get(table.name, {}).get("Keys", [])
        if not keys:
            return
    raise BatchIncomplete(len(keys))


def put(table: Table, rows: Iterable[Raw]) -> int:
    """Write whole items over whatever stands there, and return how many.

    Raises `BatchIncomplete` when DynamoDB keeps leaving items unprocessed.
    """
    written = 0
    for chunk in chunks(rows, MOST_WRITES):
        _put_chunk(table, [{"PutRequest": {"Item": row}} for row in chunk])
        written += len(chunk)
    return written


def _put_chunk(table: Table, requests: list[dict[str, Any]]) -> None:
    for _ in table.backoff.tries():
        answer = table.wire.dispatch("BatchWriteItem", {"RequestItems": {table.name: requests}})
        requests = answer.get("UnprocessedItems", {}).get(table.name, [])
        if not requests:
            return
    raise BatchIncomplete(len(requests))


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield `values` in lists of at most `size`."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
