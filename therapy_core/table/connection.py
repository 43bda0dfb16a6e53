"""PynamoDB's connection, over the transport: every call is metered and every failure named.

What may succeed when it is repeated (throttling, a server's fault, a lost answer) is repeated
here, byte for byte, so that a transaction keeps its ClientRequestToken and can't happen twice.
What may have happened, and must not happen twice, is left to the caller instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ChecksumError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's, which is no OSError
    HTTPClientError,
    IncompleteReadError,
    SSLError,
)
from botocore.parsers import ResponseParserError
from pynamodb.connection.base import Connection, MetaTable

from therapy_core.table import metering
from therapy_core.table.backoff import Backoff
from therapy_core.table.errors import Rejected, TableError, TooLarge, Unavailable, Unsure
from therapy_core.table.transport import Transport

_CONTROL = {
    "CreateTable",
    "DeleteTable",
    "DescribeTable",
    "DescribeTimeToLive",
    "ListTables",
    "UpdateTable",
    "UpdateTimeToLive",
}
_THROTTLED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
}
_BUSY = _THROTTLED | {"TransactionInProgressException"}
THROTTLED_ACTION = {"ProvisionedThroughputExceeded", "RequestLimitExceeded", "ThrottlingError"}
"""The words for the same where a transaction says what held up each of its actions."""
_NEVER_SENT = (ConnectionError,)
_LOST = (
    SSLError,  # botocore's client says so of what breaks after sending, too
    ChecksumError,
    HTTPClientError,
    IncompleteReadError,
    ResponseParserError,
)
_SERVER_FAULT = 500
CONFLICT = "TransactionConflictException"
CANCELED = "TransactionCanceledException"
CONDITION = "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Reason:
    """Say why one action was refused, and what item stood in its way."""

    code: str
    item: dict[str, Any] | None = field(default=None, repr=False)
    message: str = field(default="", repr=False)


class Refused(TableError):
    """Carry DynamoDB's refusal to the writer that can name it; never leaves the toolkit.

    `repeated` says that the request went out more than once, so that the refusal may be an
    answer to what its own first sending did.
    """

    def __init__(self, code: str, reasons: list[Reason]) -> None:
        super().__init__(code)
        self.code = code
        self.reasons = reasons
        self.repeated = False


class Wire(Connection):
    """Build requests as PynamoDB does and send them through a transport.

    PynamoDB's own `dispatch` writes every request, values and all, to its debug log; this one
    does not.
    """

    def __init__(
        self, transport: Transport, table: dict[str, Any], backoff: Backoff | None = None
    ) -> None:
        super().__init__(region="unused", host=None)
        self._transport = transport
        self._backoff = backoff or Backoff()
        self.add_meta_table(MetaTable(table))

    def __repr__(self) -> str:
        return f"<Wire {self._transport!r}>"

    def dispatch(
        self, operation_name: str, operation_kwargs: dict[str, Any], repeatable: bool = True
    ) -> dict[str, Any]:
        """Return the answer to one operation, which is repeated while that may help.

        Raises `Refused` for a condition that failed or a conflict, `Unavailable` when no usable
        answer came (`Unsure` where it may have happened all the same), `TooLarge` and `Rejected`
        for what no retry helps. What is asked of the table itself (to create, describe or update
        it) raises botocore's `ClientError`. With `repeatable` false, what may have happened is
        not sent again: it raises `Unsure`.
        """
        failure = Unavailable(operation_name)
        for attempt in self._backoff.tries():
            try:
                return self._send(operation_name, operation_kwargs)
            except Refused as refusal:
                refusal.repeated = refusal.repeated or attempt > 0
                raise
            except Unavailable as error:
                if isinstance(error, Unsure) and not repeatable:
                    raise
                failure = failure if isinstance(failure, Unsure) else error
        raise failure

    def _send(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        counted = operation not in _CONTROL
        if counted:
            request = {"ReturnConsumedCapacity": "TOTAL"} | request
        answer: dict[str, Any] = {}
        throttled = False
        try:
            answer = self._transport(operation, request)
        except ClientError as error:
            throttled = _is_throttled(error)
            raise _named(operation, error, keep=not counted) from None
        except _LOST as error:
            raise Unsure(f"{operation}: {type(error).__name__}") from None
        except _NEVER_SENT as error:
            raise Unavailable(f"{operation}: {type(error).__name__}") from None
        except BotoCoreError as error:
            raise Rejected(operation, type(error).__name__, str(error)) from None
        finally:
            if counted:
                metering.record(operation, answer, throttled)
        return answer


def _is_throttled(error: ClientError) -> bool:
    """Tell whether DynamoDB turned a request away because there were too many."""
    response: dict[str, Any] = dict(error.response)
    if response.get("Error", {}).get("Code") in _THROTTLED:
        return True
    return any(r.get("Code") in THROTTLED_ACTION for r in response.get("CancellationReasons", []))


def _named(operation: str, error: ClientError, keep: bool) -> Exception:
    response: dict[str, Any] = dict(error.response)
    said = response.get("Error", {})
    code, message = str(said.get("Code", "")), str(said.get("Message", ""))
    meta = response.get("ResponseMetadata", {})
    if code in (CONDITION, CONFLICT, CANCELED):
        refusal = Refused(code, _reasons(code, response))
        refusal.repeated = meta.get("RetryAttempts", 0) > 0
        return refusal
    if code in _BUSY:
        return Unavailable(f"{operation}: {code}")
    if meta.get("HTTPStatusCode", 0) >= _SERVER_FAULT:
        return Unsure(f"{operation}: {code}")
    if keep:
        return error
    return TooLarge(operation) if is_size(message) else Rejected(operation, code, message)


def _reasons(code: str, response: dict[str, Any]) -> list[Reason]:
    if code != CANCELED:
        return [Reason(code, response.get("Item"))]
    found = response.get("CancellationReasons", [])
    return [Reason(r.get("Code", "None"), r.get("Item"), r.get("Message", "")) for r in found]


def is_size(message: str) -> bool:
    """Tell whether DynamoDB says that an item or a transaction is too large."""
    return "maximum allowed size" in message or "4MB limit" in message
