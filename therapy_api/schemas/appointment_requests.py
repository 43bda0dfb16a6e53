"""Requests for a slot."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Schema, page_of
from therapy_api.schemas.relationships import CLIENT, THERAPIST, named, state
from therapy_api.schemas.slots import SLOT
from therapy_core.relationships.models import Status
from therapy_core.scheduling.service import ANSWERS, LONGEST_REASON

_REQUEST = "apt_01JD3W8QZ7M5T0X9V2B4C6D8EA"


class NewAppointmentRequest(Schema):
    """Ask for a slot."""

    therapist_id = named("The therapist.", THERAPIST, required=True)
    slot_id = named("The slot.", SLOT, required=True)
    reason = fields.text(
        LONGEST_REASON,
        "Why, in a few words for the therapist.",
        "I would like to talk about sleep.",
        kind=fields.Prose,
        allow_none=True,
    )


class AppointmentAnswer(Schema):
    """Answer a request for a slot."""

    status = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf([each.value for each in ANSWERS]),
        metadata={
            "description": "The therapist approves or rejects, the client withdraws.",
            "examples": ["approved"],
        },
    )


class AppointmentRequestQuery(PageQuery):
    """List requests; an admin names one side."""

    status = ma.fields.String(
        validate=ma.validate.OneOf([each.value for each in Status]),
        metadata={"description": "Only requests of this status.", "examples": ["pending"]},
    )
    client_id = named("For admins: the client who asked.", CLIENT)
    therapist_id = named("For admins: the therapist who was asked.", THERAPIST)


class AppointmentRequestAnswer(Answer):
    """Show a request for a slot; the reason is null for admins."""

    request_id = fields.identifier("The request.", _REQUEST)
    client_id = fields.identifier("The client.", CLIENT)
    therapist_id = fields.identifier("The therapist.", THERAPIST)
    slot_id = fields.identifier("The slot.", SLOT)
    starts_at = fields.instant("When the slot begins.")
    ends_at = fields.instant("When the slot ends.")
    status = state(Status, "How far it has come; after `expiresAt` it counts as expired.")
    expires_at = fields.instant("Until when the slot is held.")
    reason = fields.shown(ma.fields.String, "Why.", "I would like to talk.", allow_none=True)
    answered_at = fields.instant("When it was answered.", allow_none=True)
    session_id = fields.identifier(
        "The session it led to.", "ses_01JD3W8QZ7M5T0X9V2B4C6D8EA", allow_none=True
    )
    version = fields.version()
    created_at = fields.instant("When it was made.")
    updated_at = fields.instant("When it was last changed.")


AppointmentRequestPage = page_of(AppointmentRequestAnswer, "AppointmentRequestPage")
