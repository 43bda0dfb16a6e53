"""Sessions and their notes. Notes are items of their own, so that no list holds one."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI1, GSI2
from therapy_core.table import AccessPattern, Entity, Primary, SealedText, one_of


class SessionStatus(StrEnum):
    """Say what has become of a session."""

    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    LATE_CANCELLED = "late_cancelled"


class NoteKind(StrEnum):
    """Say who reads a note: both sides, or its author alone."""

    SHARED = "shared"
    PRIVATE = "private"


class Session(Entity, discriminator="session"):
    """Hold a session of a client with a therapist; it can be moved, and keeps its id."""

    primary = Primary("SESSION#{session_id}", "SESSION")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "SESSION#{starts_at:time}#{session_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "SESSION#{starts_at:time}#{session_id}")
    sealed_for: ClassVar[str] = "client_id"

    session_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    slot_id = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)
    starts_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    timezone = UnicodeAttribute(default="UTC")
    place = UnicodeAttribute(null=True)
    status = UnicodeAttribute(default=SessionStatus.SCHEDULED.value)
    cancelled_by = UnicodeAttribute(null=True)
    cancelled_at = UTCDateTimeAttribute(null=True)
    cancel_reason = SealedText("record", null=True)


class SharedNote(Entity, discriminator="shared_note"):
    """Hold what a therapist writes for both; assignments are a JSON list of texts."""

    primary = Primary("SESSION#{session_id}", "NOTE#SHARED")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "NOTE#SHARED#{session_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "NOTE#SHARED#{session_id}")
    sealed_for: ClassVar[str] = "client_id"

    session_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    text = SealedText("record")
    assignments = SealedText("record", null=True)
    signed_at = UTCDateTimeAttribute(null=True)


class PrivateNote(Entity, discriminator="private_note"):
    """Hold what a therapist writes for nobody else."""

    primary = Primary("SESSION#{session_id}", "NOTE#PRIVATE")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "NOTE#PRIVATE#{session_id}")
    sealed_for: ClassVar[str] = "client_id"

    session_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    text = SealedText("record")
    signed_at = UTCDateTimeAttribute(null=True)


class Addendum(Entity, discriminator="addendum"):
    """Hold a signed correction of a signed note; `note` is shared or private."""

    primary = Primary("SESSION#{session_id}", "ADDENDUM#{note}#{addendum_id}")
    by_therapist = GSI1.key(
        "THERAPIST#{therapist_id}", "ADDENDUM#{note}#{session_id}#{addendum_id}"
    )
    by_client = GSI2.key(
        "CLIENT#{client_id}",
        "ADDENDUM#{note}#{session_id}#{addendum_id}",
        when=one_of("note", NoteKind.SHARED.value),
    )
    sealed_for: ClassVar[str] = "client_id"

    session_id = UnicodeAttribute()
    addendum_id = UnicodeAttribute()
    note = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    text = SealedText("record")
    signed_at = UTCDateTimeAttribute()


SESSIONS_OF_THERAPIST = AccessPattern[Session](
    "sessions of a therapist",
    on=Session.by_therapist,
    why="A therapist looks at the calendar.",
)
SESSIONS_OF_CLIENT = AccessPattern[Session](
    "sessions of a client",
    on=Session.by_client,
    why="A client looks at the calendar.",
)
ADDENDA = AccessPattern[Addendum](
    "addenda of a session's note",
    on=Addendum.primary,
    consistent=True,
    why="What was corrected is read in order.",
)
NOTES_OF_THERAPIST = AccessPattern[SharedNote | PrivateNote](
    "notes of a therapist",
    on=SharedNote.by_therapist,
    span=("NOTE#PRIVATE#", "NOTE#SHARED#"),
    returns=(SharedNote, PrivateNote),
    newest_first=True,
    why="Therapists search what they wrote, their private notes included.",
)
ADDENDA_OF_THERAPIST = AccessPattern[Addendum](
    "addenda of a therapist",
    on=Addendum.by_therapist,
    newest_first=True,
    why="Therapists search what they added to their notes.",
)
NOTES_OF_CLIENT = AccessPattern[SharedNote](
    "notes shared with a client",
    on=SharedNote.by_client,
    newest_first=True,
    why="Clients search what was written for them.",
)
ADDENDA_OF_CLIENT = AccessPattern[Addendum](
    "addenda shared with a client",
    on=Addendum.by_client,
    newest_first=True,
    why="Clients search what was added to it.",
)
