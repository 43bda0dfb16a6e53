"""Refuse what no view should ever see: wrong bodies, and query parameters that nobody declared.

This runs before every view. It knows from the operation's own declaration whether a body is
expected and which query parameters there are, so that a new operation is covered by being
declared.
"""

# ruff: noqa: ARG002 - the parser's methods take what webargs passes

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, NoReturn

import marshmallow as ma
from flask import Flask, Request, current_app, g, request
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from therapy_api import strict_json
from therapy_api.problems import Problem, messages_to_errors

LARGEST_BODY = 256 * 1024

Operation = Callable[..., Any]


class StrictParser(FlaskParser):
    """Hand the body that intake has read to the schemas, and turn their messages into problems."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": ma.RAISE}

    def use_args(self, argmap: Any, *args: Any, **options: Any) -> Callable[..., Any]:
        """Make an operation's schema once, for its first request, rather than for each."""
        made = cache(argmap)
        return super().use_args(lambda _: made(), *args, **options)

    def load_querystring(self, req: Request, schema: ma.Schema) -> dict[str, str]:
        """Return the query, in which no name stands twice: that was checked before the view."""
        return req.args.to_dict()

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """Return the body, which was parsed and checked before the view."""
        return g.body

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Raise one problem that names every place."""
        ((where, messages),) = error.messages_dict.items()
        raise Problem("input.invalid", errors=messages_to_errors(messages, where))


def init_app(app: Flask) -> None:
    """Put the checks before every view."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"] or LARGEST_BODY
    app.before_request(check)


def operation() -> Operation | None:
    """Return the function that will answer the request, or None where no operation matches."""
    rule, method = request.url_rule, request.method
    if rule is None or method == "OPTIONS":
        return None
    view = current_app.view_functions[rule.endpoint]
    methods = getattr(view, "view_class", None)
    found = getattr(methods, method.lower().replace("head", "get"), view)
    return found if hasattr(found, "_apidoc") else None


def check() -> None:
    """Check the query and the body; keep the body's value for the schemas."""
    if (target := operation()) is not None:
        _check_query(declared_query(target))
        g.body = _body(expected=has_body(target))


@lru_cache(maxsize=512)
def declared_query(target: Operation) -> frozenset[str]:
    """Return the names of the query parameters that an operation declares."""
    return frozenset(
        field.data_key or name
        for argument in _arguments(target)
        if argument["in"] == "query"
        for name, field in _instance(argument["schema"]).fields.items()
    )


@lru_cache(maxsize=512)
def has_body(target: Operation) -> bool:
    """Tell whether an operation declares a JSON body."""
    return any(argument["in"] == "json" for argument in _arguments(target))


def _arguments(target: Operation) -> list[dict[str, Any]]:
    documented: dict[str, Any] = target._apidoc  # type: ignore[attr-defined]  # set by smorest
    found: list[dict[str, Any]] = documented.get("arguments", {}).get("parameters", [])
    return found


def _instance(schema: type[ma.Schema] | ma.Schema) -> ma.Schema:
    return schema() if isinstance(schema, type) else schema


def _check_query(known: frozenset[str]) -> None:
    wrong = []
    for name, values in request.args.lists():
        if name not in known:
            wrong.append({"parameter": name, "detail": "is not known here"})
        elif len(values) > 1:
            wrong.append({"parameter": name, "detail": "is given more than once"})
        elif not all(map(strict_json.is_text, values)):
            wrong.append({"parameter": name, "detail": "holds characters that are not text"})
    if wrong:
        raise Problem("input.invalid", errors=wrong)


def _body(expected: bool) -> Any:
    content = _content()
    if not content and not expected:
        return {}
    if not _is_json(request):
        raise Problem("body.unsupported_type", headers={"Accept": "application/json"})
    if not content:
        raise Problem("body.malformed", "A JSON body is needed.")
    value = strict_json.read(content)
    if not expected and value != {}:
        raise Problem("input.invalid", errors=[{"pointer": "", "detail": "No body is read here."}])
    return value


def _content() -> bytes:
    try:
        content = request.get_data(cache=True)
    except RequestEntityTooLarge:
        raise Problem("body.too_large") from None
    except Exception:  # noqa: BLE001 - each server has its own error for a body it can't read
        raise Problem("request.malformed", "The body broke off, or is not framed well.") from None
    if request.content_length is not None and len(content) < request.content_length:
        raise Problem("request.malformed", "The body broke off.")
    # A chunked body names no length, and Werkzeug cuts it off at the limit without a word.
    if request.content_length is None and len(content) >= (request.max_content_length or 0):
        raise Problem("body.too_large")
    return content


def _is_json(req: Request) -> bool:
    charset = req.mimetype_params.get("charset", "utf-8").lower()
    return req.mimetype == "application/json" and charset in ("utf-8", "utf8")
