"""What the peer reads and answers with, as Pydantic models."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[datetime, PlainSerializer(_instant, return_type=str)]


class PageQuery(BaseModel):
    """Ask for a page."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, min_length=1, max_length=4096)


class Entry(BaseModel):
    """Show an entry of a journal."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    client_id: str
    entry_id: str
    felt_at: Instant
    felt_on: date
    timezone: str
    written_at: Instant
    feeling: str
    family: str | None
    intensity: int
    words: str | None
    private: bool
    vocabulary_version: int
    version: int
    updated_at: Instant | None


class Page(BaseModel):
    """Show a page of entries."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    items: list[Entry]
    next_cursor: str | None
