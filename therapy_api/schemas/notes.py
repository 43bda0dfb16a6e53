"""Notes of a session, and their addenda."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Schema, page_of
from therapy_core.sessions.models import NoteKind
from therapy_core.sessions.rules import (
    LONGEST_ADDENDUM,
    LONGEST_ASSIGNMENT,
    LONGEST_NOTE,
    MOST_ASSIGNMENTS,
)

KINDS = [each.value for each in NoteKind]


class PrivateNoteValues(Schema):
    """Read a whole private note."""

    text = fields.text(
        LONGEST_NOTE, "What was noted.", "Slept better.", kind=fields.Prose, required=True
    )


class SharedNoteValues(PrivateNoteValues):
    """Read a whole shared note; assignments that are left out are none."""

    assignments = ma.fields.List(
        fields.text(LONGEST_ASSIGNMENT, "One thing to do.", "Walk for ten minutes a day."),
        validate=validate.Length(0, MOST_ASSIGNMENTS),
        load_default=list,
        metadata={"description": "What the client takes on until the next session."},
    )


class NoteAnswer(Answer):
    """Show a note; it is a draft while `signedAt` is null. A private one has no assignments."""

    session_id = fields.identifier("The session.", "ses_01JD3W8QZ7M5T0X9V2B4C6D8F1")
    note = ma.fields.String(
        validate=validate.OneOf(KINDS),
        metadata={"description": "Who reads it.", "examples": ["shared"]},
    )
    text = fields.shown(ma.fields.String, "What was noted.", "Slept better.")
    assignments = ma.fields.List(
        ma.fields.String(),
        allow_none=True,
        metadata={"description": "Things to do.", "examples": [["Walk for ten minutes a day."]]},
    )
    signed_at = fields.instant("When it was signed.", allow_none=True)
    version = fields.version()
    created_at = fields.instant("When it was first written.")
    updated_at = fields.instant("When it was last changed.")


class NewAddendum(Schema):
    """Read a correction of a signed note."""

    note = ma.fields.String(
        validate=validate.OneOf(KINDS),
        load_default=NoteKind.SHARED.value,
        metadata={"description": "Which note it corrects.", "examples": ["shared"]},
    )
    text = fields.text(
        LONGEST_ADDENDUM,
        "The correction.",
        "It was two weeks, not three.",
        kind=fields.Prose,
        required=True,
    )


class AddendumQuery(PageQuery):
    """Ask for the corrections of one note."""

    note = ma.fields.String(
        validate=validate.OneOf(KINDS),
        load_default=NoteKind.SHARED.value,
        metadata={"description": "Which note they correct; the private one's only its author."},
    )


class AddendumAnswer(Answer):
    """Show a correction, which was signed as it was made."""

    addendum_id = fields.identifier("The addendum.", "add_01JD3W8QZ7M5T0X9V2B4C6D8H3")
    session_id = fields.identifier("The session.", "ses_01JD3W8QZ7M5T0X9V2B4C6D8F1")
    note = ma.fields.String(
        validate=validate.OneOf(KINDS),
        metadata={"description": "Which note it corrects.", "examples": ["shared"]},
    )
    text = fields.shown(ma.fields.String, "The correction.", "It was two weeks, not three.")
    signed_at = fields.instant("When it was signed.")


AddendumPage = page_of(AddendumAnswer, "AddendumPage")
