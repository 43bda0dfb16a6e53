"""The audit: who did and who read what."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, page_of
from therapy_core.audit.events import Event


class EventAnswer(Answer):
    """Show a deed: who did what, when, to whose record."""

    event_id = fields.identifier("The event.", "aud_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    event = fields.shown(ma.fields.String, "What was done.", Event.JOURNAL_READ.value)
    happened_at = fields.instant("When it was done.")
    role = fields.shown(ma.fields.String, "The role of who did it.", "therapist")
    actor_id = fields.identifier("Who did it.", "thr_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    subject_id = fields.identifier(
        "Whose record it is; null to a therapist who asked, since there may be no such client.",
        "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1",
        allow_none=True,
    )
    about = fields.shown(
        ma.fields.String,
        "What it was done to; null where that is the whole record.",
        "ses_01JD3W8QZ7M5T0X9V2B4C6D8E1",
        allow_none=True,
    )


class AuditQuery(PageQuery):
    """Ask for the events of one record, or for those of one day."""

    subject_id = ma.fields.String(
        validate=ma.validate.Length(1, 64),
        metadata={"description": "A client, or a therapist where no client is concerned."},
    )
    day = ma.fields.Date(metadata={"description": "A day in UTC; instead of `subjectId`."})


EventPage = page_of(EventAnswer, "AuditPage")
