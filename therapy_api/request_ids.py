"""Give every request an id: the caller's when it is a sensible one, the gateway's, or a new one.

Behind Amazon API Gateway the gateway's own id stands in every line of the log as `gateway_id`, so
that they can be found from its access log, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

HEADER = "X-Request-Id"
EVENT = "apig_wsgi.full_event"
"""Where apig-wsgi keeps the gateway's event: no header of a request can come to stand there."""
_SENSIBLE = re.compile(r"[A-Za-z0-9._=-]{8,64}")


def init_app(app: Flask) -> None:
    """Choose the id before anything else happens, and echo it on every answer."""
    app.before_request(begin)
    app.after_request(_echo)


def request_id() -> str:
    """Return the id of the request at hand, choosing one on the first call."""
    found: str | None = g.get("request_id")
    if found is None:
        sent = _sensible(request.headers.get(HEADER))
        g.request_id = found = sent or gateway_id() or uuid4().hex
    return found


def gateway_id() -> str | None:
    """Return the id that API Gateway gave the request at hand, or None if it came another way."""
    event = request.environ.get(EVENT)
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    return _sensible(context.get("requestId")) if isinstance(context, Mapping) else None


def begin() -> None:
    """Let every line of the log from here on tell the id of the request at hand."""
    structlog.contextvars.clear_contextvars()
    found = gateway_id()
    structlog.contextvars.bind_contextvars(
        request_id=request_id(), **({"gateway_id": found} if found else {})
    )


def _sensible(found: Any) -> str | None:
    return found if isinstance(found, str) and _SENSIBLE.fullmatch(found) else None


def _echo(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
