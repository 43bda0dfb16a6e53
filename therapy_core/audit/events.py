"""Everything that is written down about who did and who read what: the whole list."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """Name a deed; the name stays the same across releases."""

    # relationships
    MAPPING_REQUESTED = "mapping.requested"
    MAPPING_APPROVED = "mapping.approved"
    MAPPING_REJECTED = "mapping.rejected"
    MAPPING_WITHDRAWN = "mapping.withdrawn"
    MAPPING_EXPIRED = "mapping.expired"
    MAPPING_ENDED = "mapping.ended"
    ACCESS_REQUESTED = "journal_access.requested"
    ACCESS_GRANTED = "journal_access.granted"
    ACCESS_REFUSED = "journal_access.refused"
    ACCESS_WITHDRAWN = "journal_access.withdrawn"
    ACCESS_EXPIRED = "journal_access.expired"
    ACCESS_REVOKED = "journal_access.revoked"

    # scheduling
    APPOINTMENT_REQUESTED = "appointment.requested"
    APPOINTMENT_APPROVED = "appointment.approved"
    APPOINTMENT_REJECTED = "appointment.rejected"
    APPOINTMENT_WITHDRAWN = "appointment.withdrawn"
    APPOINTMENT_EXPIRED = "appointment.expired"

    # sessions
    SESSION_CHANGED = "session.changed"
    SESSION_CANCELLED = "session.cancelled"
    SESSION_ENDED = "session.ended"
    NOTE_READ = "note.read"
    NOTE_WRITTEN = "note.written"
    NOTE_SIGNED = "note.signed"
    ADDENDUM_SIGNED = "addendum.signed"

    # journals
    JOURNAL_WRITTEN = "journal.written"
    JOURNAL_CHANGED = "journal.changed"
    JOURNAL_REMOVED = "journal.removed"
    JOURNAL_READ = "journal.read"
    JOURNAL_TRENDS_READ = "journal.trends_read"
    JOURNAL_SEARCHED = "journal.searched"

    # messaging
    MESSAGE_SENT = "message.sent"
    MESSAGE_EDITED = "message.edited"
    MESSAGE_DELETED = "message.deleted"

    # accounts, profiles and records
    PROFILE_READ = "profile.read"
    PROFILE_CHANGED = "profile.changed"
    THERAPIST_VERIFIED = "therapist.verified"
    THERAPIST_UNVERIFIED = "therapist.unverified"
    RECORD_EXPORTED = "record.exported"
    ACCOUNT_ERASED = "account.erased"


UNTOLD = frozenset(
    {
        Event.MAPPING_REQUESTED,
        Event.MAPPING_WITHDRAWN,
        Event.ACCESS_REQUESTED,
        Event.ACCESS_WITHDRAWN,
    }
)
"""What therapists can do before a client has answered: to them it names no client, as there may be
none (docs/adr/0012)."""
