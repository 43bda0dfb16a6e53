"""What may stand in a profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from therapy_core import values
from therapy_core.values import line, optional, paragraph

Rules = dict[str, Callable[[Any], Any]]

CLIENT_FIELDS: Rules = {
    "name": line(values.LONGEST_NAME),
    "phone": optional(line(values.LONGEST_PHONE)),
    "timezone": optional(values.timezone),
}
THERAPIST_FIELDS: Rules = {
    "name": line(values.LONGEST_NAME),
    "expertise": values.expertise,
    "location": optional(line(values.LONGEST_LOCATION)),
    "timezone": optional(values.timezone),
    "bio": optional(paragraph(values.LONGEST_BIO)),
}
EMPTY: dict[str, Any] = {
    "phone": None,
    "timezone": None,
    "expertise": [],
    "location": None,
    "bio": None,
}
"""What a field holds when a whole profile is written without it."""


def whole(fields: Rules, given: dict[str, Any]) -> dict[str, Any]:
    """Return `given` as a whole profile: what it lacks is emptied, and a name it must have."""
    filled = {name: EMPTY[name] for name in fields if name in EMPTY} | given
    return values.checked(fields, {"name": None} | filled)
