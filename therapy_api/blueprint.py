"""Declare operations, and let their documentation follow from what they are declared to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

import flask_smorest
from marshmallow import Schema

from therapy_api.documenting import notes_of
from therapy_api.dumping import dumper
from therapy_api.intake import StrictParser
from therapy_api.naming import camel
from therapy_api.schemas.base import example_of

V = TypeVar("V")

OK_HEADERS = {
    "tagged": "ETag",
    "located": "Location",
    "paged": "Link",
    "repeatable": "IdempotencyReplayed",
    "limited": "RateLimit",
}


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # smorest has no annotations
    """Be smorest's blueprint, typed, strict at the door, and complete in its documentation."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, import_name: str, *, description: str) -> None:
        super().__init__(name, import_name, description=description)
        self._prepare_doc_cbks.append(_complete)

    def route(self, rule: str, **options: Any) -> Callable[[V], V]:
        """Register a view at a path, under the view's own name."""
        return cast("Callable[[V], V]", super().route(rule, **options))

    def arguments(
        self, schema: type[Schema], *, location: str = "json", **options: Any
    ) -> Callable[[V], V]:
        """Read the body, or the query, through a schema; the example is the schema's own."""
        return cast("Callable[[V], V]", super().arguments(schema, location=location, **options))

    def response(
        self,
        status_code: int,
        schema: type[Schema] | dict[str, Any] | None = None,
        **options: Any,
    ) -> Callable[[V], V]:
        """Answer through a schema, compiled; the example is the schema's own.

        What is no JSON has a schema in the words of JSON Schema, and an example among `options`.
        """
        answer: Any = schema
        if isinstance(schema, type):
            answer = schema()
            answer.dump = dumper(answer)
        return cast("Callable[[V], V]", super().response(status_code, answer, **options))

    def or_created(self, schema: type[Schema]) -> Callable[[V], V]:
        """Note that an answer like that of `response` can come with 201, for what is new."""
        found = super().alt_response(201, schema=schema, success=True, description="Created")
        return cast("Callable[[V], V]", found)


def _show(described: Any, example: Callable[[Schema], Any]) -> None:
    """Add an example to what is described by a schema, and not by the name of a component."""
    for content in described.get("content", {}).values() if isinstance(described, dict) else ():
        schema = content.get("schema")
        if isinstance(schema, type | Schema):
            schema = schema() if isinstance(schema, type) else schema
            content.setdefault("example", example(schema))


def _request_example(schema: Schema) -> Any:
    """Return what has to be sent, or, where nothing has to, the first of what can be."""
    found = example_of(schema, wanted=lambda field: field.required) or example_of(schema)
    return found if any(field.required for field in schema.fields.values()) else _first(found)


def _first(example: dict[str, Any]) -> dict[str, Any]:
    return dict([next(iter(example.items()))])


def _complete(
    doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any
) -> dict[str, Any]:
    """Add to an operation what its notes, its arguments and its path imply."""
    notes = notes_of(doc_info)
    _show(doc.get("requestBody"), _request_example)
    for response in doc["responses"].values():
        _show(response, example_of)
    for status in problems_of(notes, has_body="requestBody" in doc):
        doc["responses"][status] = f"Problem{status}"
    doc.setdefault("parameters", []).extend(_parameters(notes, method))
    for status, response in doc["responses"].items():
        if int(status) < HTTPStatus.MULTIPLE_CHOICES:
            response["headers"] = _headers(notes)
    if notes.get("tagged") and method == "get":
        doc["responses"][304] = "NotModified"
    doc["security"] = [] if notes.get("public") else [{"bearer": []}]
    doc["responses"] = {str(each): doc["responses"][each] for each in sorted(doc["responses"])}
    return doc


def problems_of(notes: dict[str, Any], *, has_body: bool) -> set[int]:
    """Return the statuses of the problems that an operation can answer with."""
    found = {422, 500, 503, *notes.get("refuses", ())}
    found |= {400, 413, 415} if has_body else set()
    checked = notes.get("conditional") or notes.get("conditional_put")
    found |= {400, 412, 428} if checked else set()
    found |= {400} if notes.get("paged") else set()
    found |= {400, 409} if notes.get("repeatable") else set()
    found |= {429} if notes.get("limited") else set()
    return found | (set() if notes.get("public") else {401})


def operation_id(method: str, endpoint: str) -> str:
    """Name an operation: a function's own name, or the method and the class."""
    name = endpoint.rpartition(".")[2]
    return f"{method}{name}" if name[0].isupper() else camel(name)


def _parameters(notes: dict[str, Any], method: str) -> list[str]:
    found = ["RequestId"]
    found += ["IfNoneMatch"] if notes.get("tagged") and method == "get" else []
    found += ["IfMatch"] if notes.get("conditional") else []
    found += ["IfMatchStored", "IfNoneMatchAny"] if notes.get("conditional_put") else []
    return found + (["IdempotencyKey"] if notes.get("repeatable") else [])


def _headers(notes: dict[str, Any]) -> dict[str, Any]:
    names = ["RequestId", *(name for fact, name in OK_HEADERS.items() if notes.get(fact))]
    spelled = {"RequestId": "X-Request-Id", "IdempotencyReplayed": "Idempotency-Replayed"}
    return {spelled.get(name, name): name for name in names}
