"""Give every request an id: the caller's when it is a sensible one, else a new one."""

from __future__ import annotations

import re
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

HEADER = "X-Request-Id"
_SENSIBLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def init_app(app: Flask) -> None:
    """Choose the id before anything else happens, and echo it on every answer."""
    app.before_request(_begin)
    app.after_request(_echo)


def request_id() -> str:
    """Return the id of the request at hand, choosing one on the first call."""
    found: str | None = g.get("request_id")
    if found is None:
        sent = request.headers.get(HEADER, "")
        g.request_id = found = sent if _SENSIBLE.fullmatch(sent) else uuid4().hex
    return found


def _begin() -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id())


def _echo(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
