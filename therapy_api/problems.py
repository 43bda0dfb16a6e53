"""Answer every error as `application/problem+json` (RFC 9457), without exception.

Three ways lead here: the tree of `therapy_core.errors`, a `Problem` that an HTTP concern of this
package raises, and whatever Flask and Werkzeug raise themselves. All end in `answer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from therapy_api.encoding import encoded
from therapy_api.faults import described
from therapy_api.kinds import KINDS, Kind, kind_of_status
from therapy_api.naming import camel, pointer, shown
from therapy_api.request_ids import request_id
from therapy_core import errors

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="therapy"'
MOST_ERRORS = 50

log: structlog.stdlib.BoundLogger = structlog.get_logger("therapy_api")

STATUS_OF: Mapping[type[errors.TherapyError], int] = {
    errors.InvalidInput: 422,
    errors.NotAuthenticated: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.VersionMismatch: 412,
    errors.KeyReused: 422,
    errors.InvalidCursor: 400,
    errors.TooManyRequests: 429,
    errors.TryAgain: 503,
    errors.AuditBroken: 500,
    errors.Misconfigured: 500,
    errors.TherapyError: 500,
}

FieldErrors = list[dict[str, str]]


class Problem(HTTPException):
    """Refuse a request with one of the kinds that `therapy_api.kinds` knows.

    `errors` names places: `{"pointer": "/email", "detail": "…"}`. `detail` never repeats a value
    of the request.
    """

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        errors: Iterable[dict[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[code]
        self.code = self.kind.status
        self.errors: FieldErrors = list(errors)[:MOST_ERRORS]
        self.headers = dict(headers or {})


def init_app(app: Flask) -> None:
    """Answer the errors of the library and of HTTP as problems."""
    app.register_error_handler(errors.TherapyError, from_library)
    app.register_error_handler(HTTPException, from_http)


def status_of(kind: type[errors.TherapyError]) -> int:
    """Return the status of a class of the library's errors, or of its nearest ancestor."""
    return next(STATUS_OF[each] for each in kind.__mro__ if each in STATUS_OF)


def from_library(error: errors.TherapyError) -> Response:
    """Answer an error of the library; a fault inside is told to the log alone."""
    status = status_of(type(error))
    if error.__cause__ or status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("failed", **described(error))
    return answer(
        _kind_of(error, status),
        str(error) if status != HTTPStatus.INTERNAL_SERVER_ERROR else None,
        list(_fields(error)),
        _headers(error),
    )


def from_http(error: HTTPException) -> AnyResponse:
    """Answer an HTTP error, keeping its headers (`Allow`, `Retry-After`, …)."""
    if error.response is not None or (error.code or 500) < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if isinstance(error, Problem):
        return answer(error.kind, error.description, error.errors, error.headers)
    return answer(kind_of_status(error.code or 500), None, [], _kept_headers(error))


def answer(
    kind: Kind,
    detail: str | None = None,
    field_errors: FieldErrors | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the response for one problem; `instance` is the path, never the query."""
    members: dict[str, Any] = {
        "type": kind.path,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.happened,
        "instance": shown(request.path),
        "code": kind.code,
        "requestId": request_id(),
    }
    if field_errors:
        members["errors"] = field_errors
    response = Response(encoded(members), kind.status, content_type=MEDIA_TYPE)
    response.headers.update(headers or {})
    if kind.status == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", CHALLENGE)
    return response


def messages_to_errors(messages: Any, where: str) -> Iterator[dict[str, str]]:
    """Flatten marshmallow's messages; `where` is `json` for pointers, else for parameters."""
    for path, detail in _walk(messages, ()):
        place = {"pointer": pointer(path)} if where == "json" else {"parameter": ".".join(path)}
        yield place | {"detail": detail}


def _walk(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _walk(inner, path if name == "_schema" else (*path, str(name)))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield path, str(message)


def _kind_of(error: errors.TherapyError, status: int) -> Kind:
    return KINDS.get(error.code) or kind_of_status(status)


def _fields(error: errors.TherapyError) -> Iterator[dict[str, str]]:
    if isinstance(error, errors.InvalidInput):
        for name, detail in error.fields.items():
            yield {"pointer": pointer(camel(part) for part in name.split(".")), "detail": detail}


def _headers(error: errors.TherapyError) -> dict[str, str]:
    if isinstance(error, errors.TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": "1"} if isinstance(error, errors.TryAgain) else {}


def _kept_headers(error: HTTPException) -> dict[str, str]:
    return {name: value for name, value in error.get_headers() if name != "Content-Type"}
