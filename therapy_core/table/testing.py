"""Fakes for tests of code that stands on a table: faults at the transport, and a record of calls.

    faulty = FaultyTransport(transport_to(endpoint))
    table = Table(SCHEMA, name, faulty, secret=secret, backoff=Backoff(sleep=no_wait))
    faulty.next("PutItem", answer_lost)
    table.create(client)        # stored once, though the first answer was lost

Nothing here is imported by the toolkit itself.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from therapy_core.table import cipher
from therapy_core.table.errors import Erased
from therapy_core.table.transport import Transport

Request = dict[str, Any]
Answer = dict[str, Any]
Fault = Callable[[Transport, str, Request], Answer]
"""Stands in for one call: it may send the request, change it, answer by itself or raise."""

ANY = "*"


class FaultyTransport:
    """Send through `inner`, except for the calls that a fault was planned for.

    Faults are used up in the order in which they were planned for an operation; those planned
    for `ANY` come after those planned for it by name. `calls` records what was asked.
    """

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.calls: list[tuple[str, Request]] = []
        self._planned: dict[str, list[Fault]] = {}
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"<FaultyTransport over {self.inner!r}>"

    def __call__(self, operation: str, request: Request) -> Answer:
        """Return the answer to `request`, or what the fault planned for it makes of it."""
        with self._guard:
            self.calls.append((operation, request))
            planned = self._planned.get(operation) or self._planned.get(ANY)
            fault = planned.pop(0) if planned else None
        return fault(self.inner, operation, request) if fault else self.inner(operation, request)

    def close(self) -> None:
        """Close what is below."""
        self.inner.close()

    def next(self, operation: str, fault: Fault, times: int = 1) -> None:
        """Plan `fault` for the next `times` calls of `operation` (or `ANY`)."""
        self._planned.setdefault(operation, []).extend([fault] * times)

    @property
    def operations(self) -> list[str]:
        """Return the names of the calls so far."""
        return [operation for operation, _ in self.calls]


class MemorySealer:
    """Seal with keys that are kept in memory: one for each owner and name.

    `opened` counts how often a text was opened; `lost` names owners whose keys are destroyed.
    """

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], bytes] = {}
        self.lost: set[str] = set()
        self.opened = 0

    def seal(self, owner: str, key_name: str, about: bytes, text: str) -> bytes:
        """Return `text` sealed."""
        return cipher.encrypt(self._key(owner, key_name), 1, about, text)

    def open(self, owner: str, key_name: str, about: bytes, blob: bytes) -> str:
        """Return the text in `blob`."""
        self.opened += 1
        return cipher.decrypt(self._key(owner, key_name), about, blob)

    def warm(self, owners: Iterable[str], key_name: str) -> None:
        """Do nothing: all keys are at hand."""

    def _key(self, owner: str, key_name: str) -> bytes:
        if owner in self.lost:
            raise Erased
        return self.keys.setdefault((owner, key_name), os.urandom(cipher.KEY_BYTES))


def answer_lost(send: Transport, operation: str, request: Request) -> Answer:
    """Let the request be carried out and lose its answer, even one that refuses."""
    with suppress(ClientError):
        send(operation, request)
    raise ReadTimeoutError(endpoint_url="fault://answer-lost")


def never_sent(_send: Transport, _operation: str, _request: Request) -> Answer:
    """Fail before the request reaches the table."""
    raise EndpointConnectionError(endpoint_url="fault://never-sent")


def throttled(_send: Transport, operation: str, _request: Request) -> Answer:
    """Refuse for want of capacity."""
    raise refusal(operation, "ProvisionedThroughputExceededException")


def failed(_send: Transport, operation: str, _request: Request) -> Answer:
    """Fail on the server's side."""
    raise refusal(operation, "InternalServerError", status=500)


def conflicting(_send: Transport, operation: str, request: Request) -> Answer:
    """Refuse because a transaction is touching the same item."""
    if operation != "TransactWriteItems":
        raise refusal(operation, "TransactionConflictException")
    reasons = [{"Code": "None"} for _ in request["TransactItems"]]
    reasons[0] = {"Code": "TransactionConflict"}
    raise refusal(operation, "TransactionCanceledException", CancellationReasons=reasons)


def unprocessed(send: Transport, operation: str, request: Request) -> Answer:
    """Carry out the first half of a batch and hand the rest back, as DynamoDB may."""
    ((table, asked),) = request["RequestItems"].items()
    if operation == "BatchGetItem":
        first, rest = _halves(asked["Keys"])
        answer = send(operation, {**request, "RequestItems": {table: {**asked, "Keys": first}}})
        return {**answer, "UnprocessedKeys": {table: {**asked, "Keys": rest}}}
    first, rest = _halves(asked)
    answer = send(operation, {**request, "RequestItems": {table: first}})
    return {**answer, "UnprocessedItems": {table: rest}}


def answering(answer: Answer) -> Fault:
    """Return a fault that gives `answer` and sends nothing: an index that lags, say."""

    def fault(_send: Transport, _operation: str, _request: Request) -> Answer:
        return answer

    return fault


def meeting(barrier: threading.Barrier) -> Fault:
    """Return a fault that holds the request back until others arrive at `barrier` too."""

    def fault(send: Transport, operation: str, request: Request) -> Answer:
        barrier.wait(timeout=10)
        return send(operation, request)

    return fault


def before(deed: Callable[[], object]) -> Fault:
    """Return a fault that lets something else happen just before the request is sent."""

    def fault(send: Transport, operation: str, request: Request) -> Answer:
        deed()
        return send(operation, request)

    return fault


def refusal(operation: str, code: str, status: int = 400, **more: Any) -> ClientError:
    """Return the error by which DynamoDB refuses `operation`."""
    response: Any = {
        "Error": {"Code": code, "Message": "planned by a test"},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0},
        **more,
    }
    return ClientError(response, operation)


def no_wait(_seconds: float) -> None:
    """Take the place of `time.sleep` in a `Backoff`."""


def _halves(whole: list[Any]) -> tuple[list[Any], list[Any]]:
    middle = (len(whole) + 1) // 2
    return whole[:middle], whole[middle:]
