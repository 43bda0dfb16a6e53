"""Write the OpenAPI 3.1 document from the operations themselves.

`make schema` writes it to `docs/openapi.json`; a test compares the file with the
code.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import flask_smorest
import orjson
from flask import Flask
from flask_smorest.spec import plugins
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from therapy_api import problems
from therapy_api.blueprint import operation_id
from therapy_api.entity_ids import ENTRY, FEED_TOKEN, PATTERN, EntityId, EntryId, FeedToken
from therapy_api.kinds import KINDS, Kind, kind_of_status
from therapy_api.naming import camel
from therapy_api.schemas.base import example_of
from therapy_api.schemas.problems import Problem

DESCRIPTION = (
    "A therapy practice: who is related to whom, appointments, sessions and notes, journals,"
    " messages, search. Log in at `POST /login` and send the access token as"
    " `Authorization: Bearer …`. Errors are `application/problem+json` (RFC 9457);"
    " times are RFC 3339 in UTC; ids are opaque."
)
HEADERS: dict[str, tuple[str, str]] = {
    "ETag": ("The version, for `If-Match` and `If-None-Match`.", '"3"'),
    "Location": ("The path of the new resource.", "/clients/cli_01JD3W8QZ7M5T0X9V2B4C6D8E1"),
    "Link": ("The next page, with the same filters.", '</clients?cursor=eyJ…>; rel="next"'),
    "IdempotencyReplayed": ("`true` where the answer repeats an earlier one.", "true"),
    "RateLimit": ("What is left of the limits that were counted.", '"login-address";r=9;t=300'),
    "RequestId": ("The id of the request, as it stands in the log.", "4b1c9e0f6a7d4c2b"),
}
PARAMETERS: dict[str, tuple[str, bool, str, str]] = {
    "IfMatch": ("If-Match", True, "The `ETag` of the version being changed.", '"3"'),
    "IfMatchStored": (
        "If-Match",
        False,
        "The `ETag` of the version being replaced; this or `If-None-Match` is needed.",
        '"3"',
    ),
    "IfNoneMatchAny": ("If-None-Match", False, "`*` where there is none yet.", "*"),
    "IfNoneMatch": ("If-None-Match", False, "An `ETag`; 304 if it is still current.", '"3"'),
    "IdempotencyKey": (
        "Idempotency-Key",
        False,
        "Makes the request safe to repeat for 24 hours. 1 to 255 printable characters.",
        "0b6c1e0a-6f4f-4f43-9d0e-0d6a5a3f7f55",
    ),
    "RequestId": ("X-Request-Id", False, "An id for the log; made where missing.", "web-7f3a9c21"),
}
PATTERNS = {
    "IfMatch": r'^"\d+(\.\w+)?"$',
    "IfMatchStored": r'^"\d+(\.\w+)?"$',
    "IfNoneMatchAny": r"^\*$",
    "IdempotencyKey": "^[!-~]{1,255}$",
}


class PathPlugin(plugins.FlaskPlugin):  # type: ignore[misc]  # smorest has no annotations
    """Write paths with camelCase parameters, and the id of each operation."""

    def flaskpath2openapi(self, path: str) -> str:
        """Return `/clients/<id:client_id>` as `/clients/{clientId}`."""
        template: str = super().flaskpath2openapi(path)
        return re.sub(r"{(\w+)}", lambda match: "{" + camel(match[1]) + "}", template)

    def rule_to_params(self, rule: Rule) -> list[dict[str, Any]]:
        """Describe the ids in a path."""
        found: list[dict[str, Any]] = super().rule_to_params(rule)
        for each in found:
            about = each["name"].removesuffix("_id").replace("_", " ")
            each.update(name=camel(each["name"]), description=f"The id of the {about}.")
        return found

    def path_helper(
        self, rule: Rule, operations: dict[str, Any], parameters: list[Any], **kwargs: Any
    ) -> str:
        """Complete the operations of a path with their ids, and with 404 where it has ids."""
        for method, operation in operations.items():
            operation["operationId"] = operation_id(method, rule.endpoint)
            if rule.arguments:
                operation["responses"]["404"] = "Problem404"
                operation["responses"] = dict(sorted(operation["responses"].items()))
        path: str = super().path_helper(rule, operations, parameters, **kwargs)
        return path


class Api(flask_smorest.Api):  # type: ignore[misc]  # smorest has no annotations
    """Be smorest's Api with problems for errors, and a complete document once somebody asks for it.

    Writing the document takes longer than starting the app without it, and most processes are
    never asked.
    """

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, *, is_whole: bool, **options: Any) -> None:
        self._is_whole = is_whole
        self._undocumented: list[Any] = []
        self._written: str | None = None
        self._writing = threading.Lock()
        super().__init__(app, **options)

    def register_blueprint(self, blp: Any) -> None:
        """Register a blueprint with the app; the document follows when it is asked for."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undocumented.append(blp)

    @property
    def is_documented(self) -> bool:
        """Tell whether the document was written already."""
        return self._written is not None

    def document(self) -> str:
        """Return the document as JSON, the same for the same code; it is written once."""
        with self._writing:
            if self._written is None:
                self._written = self._write() if self._is_whole else generate()
            return self._written

    def _write(self) -> str:
        self._init_spec(**self._spec_kwargs)  # anew, should writing have broken off before
        self._register_components()
        for blp in self._undocumented:
            blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
            self.spec.tag({"name": blp.name, "description": blp.description})
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        return orjson.dumps(self.spec.to_dict(), option=options).decode()

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer HTTP errors as problems, which keeps `Allow` and its like."""
        return problems.from_http(error)

    def _register_responses(self) -> None:
        """Leave it to the document's time."""

    def _register_components(self) -> None:
        not_modified = {"description": "It is still the version in `If-None-Match`."}
        self.spec.components.response("NotModified", not_modified, lazy=True)
        for status in sorted({kind.status for kind in KINDS.values()}):
            self.spec.components.response(f"Problem{status}", _problem(status), lazy=True)

        self._register_headers()
        bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        self.spec.components.security_scheme("bearer", bearer)

    def _register_etag_headers(self) -> None:
        """Leave it to the document's time."""

    def _register_headers(self) -> None:
        for name, (about, example) in HEADERS.items():
            self.spec.components.header(name, _text(about, example), lazy=True)
        for key, (name, required, about, example) in PARAMETERS.items():
            described = _text(about, example) | {"name": name, "required": required}
            described["schema"] |= {"pattern": PATTERNS[key]} if key in PATTERNS else {}
            self.spec.components.parameter(key, "header", described, lazy=True)


