"""What is shown of sessions, notes and calendar feeds.

A view is made for one reader; what the reader may not see is None. Printed, it
shows its id alone, since what is printed ends in logs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from therapy_core.access import Sight
from therapy_core.sessions.models import (
    Addendum,
    NoteKind,
    PrivateNote,
    Session,
    SharedNote,
)


@dataclass(frozen=True, slots=True, repr=False)
class SessionView:
    """Show a session; place and reason only to its two sides.

    `cancel_until` is up to when its client cancels in time.
    """

    session_id: str
    client_id: str
    therapist_id: str
    slot_id: str
    request_id: str | None
    starts_at: datetime
    ends_at: datetime
    cancel_until: datetime
    timezone: str
    status: str
    cancelled_by: str | None
    cancelled_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    place: str | None = None
    cancel_reason: str | None = None

    def __repr__(self) -> str:
        return f"<SessionView {self.session_id}>"

    @classmethod
    def of(cls, session: Session, sight: Sight, cutoff: timedelta) -> SessionView:
        """Return what of `session` somebody with `sight` sees; `cutoff` is the practice's."""
        full = sight is Sight.FULL
        return cls(
            session.session_id,
            session.client_id,
            session.therapist_id,
            session.slot_id,
            session.request_id,
            session.starts_at,
            session.ends_at,
            session.starts_at - cutoff,
            session.timezone,
            session.status,
            session.cancelled_by,
            session.cancelled_at,
            int(session.version),
            session.created_at,
            session.updated_at,
            session.place if full else None,
            session.cancel_reason if full else None,
        )


@dataclass(frozen=True, slots=True, repr=False)
class NoteView:
    """Show a note as it stands: a draft until `signed_at` is there. A private one has no tasks."""

    session_id: str
    note: str
    text: str
    assignments: list[str] | None
    signed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    def __repr__(self) -> str:
        return f"<NoteView of {self.session_id}>"

    @classmethod
    def of(cls, note: SharedNote | PrivateNote) -> NoteView:
        """Return what the readers of `note` see of it."""
        shared = isinstance(note, SharedNote)
        return cls(
            note.session_id,
            NoteKind.SHARED.value if shared else NoteKind.PRIVATE.value,
            note.text,
            json.loads(note.assignments or "[]") if isinstance(note, SharedNote) else None,
            note.signed_at,
            int(note.version),
            note.created_at,
            note.updated_at,
        )


@dataclass(frozen=True, slots=True, repr=False)
class AddendumView:
    """Show one correction of a signed note."""

    addendum_id: str
    session_id: str
    note: str
    text: str
    signed_at: datetime

    def __repr__(self) -> str:
        return f"<AddendumView {self.addendum_id}>"

    @classmethod
    def of(cls, addendum: Addendum) -> AddendumView:
        """Return what the readers of `addendum` see of it."""
        return cls(
            addendum.addendum_id,
            addendum.session_id,
            addendum.note,
            addendum.text,
            addendum.signed_at,
        )


@dataclass(frozen=True, slots=True)
class NewFeed:
    """Hold the token of a new calendar feed, which is shown this once."""

    token: str = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Calendar:
    """Hold a calendar as text/calendar, and what stands for just this text."""

    text: bytes
    tag: str
