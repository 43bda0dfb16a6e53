"""The values that people type, each with its limits in one place.

A description and an example stand beside each limit, because the OpenAPI document is written
from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
import orjson
from marshmallow import validate

from therapy_core import values
from therapy_core.accounts import passwords

EMAIL = {"format": "email"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)


class Text(ma.fields.String):
    """Read one line of text: stripped, then measured, without control characters."""

    refused = _CONTROL

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs)).strip()
        if self.refused.search(text):
            raise ma.ValidationError("Holds control characters.")
        return text


class Prose(Text):
    """Read text of several lines."""

    refused = _CONTROL_IN_PROSE


class Flag(ma.fields.Boolean):
    """Read true or false, and nothing that equals one of them, as 0 does."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Instant(ma.fields.AwareDateTime):
    """Read a time as RFC 3339 has it; write it in UTC, with milliseconds and `Z`."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type="time in RFC 3339")
        found: datetime = super()._deserialize(value.upper(), *args, **kwargs)
        try:
            return found.astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type="time in RFC 3339") from None

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else _rfc_3339(value)


def text(
    longest: int,
    description: str,
    example: Any,
    *,
    kind: type[Text] = Text,
    more: dict[str, Any] | None = None,
    **rules: Any,
) -> Text:
    """Return a field for 1 to `longest` characters.

    `more` is said of it in the OpenAPI document; `rules` are marshmallow's own.
    """
    about = {"description": description, "examples": [example]} | (more or {})
    return kind(validate=validate.Length(1, longest), metadata=about, **rules)


def name(**rules: Any) -> Text:
    """Return the field of a person's name."""
    return text(200, "The person's name, as they like to be called.", "Amal Haddad", **rules)


def email(**rules: Any) -> Text:
    """Return the field of an e-mail address."""
    field = text(254, "The e-mail address to log in with.", "amal@example.org", more=EMAIL, **rules)
    field.validators.append(validate.Email(error="Is not an e-mail address."))
    return field


def password(
    description: str = "12 to 1024 characters of any script, at least 5 of them different.",
    shortest: int = passwords.SHORTEST,
    **rules: Any,
) -> Any:
    """Return the field of a password, which is never stripped and never answered."""
    return ma.fields.String(
        load_only=True,
        validate=validate.Length(shortest, passwords.LONGEST),
        metadata={
            "description": description,
            "format": "password",
            "examples": ["correct horse battery staple"],
        },
        **rules,
    )


def timezone(**rules: Any) -> Text:
    """Return the field of an IANA time zone."""
    field = text(64, "An IANA time zone.", "Europe/Lisbon", **rules)
    field.validators.append(_is_zone)
    return field


def expertise(**rules: Any) -> Any:
    """Return the field of what a therapist is good at: 1 to 20 short labels."""
    return ma.fields.List(
        text(60, "A field of work.", "anxiety"),
        validate=validate.Length(1, 20),
        metadata={"description": "What the therapist is good at."},
        **rules,
    )


def location(**rules: Any) -> Text:
    """Return the field of where a therapist works."""
    return text(120, "Where the therapist works.", "Lisbon", **rules)


def bio(**rules: Any) -> Text:
    """Return the field of a few words about a therapist."""
    about = "A few words for clients, in plain text."
    return text(4000, about, "I work with adults, in two languages.", kind=Prose, **rules)


def phone(**rules: Any) -> Text:
    """Return the field of a telephone number, kept as it was written."""
    return text(32, "A telephone number.", "+351 910 000 000", **rules)


def shown(kind: Callable[..., Any], description: str, example: Any, **rules: Any) -> Any:
    """Return a field of an answer."""
    about = {"description": description, "examples": [example]}
    return kind(dump_only=True, metadata=about, **rules)


def identifier(description: str, example: str, **rules: Any) -> Any:
    """Return the field of an opaque id."""
    return shown(ma.fields.String, description, example, **rules)


def version(**rules: Any) -> Any:
    """Return the field of an entity's version."""
    return shown(ma.fields.Integer, "Grows with each change; the `ETag`.", 1, **rules)


def instant(description: str, **rules: Any) -> Any:
    """Return the field of a time."""
    return shown(Instant, description, "2026-11-20T09:30:00.000Z", **rules)


def moment(description: str, **rules: Any) -> Any:
    """Return the field of a time that is asked for, with its offset from UTC."""
    about = {"description": description, "examples": ["2026-11-20T09:30:00Z"]}
    return Instant(metadata=about, **rules)


def _rfc_3339(value: datetime) -> str:
    """Return a time in UTC, cut off after the millisecond; orjson is thrice as quick at it."""
    utc = value.astimezone(UTC)
    text = orjson.dumps(utc, datetime.isoformat).decode()
    return f"{text[1:24]}Z" if utc.microsecond else f"{text[1:20]}.000Z"


def _is_zone(value: str) -> None:
    try:
        values.timezone(value)
    except ValueError:
        raise ma.ValidationError("Is not an IANA time zone.") from None
