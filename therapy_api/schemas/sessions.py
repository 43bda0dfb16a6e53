"""Sessions, and cancelling them."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of
from therapy_core.sessions.models import SessionStatus
from therapy_core.sessions.rules import LONGEST_PLACE, LONGEST_REASON

STATES = [each.value for each in SessionStatus]
ENDS = [SessionStatus.COMPLETED.value, SessionStatus.MISSED.value]


class SessionQuery(PageQuery):
    """Ask for sessions; each filter narrows the list."""

    since = fields.moment("Sessions that begin then or later.", data_key="from")
    until = fields.moment("Sessions that begin before.", data_key="to")
    status = ma.fields.String(
        validate=validate.OneOf(STATES), metadata={"description": "What became of the session."}
    )
    client_id = fields.text(64, "Sessions of this client.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    therapist_id = fields.text(64, "Sessions of this therapist.", "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3")


class SessionChange(Change):
    """Read a change of a session; null clears the place."""

    place = fields.text(LONGEST_PLACE, "Where it is held.", "Room 2", allow_none=True)
    slot_id = fields.text(
        64, "Another open slot, to move it there.", "slt_01JD3W8QZ7M5T0X9V2B4C6D01J"
    )
    status = ma.fields.String(
        validate=validate.OneOf(ENDS),
        metadata={"description": "What it came to, once it has begun.", "examples": ["completed"]},
    )


class Cancellation(Schema):
    """Read why a session is cancelled."""

    reason = fields.text(
        LONGEST_REASON,
        "A reason for the other side.",
        "I have a cold.",
        kind=fields.Prose,
        load_default=None,
        allow_none=True,
    )


class SessionAnswer(Answer):
    """Show a session; an admin sees neither place nor reason."""

    session_id = fields.identifier("The session.", "ses_01JD3W8QZ7M5T0X9V2B4C6D8F1")
    client_id = fields.identifier("The client.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    therapist_id = fields.identifier("The therapist.", "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3")
    slot_id = fields.identifier("The slot it takes.", "slt_01JD3W8QZ7M5T0X9V2B4C6D01J")
    request_id = fields.identifier(
        "The request it came from.", "apt_01JD3W8QZ7M5T0X9V2B4C6D8G2", allow_none=True
    )
    starts_at = fields.instant("When it begins.")
    ends_at = fields.instant("When it ends.")
    cancel_until = fields.instant("Until when its client cancels in time.")
    timezone = fields.shown(ma.fields.String, "The therapist's zone.", "Europe/Lisbon")
    place = fields.shown(ma.fields.String, "Where it is held.", "Room 2", allow_none=True)
    status = ma.fields.String(
        validate=validate.OneOf(STATES),
        metadata={"description": "What became of it.", "examples": ["scheduled"]},
    )
    cancelled_by = fields.shown(
        ma.fields.String, "The role of who cancelled it.", None, allow_none=True
    )
    cancelled_at = fields.shown(fields.Instant, "When it was cancelled.", None, allow_none=True)
    cancel_reason = fields.shown(ma.fields.String, "Why.", None, allow_none=True)
    version = fields.version()
    created_at = fields.instant("When it was made.")
    updated_at = fields.instant("When it was last changed.")


SessionPage = page_of(SessionAnswer, "SessionPage")
