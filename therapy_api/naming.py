"""Names on both sides of the door: camelCase in JSON, snake_case in Python."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SECRET = re.compile(r"(?<=^/calendar/).+|[\w-]{65,}", re.DOTALL | re.IGNORECASE)
"""What follows the path of calendars, and everywhere what is longer than an id."""


def camel(name: str) -> str:
    """Return `created_at` as `createdAt`."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def pointer(path: Iterable[str]) -> str:
    """Return the JSON pointer (RFC 6901) of the names on the way to a value."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def shown(path: str) -> str:
    """Return a path as it may be repeated: without the secret that a feed's address holds."""
    return _SECRET.sub("…", path)
