"""PynamoDB's connection, over the transport: every call is metered and every failure named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection.base import Connection, MetaTable

from therapy_core.table import metering
from therapy_core.table.errors import TableError, Unavailable
from therapy_core.table.transport import Transport

_UNMETERED = {"CreateTable", "DescribeTable", "UpdateTable", "DeleteTable", "UpdateTimeToLive"}
_UNMETERED |= {"DescribeTimeToLive", "ListTables"}
_BUSY = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionInProgressException",
}
CONFLICT = "TransactionConflictException"
CANCELED = "TransactionCanceledException"
CONDITION = "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Reason:
    """Say why one action was refused, and what item stood in its way."""

    code: str
    item: dict[str, Any] | None = None


class Refused(TableError):
    """Carry DynamoDB's refusal to the writer that can name it; never leaves the toolkit."""

    def __init__(self, code: str, reasons: list[Reason], retried: bool) -> None:
        super().__init__(code)
        self.code = code
        self.reasons = reasons
        self.retried = retried


class Wire(Connection):
    """Build requests as PynamoDB does and send them through a transport.

    PynamoDB's own `dispatch` writes every request, values and all, to its debug log; this one
    does not.
    """

    def __init__(self, transport: Transport, table: dict[str, Any]) -> None:
        super().__init__(region="unused", host=None)
        self._transport = transport
        self.add_meta_table(MetaTable(table))

    def __repr__(self) -> str:
        return f"<Wire {self._transport!r}>"

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one operation.

        Raises `Refused` for a condition that failed or a conflict, `Unavailable` when no usable
        answer came, and botocore's error for anything that only wrong code causes.
        """
        counted = operation_name not in _UNMETERED
        if counted:
            operation_kwargs.setdefault("ReturnConsumedCapacity", "TOTAL")
        answer: dict[str, Any] = {}
        try:
            answer = self._transport(operation_name, operation_kwargs)
        except ClientError as error:
            raise _named(error) from None
        except BotoCoreError as error:
            raise Unavailable(f"{operation_name}: {type(error).__name__}") from None
        finally:
            if counted:
                metering.record(operation_name, answer)
        return answer


def _named(error: ClientError) -> Exception:
    response: dict[str, Any] = dict(error.response)
    code = response.get("Error", {}).get("Code", "")
    meta = response.get("ResponseMetadata", {})
    retried = meta.get("RetryAttempts", 0) > 0
    if code == CANCELED:
        reasons = response.get("CancellationReasons", [])
        return Refused(code, [Reason(r.get("Code", "None"), r.get("Item")) for r in reasons], retried)
    if code in (CONDITION, CONFLICT):
        return Refused(code, [Reason(code, response.get("Item"))], retried)
    if code in _BUSY or meta.get("HTTPStatusCode", 0) >= 500:
        return Unavailable(code)
    return error
