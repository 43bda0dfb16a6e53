"""What came back, as botocore would hand it on: an answer's members, or its error."""

from __future__ import annotations

import zlib
from typing import Any

from botocore.exceptions import ChecksumError, ClientError
from botocore.parsers import ResponseParserError

from therapy_core.table.transport import payload
from therapy_core.table.transport.http1 import Answer

_FIRST_ERROR = 300
_MODELED = ("CancellationReasons", "Item")


def read(operation: str, answer: Answer) -> dict[str, Any]:
    """Return what an answer holds.

    Raises `ClientError` for a refusal, `ChecksumError` where the bytes are not those that were
    sent, and `ResponseParserError` for what is no answer of DynamoDB's.
    """
    _check(answer)
    if answer.status >= _FIRST_ERROR:
        raise refusal(operation, answer)
    try:
        return payload.decode(answer.body)
    except (ValueError, TypeError, AttributeError):
        raise ResponseParserError(f"{operation}: no JSON, or not of DynamoDB's form") from None


def refusal(operation: str, answer: Answer) -> ClientError:
    """Return the error that an answer of status 300 or more says."""
    said = _said(answer.body)
    code = str(said.get("__type", answer.status)).partition(":")[0].rpartition("#")[2]
    message = said.get("message", said.get("Message", ""))
    metadata = {
        "HTTPStatusCode": answer.status,
        "HTTPHeaders": answer.headers,
        "RequestId": answer.headers.get("x-amzn-requestid", ""),
        "RetryAttempts": 0,
    }
    response: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}
    return ClientError(response | {n: said[n] for n in _MODELED if n in said}, operation)


def _said(body: bytes) -> dict[str, Any]:
    """Return what an error's body says; one that is no JSON, of a proxy perhaps, says nothing."""
    try:
        return payload.decode(body)
    except (ValueError, TypeError, AttributeError):
        return {}


def _check(answer: Answer) -> None:
    """Raise `ChecksumError` unless the body is what DynamoDB sent, where it says what that is."""
    expected = answer.headers.get("x-amz-crc32")
    found = str(zlib.crc32(answer.body))
    if expected not in (None, found):
        raise ChecksumError(
            checksum_type="crc32", expected_checksum=expected, actual_checksum=found
        )
