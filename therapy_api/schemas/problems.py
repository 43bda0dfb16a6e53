"""The document of a problem, for the OpenAPI document."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer


class Place(Answer):
    """Say where in the request, and which rule."""

    pointer = fields.shown(ma.fields.String, "A JSON pointer into the body.", "/email")
    parameter = fields.shown(ma.fields.String, "The name of a query parameter.", "limit")
    detail = fields.shown(ma.fields.String, "The rule.", "Is not an e-mail address.")

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[object]) -> None:
        """Promise the detail; a place is a pointer or a parameter."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = field_name == "detail"


class Problem(Answer):
    """Say what went wrong, as RFC 9457 does."""

    type = fields.shown(ma.fields.String, "A page about this kind.", "/problems/input.invalid")
    title = fields.shown(ma.fields.String, "The kind, in words.", "Some values are not valid")
    status = fields.shown(ma.fields.Integer, "The status of the answer.", 422)
    detail = fields.shown(ma.fields.String, "What happened here.", "Some values are not valid.")
    instance = fields.shown(ma.fields.String, "The path of the request.", "/signup")
    code = fields.shown(ma.fields.String, "The kind, for programs.", "input.invalid")
    request_id = fields.identifier("The request, in the log.", "4b1c9e0f6a7d4c2b8e3f5a6d7c8b9e0f")
    errors = ma.fields.List(
        ma.fields.Nested(Place), metadata={"description": "The places, where there are any."}
    )

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[object]) -> None:
        """Promise everything but the places."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = field_name != "errors"
