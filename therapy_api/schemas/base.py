"""The two bases of every schema, and the example that a schema makes of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from therapy_api.naming import camel


class Schema(ma.Schema):
    """Read input: names are camelCase, and unknown fields are refused."""

    class Meta:
        """Refuse what is not declared, fields that the server owns included."""

        unknown: str = ma.RAISE

    def __deepcopy__(self, memo: object) -> Schema:
        return self  # nobody changes one; smorest copies all that describes an operation, twice

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Name each field in camelCase."""
        field_obj.data_key = camel(field_obj.data_key or field_name)


class Answer(Schema):
    """Write answers: every field is there, null where there is nothing to show."""

    class Meta:
        """Leave room for fields of later versions."""

        unknown: str = ma.EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Name each field in camelCase, and promise it."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = True


class Change(Schema):
    """Read a partial change: any of the fields, but at least one."""

    class Meta(Schema.Meta):
        """Tell the same to the OpenAPI document."""

        minProperties = 1  # noqa: N815 - as JSON Schema spells it

    @ma.validates_schema
    def _names_something(self, values: dict[str, Any], **_: Any) -> None:
        if not values:
            raise ma.ValidationError("Name at least one field.")


def page_of(entry: type[Answer], name: str) -> type[ma.Schema]:
    """Return the schema of a page whose items are like `entry`."""
    described = {"description": "The next page's `cursor`; null on the last.", "examples": [None]}
    members: dict[str, Any] = {
        "items": ma.fields.List(ma.fields.Nested(entry)),
        "next_cursor": ma.fields.String(allow_none=True, metadata=described),
        "__doc__": f"Hold one page of `{entry.__name__}`.",
    }
    return type(name, (Answer,), members)


def example_of(schema: ma.Schema, *, wanted: Callable[[Any], bool] = bool) -> dict[str, Any]:
    """Return the example that those of a schema's fields that are wanted make together."""
    return {
        str(field.data_key): _example(field)
        for field in schema.fields.values()
        if wanted(field) and _example(field) is not ma.missing
    }


def _example(field: ma.fields.Field[Any]) -> Any:
    if "examples" in field.metadata:
        return field.metadata["examples"][0]
    if isinstance(field, ma.fields.Nested):
        return example_of(field.schema)
    return [_example(field.inner)] if isinstance(field, ma.fields.List) else ma.missing
