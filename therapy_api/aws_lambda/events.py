"""Take the gateway's events as they come: what no request can be made of is refused as a problem.

apig-wsgi makes a WSGI environ of an event. A body that is no base64, or a path with characters that
no byte stands for, would fail in that, and the caller would get a 500 of Lambda's without a body.
Such an event goes on without the piece, and with a mark: so it has its request id, its line in the
log and its metrics like any other, and no view ever sees it.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from flask import Flask

from therapy_api import request_ids
from therapy_api.problems import Problem

UNREADABLE = "therapy.unreadable"
"""Names the piece that was left out. Gateways know no such member, so no caller can set it."""

Event = dict[str, Any]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def readable(event: Event) -> Event:
    """Return an event as it is, or without the first piece that can't be read, and with a mark.

    Raises `KeyError` for what is no event of API Gateway's, in its payload format 2.0.
    """
    for part, read, without in _PARTS:
        try:
            read(event)
        except ValueError:  # that base64 and the codecs raise
            event = {**event, **without, UNREADABLE: event.get(UNREADABLE, part)}
    return event


def refusing(app: Flask) -> Wsgi:
    """Return the app's WSGI, with a problem for each event that bears the mark."""
    inner = app.wsgi_app

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        part = environ[request_ids.EVENT].get(UNREADABLE)
        if part is None:
            return inner(environ, start_response)
        problem = Problem("request.malformed", f"The {part} could not be read.")
        return refused(app, problem, environ, start_response)

    return wsgi


def misdirected(app: Flask) -> Wsgi:
    """Return a WSGI that refuses everything as having come to the wrong address."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return refused(app, Problem("request.misdirected"), environ, start_response)

    return wsgi


def refused(
    app: Flask, fault: Exception, environ: dict[str, Any], start_response: Any
) -> Iterable[bytes]:
    """Answer a request with what the app answers to a fault, without asking a view."""
    with app.request_context(environ):
        request_ids.begin()
        answer = app.finalize_request(app.handle_user_exception(fault))
        return answer(environ, start_response)


def _path(event: Event) -> None:
    unquote(event["rawPath"], encoding="latin-1").encode("latin-1")


def _query(event: Event) -> None:
    event["rawQueryString"].encode("latin-1")


def _headers(event: Event) -> None:
    "".join(event["headers"].values()).encode()


def _body(event: Event) -> None:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        b64decode(body, validate=True)
    else:
        body.encode()


_PARTS: tuple[tuple[str, Callable[[Event], None], Event], ...] = (
    ("path", _path, {"rawPath": "/*"}),
    ("query", _query, {"rawQueryString": ""}),
    ("headers", _headers, {"headers": {}}),
    ("body", _body, {"body": "", "isBase64Encoded": False}),
)
"""What may be unreadable, with what reads it, and what stands in its place then."""
