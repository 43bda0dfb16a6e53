"""Audit events: written with the deed, never changed, without a word of what was written."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI1, GSI3
from therapy_core.table import AccessPattern, Entity, Primary


class AuditEvent(Entity, discriminator="audit_event"):
    """Hold who did what, when, to whose record.

    `subject_id` is the client whose record it is, or the therapist where no client is concerned;
    `about` the identifier of the thing; `therapist_id` the therapist who acted, if one did.
    """

    primary = Primary("AUDIT#{subject_id}", "EVENT#{event_id}")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "AUDIT#{event_id}#{subject_id}")
    by_day = GSI3.key("AUDIT#{day}#{event_id:shard}", "{event_id}#{subject_id}")

    subject_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    event = UnicodeAttribute()
    happened_at = UTCDateTimeAttribute()
    day = UnicodeAttribute()
    role = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute(null=True)
    about = UnicodeAttribute(null=True)


EVENTS_OF_RECORD = AccessPattern[AuditEvent](
    "what happened to a record",
    on=AuditEvent.primary,
    newest_first=True,
    consistent=True,
    why="A client sees who did and who read what.",
)
EVENTS_OF_THERAPIST = AccessPattern[AuditEvent](
    "what a therapist did",
    on=AuditEvent.by_therapist,
    newest_first=True,
    why="Therapists see their own acts.",
)
EVENTS_OF_DAY = AccessPattern[AuditEvent](
    "what happened on a day",
    on=AuditEvent.by_day,
    why="An admin reads all, and the seal covers all.",
)
