"""Sending writes: alone or together, again after a conflict, and with every refusal named.

What is repeated after a conflict is a new attempt: DynamoDB said that nothing was written, so a
transaction gets a fresh token. What is repeated because its answer was lost is the same request,
with the same token; that happens below, in the connection. A write that no token and no version
guards is not repeated like that: the item is read first, and what is sent again holds for this
version of it alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from therapy_core.table import writes
from therapy_core.table.connection import CONDITION, THROTTLED_ACTION, Reason, Refused, is_size
from therapy_core.table.entity import Raw
from therapy_core.table.errors import (
    Contention,
    Misuse,
    TooLarge,
    Unavailable,
    Unsure,
    WriteRefused,
)
from therapy_core.table.partial import Expired, Partial
from therapy_core.table.writes import Delete, Write

if TYPE_CHECKING:
    from therapy_core.table.table import Table

T = TypeVar("T")
_PASSING = THROTTLED_ACTION | {"None", "TransactionConflict"}
"""Why an action of a transaction was held up, where another attempt may pass."""


def alone(table: Table, write: Write, **more: Any) -> Raw | None:
    """Send one write and return the item that the answer holds, if any.

    Raises the error of the write when it is refused, unless it went out twice and what stands
    there is what it leaves behind. What must not happen twice and may have happened goes out
    again only for the item that was found after it. Raises `Contention` when it kept meeting
    transactions, and `Unsure` when it can't be told whether it happened.
    """
    first, repeated = write, False
    for _ in table.backoff.tries():
        try:
            return _once(table, write, more, repeated)
        except Refused as refusal:
            if refusal.code != CONDITION:
                continue
            stood = refusal.reasons[0].item or table.raw(write.ref)
            may_be_done = (repeated or refusal.repeated) and write.is_done(stood)
            if not may_be_done and not write.is_overtaken(stood):
                raise write.refused(stood) from None
        except Unsure:
            if first.repeatable:
                raise
            stood = _found_after(table, write)
        if write.is_done(stood):
            return stood
        write, repeated = first.after(stood), True
    raise (Unsure if repeated else Contention)(write.ref.entity.__name__)


def _once(table: Table, write: Write, more: dict[str, Any], repeated: bool) -> Raw | None:
    """Send a write and return what the answer holds; of a repeated one, no failure is for sure."""
    request = write.request(table.wire, table.name) | more
    try:
        return table.wire.dispatch(write.operation, request, write.repeatable).get("Attributes")
    except Unavailable as failure:
        if repeated and not isinstance(failure, Unsure):
            raise Unsure(str(failure)) from None
        raise


def _found_after(table: Table, write: Write) -> Raw | None:
    """Return the item that stands where a write may have happened."""
    try:
        return table.raw(write.ref)
    except Unavailable as failure:
        raise Unsure(str(failure)) from None


def returning(table: Table, write: Partial) -> Raw:
    """Send a partial update and return the item as it then is."""
    return clearing(table, lambda: alone(table, write, ReturnValues="ALL_NEW") or {})


def clearing(table: Table, send: Callable[[], T]) -> T:
    """Send writes, and again after what is left of an expired item made way for an upsert.

    Nothing of it lives on. It goes by itself and under the condition that it has expired, so
    that it makes no difference whether the writes happen after all.
    """
    for _ in table.backoff.tries():
        try:
            return send()
        except Expired as found:
            _clear(table, found.write)
    raise Contention("upsert")


def _clear(table: Table, write: Partial) -> None:
    with suppress(WriteRefused):
        alone(table, Delete(write.ref, ~writes.lives(write.ref.entity, write.now)))


def together(table: Table, each: Sequence[Write]) -> None:
    """Send writes as one transaction, in their order.

    Raises the error of the first that is refused, `TooLarge`, or `Contention` when others kept
    touching the same items.
    """
    actions = [{w.action: w.request(table.wire, table.name)} for w in each]
    for _ in table.backoff.tries():
        request = {"TransactItems": actions, "ClientRequestToken": str(uuid.uuid4())}
        try:
            table.wire.dispatch("TransactWriteItems", request)
        except Refused as refusal:
            _raise_named(each, refusal.reasons)
        else:
            return
    raise Contention("transaction")


def _raise_named(each: Sequence[Write], reasons: Sequence[Reason]) -> None:
    for write, reason in zip(each, reasons, strict=False):
        if reason.code == "ConditionalCheckFailed":
            raise write.refused(reason.item) from None
        if is_size(reason.message):
            raise TooLarge(write.ref.entity.__name__) from None
        if reason.code not in _PASSING:
            raise Misuse(f"{write.ref.entity.__name__}: {reason.code}") from None
