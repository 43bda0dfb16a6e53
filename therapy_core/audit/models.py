"""Audit events, and the seals over them.

An event is written with the deed, never changed, and holds no word of what was written. A seal is
a link of a chain: it stands for every event of a closed stretch of time, and for all seals before.
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

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


class AuditSeal(Entity, discriminator="audit_seal"):
    """Hold what a stretch of time held: how many events, their hash, and the seal before.

    The stretch begins where that of the seal before ended (at `starts_at`) and goes up to
    `ends_at`, which is not in it. `hash` is that of all the rest, and `signature` proves that
    whoever made it had the practice's secret.
    """

    primary = Primary("SEAL#{chain}", "SEAL#{number:8d}")

    chain = UnicodeAttribute()
    number = NumberAttribute()
    starts_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    sealed_at = UTCDateTimeAttribute()
    events = NumberAttribute()
    digest = UnicodeAttribute()
    previous = UnicodeAttribute()
    hash = UnicodeAttribute()
    signature = UnicodeAttribute()


class AuditHead(Entity, discriminator="audit_head"):
    """Name the last seal of a chain, so that an end that was cut off is missed."""

    primary = Primary("SEAL#{chain}", "HEAD")

    chain = UnicodeAttribute()
    number = NumberAttribute()
    hash = UnicodeAttribute()
    sealed_at = UTCDateTimeAttribute()
    signature = UnicodeAttribute()


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
SEALS = AccessPattern[AuditSeal](
    "seals of the audit",
    on=AuditSeal.primary,
    consistent=True,
    why="The chain is verified from its beginning.",
)
