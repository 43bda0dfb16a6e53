"""Searching by keyword: what is asked, and what was found where."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate
from webargs.fields import DelimitedList

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, page_of
from therapy_core.search.matching import LONGEST
from therapy_core.search.views import OF_CLIENT, OF_THERAPIST, What, Where

_KEYWORD = (
    "Words that all have to be there, at most 10, in any order: each whole or as the beginning of"
    " a word. Case and accents make no difference."
)
_OFFSETS = "in Unicode code points, not in UTF-16 units"


def _keyword() -> Any:
    return fields.text(LONGEST, _KEYWORD, "rain", required=True)


def _within(kinds: tuple[Where, ...]) -> Any:
    return DelimitedList(
        ma.fields.String(validate=validate.OneOf([kind.value for kind in kinds])),
        data_key="in",
        validate=validate.Length(1, len(kinds)),
        metadata={
            "description": "What to search, by commas; all of it where this is left out.",
            "examples": [kinds[0].value],
        },
    )


class ClientSearch(PageQuery):
    """Search what a client may see."""

    keyword = _keyword()
    within = _within(OF_CLIENT)


class TherapistSearch(PageQuery):
    """Search what a therapist may see."""

    keyword = _keyword()
    within = _within(OF_THERAPIST)


class PlaceAnswer(Answer):
    """Show where a word stands in a field."""

    field = fields.shown(
        ma.fields.String, "The field; `expertise.0` is the first of several.", "words"
    )
    start = fields.shown(ma.fields.Integer, f"Where it begins, {_OFFSETS}.", 14)
    end = fields.shown(ma.fields.Integer, f"Behind its last one, {_OFFSETS}.", 18)


class MarkAnswer(Answer):
    """Show where a word stands in an excerpt."""

    start = fields.shown(ma.fields.Integer, f"Where it begins in the excerpt, {_OFFSETS}.", 14)
    end = fields.shown(ma.fields.Integer, f"Behind its last one, {_OFFSETS}.", 18)


class ExcerptAnswer(Answer):
    """Show what stands around the first match."""

    field = fields.shown(ma.fields.String, "The field that it was cut out of.", "words")
    offset = fields.shown(ma.fields.Integer, f"Where in the field it begins, {_OFFSETS}.", 0)
    text = fields.shown(ma.fields.String, "The excerpt.", "Walked in the rain and felt calm.")
    places = ma.fields.List(
        ma.fields.Nested(MarkAnswer),
        metadata={"description": "The matches in it, counted from its own beginning."},
    )


class HitAnswer(Answer):
    """Show one thing that was found; ids that do not lead to it are null."""

    what = fields.shown(
        ma.fields.String,
        "What was found.",
        What.ENTRY.value,
        validate=validate.OneOf([kind.value for kind in What]),
    )
    client_id = fields.identifier("The client.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1", allow_none=True)
    therapist_id = fields.shown(ma.fields.String, "The therapist.", None, allow_none=True)
    entry_id = fields.identifier(
        "The journal's entry.", "jrn_01JD3W8QZ7M5T0X9V2B4C6D8E4", allow_none=True
    )
    session_id = fields.shown(
        ma.fields.String, "The session of a note or addendum.", None, allow_none=True
    )
    note = fields.shown(
        ma.fields.String, "`shared` or `private`, of a note or addendum.", None, allow_none=True
    )
    addendum_id = fields.shown(ma.fields.String, "The addendum.", None, allow_none=True)
    message_id = fields.shown(ma.fields.String, "The message.", None, allow_none=True)
    at = fields.instant("When it was felt, sent, signed or begun.", allow_none=True)
    places = ma.fields.List(
        ma.fields.Nested(PlaceAnswer),
        attribute="match.places",
        metadata={"description": "Where the words stand: the first 20 places, field by field."},
    )
    excerpt = ma.fields.Nested(
        ExcerptAnswer,
        attribute="match.excerpt",
        metadata={"description": "What stands around the first match."},
    )


HitPage = page_of(HitAnswer, "HitPage")
