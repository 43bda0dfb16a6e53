"""What the stock app reads and answers with, as marshmallow schemas."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import marshmallow as ma


class Instant(ma.fields.AwareDateTime):
    """Write a time in UTC, with milliseconds and `Z`."""

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class PageQuerySchema(ma.Schema):
    """Ask for a page."""

    class Meta:
        """Refuse what is not known."""

        unknown = ma.RAISE

    limit = ma.fields.Integer(load_default=20, validate=ma.validate.Range(1, 100))
    cursor = ma.fields.String(validate=ma.validate.Length(1, 4096))


class EntrySchema(ma.Schema):
    """Show an entry of a journal."""

    client_id = ma.fields.String(data_key="clientId")
    entry_id = ma.fields.String(data_key="entryId")
    felt_at = Instant(data_key="feltAt")
    felt_on = ma.fields.String(data_key="feltOn")
    timezone = ma.fields.String()
    written_at = Instant(data_key="writtenAt")
    feeling = ma.fields.String()
    family = ma.fields.String(dump_default=None)
    intensity = ma.fields.Integer()
    words = ma.fields.String(dump_default=None)
    private = ma.fields.Boolean()
    vocabulary_version = ma.fields.Integer(data_key="vocabularyVersion")
    version = ma.fields.Integer()
    updated_at = Instant(data_key="updatedAt")


class PageSchema(ma.Schema):
    """Show a page of entries."""

    items = ma.fields.List(ma.fields.Nested(EntrySchema))
    next_cursor = ma.fields.String(data_key="nextCursor", allow_none=True)
