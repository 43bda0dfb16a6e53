"""Let only ids into a path: anything else is no path of this API."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

PATTERN = "[A-Za-z0-9_-]{1,64}"
ENTRY = f"(?!(?:access|trends)$){PATTERN}"
FEED_TOKEN = "[A-Za-z0-9_-]{20,200}"  # noqa: S105 - what one looks like


class EntityId(BaseConverter):
    """Match an opaque id, such as `cli_01JD3W8QZ7M5T0X9V2B4C6D8E1`."""

    regex = PATTERN


class EntryId(BaseConverter):
    """Match the id of a journal's entry, but not what else stands under a journal."""

    regex = ENTRY


class FeedToken(BaseConverter):
    """Match what could be the token of a calendar feed."""

    regex = FEED_TOKEN
