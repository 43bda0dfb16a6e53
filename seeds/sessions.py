"""Sessions: a client came, or did not, and what the therapist wrote down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from seeds import audit, clock, requests, texts
from seeds.order import Order
from therapy_core import ids
from therapy_core.audit.events import Event
from therapy_core.directory.models import Client
from therapy_core.relationships.models import Status
from therapy_core.scheduling.models import Slot, SlotStatus
from therapy_core.sessions.models import (
    Addendum,
    NoteKind,
    PrivateNote,
    Session,
    SessionStatus,
    SharedNote,
)
from therapy_core.table import Entity

Outcome = SessionStatus
SITTING = (Outcome.SCHEDULED, Outcome.COMPLETED, Outcome.MISSED)
_DONE = Outcome.COMPLETED
PATTERN = (
    *(_DONE, _DONE, Outcome.MISSED, _DONE, Outcome.CANCELLED),
    *(_DONE, _DONE, Outcome.LATE_CANCELLED, _DONE, _DONE),
)
"""What becomes of ten sessions, one after the other."""

_PLACES = ("Room 2, second floor", "Online", None)
_ASKED_BEFORE = timedelta(days=27)
"""Longer than the calendar reaches ahead, so that what is to come was asked for in the past."""
_IN_TIME, _LATE = timedelta(days=3), timedelta(hours=4)
_SIGNED_AFTER = timedelta(hours=2)
_CORRECTED_AFTER = timedelta(days=1)
_BY_THERAPIST = 0.3
_SHARED, _PRIVATE, _CORRECTED = 0.7, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Visit:
    """Say who comes when, what becomes of it, and by what chance; the demo client gets it all."""

    order: Order
    slot: Slot
    client: Client
    outcome: Outcome
    random: Random
    demo: bool

    def likely(self, often: float) -> bool:
        """Tell whether something happens here that happens so often."""
        return self.random.random() < often or self.demo

    def said(self, what: Event, at: datetime, by: str, about: str, of: str = "") -> list[Entity]:
        """Return that something was done, as the audit has it; to the client's record, mostly."""
        subject = of or self.client.client_id
        return [*audit.event(self.order, what, at, subject, by, about)]


def of_visit(visit: Visit) -> list[Any]:
    """Return the session, first, with its request and its notes; `visit.slot` changes with it."""
    slot, client = visit.slot, visit.client
    request = requests.request_for(slot, client, slot.starts_at - _ASKED_BEFORE)
    session = _session(visit, request)
    request.status, request.session_id = Status.APPROVED.value, session.session_id
    request.answered_at = session.created_at
    slot.status, slot.session_id = SlotStatus.BOOKED.value, session.session_id
    if visit.outcome in (Outcome.CANCELLED, Outcome.LATE_CANCELLED):
        _cancel(visit, session)
    asked = requests.of_request(visit.order, request, Status.APPROVED)
    return [session, request, *asked, *_afterwards(visit, session)]


def _session(visit: Visit, request: Any) -> Session:
    return Session(
        session_id=ids.twin(ids.SESSION, request.request_id),
        client_id=visit.client.client_id,
        therapist_id=visit.slot.therapist_id,
        slot_id=visit.slot.slot_id,
        request_id=request.request_id,
        starts_at=visit.slot.starts_at,
        ends_at=visit.slot.ends_at,
        timezone=visit.slot.timezone,
        place=visit.random.choice(_PLACES),
        status=visit.outcome.value,
        created_at=request.created_at + requests.ANSWERED_IN,
    )


def _cancel(visit: Visit, session: Session) -> None:
    """Let one side cancel; the slot is open again, withdrawn, or kept by the late cancellation."""
    slot, late = visit.slot, visit.outcome is Outcome.LATE_CANCELLED
    by_therapist = not late and visit.random.random() < _BY_THERAPIST
    session.cancelled_by = "therapist" if by_therapist else "client"
    session.cancelled_at = session.starts_at - (_LATE if late else _IN_TIME)
    session.cancel_reason = visit.random.choice(texts.CANCELLED)
    if not late:
        slot.session_id = None
        slot.status = (SlotStatus.WITHDRAWN if by_therapist else SlotStatus.OPEN).value


# --- what is written afterwards ----------------------------------------------------------------


def _afterwards(visit: Visit, session: Session) -> list[Entity]:
    """Return the notes, and what the audit says of the end."""
    if visit.outcome is Outcome.SCHEDULED:
        return []
    by, about = session.therapist_id, session.session_id
    if session.cancelled_at is not None:
        by = by if session.cancelled_by == "therapist" else session.client_id
        return visit.said(Event.SESSION_CANCELLED, session.cancelled_at, by, about)
    ended = visit.said(Event.SESSION_ENDED, session.ends_at, by, about)
    return ended if visit.outcome is Outcome.MISSED else [*ended, *_notes(visit, session)]


def _notes(visit: Visit, session: Session) -> list[Entity]:
    found: list[Entity] = []
    if visit.likely(_SHARED):
        found += _shared(visit, session)
    if visit.likely(_PRIVATE):
        found += _private(visit, session)
    if visit.demo:
        read_at = session.starts_at - timedelta(hours=1)
        found += visit.said(Event.JOURNAL_READ, read_at, session.therapist_id, session.client_id)
    return found


def _shared(visit: Visit, session: Session) -> list[Entity]:
    """Return the shared note, signed unless it is last week's, and here and there a correction."""
    random, at = visit.random, session.ends_at + _SIGNED_AFTER
    draft = session.starts_at >= visit.order.weeks(-1)
    note = SharedNote(
        **_sides(session),
        text=random.choice(texts.SHARED_NOTES),
        assignments=json.dumps(texts.some(random, texts.ASSIGNMENTS, 2), ensure_ascii=False),
        signed_at=None if draft else at,
        created_at=session.ends_at,
    )
    by, about = session.therapist_id, session.session_id
    found = [note, *visit.said(Event.NOTE_WRITTEN, session.ends_at, by, about)]
    if not draft:
        found += visit.said(Event.NOTE_SIGNED, at, by, about)
        if random.random() < _CORRECTED or (visit.demo and clock.week_number(at) % 2):
            found += _addendum(visit, session, at + _CORRECTED_AFTER)
    return found


def _addendum(visit: Visit, session: Session, at: datetime) -> list[Entity]:
    addendum = Addendum(
        **_sides(session),
        addendum_id=ids.ADDENDUM + clock.ulid(at, session.session_id),
        note=NoteKind.SHARED.value,
        text=visit.random.choice(texts.ADDENDA),
        signed_at=at,
        created_at=at,
    )
    by, about = session.therapist_id, session.session_id
    return [addendum, *visit.said(Event.ADDENDUM_SIGNED, at, by, about)]


def _private(visit: Visit, session: Session) -> list[Entity]:
    """Return the private note, which the audit files with its author."""
    note = PrivateNote(
        **_sides(session),
        text=visit.random.choice(texts.PRIVATE_NOTES),
        created_at=session.ends_at + timedelta(minutes=20),
    )
    by, about = session.therapist_id, session.session_id
    return [note, *visit.said(Event.NOTE_WRITTEN, note.created_at, by, about, of=by)]


def _sides(session: Session) -> dict[str, str]:
    return {n: getattr(session, n) for n in ("session_id", "client_id", "therapist_id")}
