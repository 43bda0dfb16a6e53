"""Let browsers in from the origins that the settings name, and from nowhere else.

Tokens travel in a header, never in a cookie, so no credentials are allowed across origins.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from therapy_core.settings import Settings

ACCEPTED = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
EXPOSED = (
    "ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After,"
    " WWW-Authenticate, X-Request-Id"
)
PREFLIGHT_SECONDS = 600


def init_app(app: Flask, settings: Settings) -> None:
    """Answer preflights, and mark the answers that a named origin may read."""
    app.config.setdefault("CORS_ORIGINS", frozenset(settings.cors_origins))
    app.after_request(_mark)


def _mark(response: Response) -> Response:
    if not current_app.config["CORS_ORIGINS"]:
        return response
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin in current_app.config["CORS_ORIGINS"]:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            _allow(response)
    return response


def _allow(response: Response) -> None:
    response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
    response.headers["Access-Control-Allow-Headers"] = ACCEPTED
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
