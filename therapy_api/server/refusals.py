"""Answer what is refused before the app sees it, as the app would.

gunicorn's own answer is HTML that quotes the request, and its log line holds the caller's network
address and pieces of what was sent; here both say no more than the kind of fault.
"""

from __future__ import annotations

import json
import socket
from http import HTTPStatus
from uuid import uuid4

import structlog
from gunicorn import util
from gunicorn.http import errors

from therapy_api import security
from therapy_api.kinds import kind_of_status
from therapy_api.problems import MEDIA_TYPE

log: structlog.stdlib.BoundLogger = structlog.get_logger("therapy_api")


class HeadTooLarge(Exception):
    """Say that the head of a request is longer than is read here."""


class BodyTooLarge(Exception):
    """Say that a body in chunks is longer than is read here."""


class RequestTimedOut(Exception):
    """Say that a request had not come to its end when its time was up."""


STATUS_OF: dict[type[Exception], HTTPStatus] = {
    errors.InvalidResponseHeader: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidResponseHeaderName: HTTPStatus.INTERNAL_SERVER_ERROR,
    HeadTooLarge: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    RequestTimedOut: HTTPStatus.REQUEST_TIMEOUT,
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
    errors.NoMoreData: HTTPStatus.BAD_REQUEST,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


def refuse(client: socket.socket, fault: Exception) -> None:
    """Answer a request that could not be read, and log the kind of fault alone."""
    status = status_of(fault)
    request_id = uuid4().hex
    name = f"{type(fault).__module__}.{type(fault).__qualname__}"
    log.warning("refused", status=status.value, error=name, request_id=request_id)
    try:
        util.write_nonblock(client, answer(status, request_id))
    except OSError:
        log.debug("unanswered", request_id=request_id)


def status_of(error: Exception) -> HTTPStatus:
    """Return the status for what gunicorn raised: the caller's fault, or else the service's."""
    found = (STATUS_OF[each] for each in type(error).__mro__ if each in STATUS_OF)
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def answer(status: HTTPStatus, request_id: str) -> bytes:
    """Return a whole response; its `instance` is `*`, as no path could be read."""
    kind = kind_of_status(status)
    members = {
        "type": kind.path,
        "title": kind.title,
        "status": status.value,
        "detail": kind.happened,
        "instance": "*",
        "code": kind.code,
        "requestId": request_id,
    }
    body = json.dumps(members).encode()
    headers = security.HEADERS | {
        "Connection": "close",
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "X-Request-Id": request_id,
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{n}: {v}" for n, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