def init_app(app: Flask, *, is_whole: bool = True) -> Api:
    """Register the API's extension; blueprints are added to what is returned.

    The document is always that of the whole API; an app that isn't takes it from one that is.
    """
    app.config.update(API_TITLE="Therapy", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    app.url_map.converters.update(id=EntityId, entry=EntryId, feed=FeedToken)
    info = {"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}}
    about = {"info": info, "servers": [{"url": "/"}], "security": [{"bearer": []}]}
    api = Api(app, is_whole=is_whole, spec_kwargs={**about, "flask_plugin": PathPlugin()})
    api.register_converter(EntityId, lambda _: {"type": "string", "pattern": f"^{PATTERN}$"})
    api.register_converter(EntryId, lambda _: {"type": "string", "pattern": f"^{ENTRY}$"})
    api.register_converter(FeedToken, lambda _: {"type": "string", "pattern": f"^{FEED_TOKEN}$"})
    app.extensions["openapi"] = api
    return api


def document(app: Flask) -> str:
    """Return the document of the whole API as JSON, the same for the same code."""
    found: str = app.extensions["openapi"].document()
    return found


def _text(about: str, example: str) -> dict[str, Any]:
    return {"description": about, "schema": {"type": "string"}, "example": example}


def _problem(status: int) -> dict[str, Any]:
    kind = kind_of_status(status)
    codes = ", ".join(f"`{each.code}`" for each in _named(status)) or f"`{kind.code}`"
    members = example_of(Problem()) | {
        "type": kind.path,
        "title": kind.title,
        "status": status,
        "detail": kind.happened,
        "code": kind.code,
    }
    if status != HTTPStatus.UNPROCESSABLE_ENTITY:
        members.pop("errors")
    content = {"schema": Problem, "example": members}
    return {
        "description": f"{kind.title}: {codes}.",
        "content": {problems.MEDIA_TYPE: content},
    }


def _named(status: int) -> Iterator[Kind]:
    for kind in KINDS.values():
        if kind.status == status and not kind.code.startswith("http."):
            yield kind


def generate() -> str:
    """Return the document of the app as the code has it, without any settings or network."""
    from therapy_api.app import create_app  # noqa: PLC0415 - the app imports this module
    from therapy_core.settings import Secret, Settings  # noqa: PLC0415

    unused = Secret("unused " * 8)
    settings = Settings(environment="test", jwt_secret=unused, master_key=unused)
    return document(create_app(settings))
