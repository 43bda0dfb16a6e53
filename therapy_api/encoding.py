"""Write JSON with orjson: UTF-8 as it is, names in their order, nothing between the tokens.

Whatever orjson refuses, the standard library writes instead, as it did before: whole numbers
beyond 64 bits, lone surrogates (escaped), names that are no text, very deep nesting. NaN and the
infinities, which are no JSON, become null.
"""

from __future__ import annotations

import json
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider

# What JSON has no form for is Flask's to decide, also where orjson has a form of its own.
_OPTIONS = (
    orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
)
_default = DefaultJSONProvider.default


class Provider(DefaultJSONProvider):
    """Be Flask's provider of JSON, and write with orjson."""

    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return a value as JSON; with options of `json.dumps`, as the standard library has it."""
        return super().dumps(obj, **kwargs) if kwargs else encoded(obj).decode()

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Answer with a value as JSON."""
        value = self._prepare_response_obj(args, kwargs)
        return Response(encoded(value), mimetype=self.mimetype)


def init_app(app: Flask) -> None:
    """Write the app's JSON."""
    app.json = Provider(app)


def encoded(value: Any) -> bytes:
    """Return a value as one line of JSON, its end included.

    Raises `TypeError` for what has no form in JSON.
    """
    try:
        return orjson.dumps(value, _default, _OPTIONS)
    except orjson.JSONEncodeError:
        plain = json.dumps(value, default=_default, separators=(",", ":"))
        return plain.encode() + b"\n"
