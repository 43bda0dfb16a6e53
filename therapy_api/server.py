"""Serve with gunicorn, and answer what it refuses before the app sees it as the app would.

gunicorn's own answer is HTML that quotes the request, and its log line holds the caller's network
address and pieces of what was sent; here both say no more than the kind of fault.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import structlog
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from therapy_api import security
from therapy_api.kinds import kind_of_status
from therapy_api.problems import MEDIA_TYPE

log: structlog.stdlib.BoundLogger = structlog.get_logger("therapy_api")

STATUS_OF: dict[type[Exception], HTTPStatus] = {
    errors.InvalidResponseHeader: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidResponseHeaderName: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no annotations
    """Be gunicorn's threaded worker, with problems for errors and no data in its log."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ARG002
        """Answer a request that could not be read, and log the kind of fault alone."""
        status = status_of(exc)
        request_id = uuid4().hex
        fault = f"{type(exc).__module__}.{type(exc).__qualname__}"
        log.warning("refused", status=status.value, error=fault, request_id=request_id)
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
