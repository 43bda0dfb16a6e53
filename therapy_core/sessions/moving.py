"""Moving a session to another slot of its therapist, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import SlotTaken
from therapy_core.scheduling import booking
from therapy_core.scheduling.booking import Move
from therapy_core.scheduling.models import Slot
from therapy_core.sessions.models import Session
from therapy_core.sessions.working import if_working
from therapy_core.table import Ref, Table, Unit


def move(
    table: Table, actor: Actor, session: Session, slot: Slot | None, given: dict[str, Any]
) -> None:
    """Write `session` into an open `slot` of its therapist, and open the old slot again.

    It is one transaction of at most nine actions: the session, two slots, the client's days
    (four where both times reach over midnight), the relationship and the event. Raises
    `SlotTaken` for a slot that is not open or not to come, `SessionsOverlap` when the client
    has another session then, `NotFound` when the two are no longer in contact, and
    `VersionConflict`.
    """
    if slot is None or slot.slot_id == session.slot_id or slot.starts_at <= table.clock():
        raise SlotTaken
    old_slot, old = slot_of(session), times(session)
    _place(session, slot, given)

    def write(unit: Unit) -> None:
        if_working(unit, session.client_id, session.therapist_id)
        unit.save(session)
        booking.book(unit, slot.ref, session.session_id, booking.is_open(unit.now))
        booking.reopen(unit, old_slot, booking.is_booked_by(session.session_id))
        record(unit, actor, Event.SESSION_CHANGED, session.client_id, session.session_id)

    moved = Move(session.client_id, session.session_id, old=old, new=times(session))
    booking.commit(table, "move a session", moved, write)


def slot_of(session: Session) -> Ref[Slot]:
    """Return the place of the slot that a session takes."""
    return Slot.at(therapist_id=session.therapist_id, slot_id=session.slot_id)


def times(session: Session) -> tuple[datetime, datetime]:
    """Return when a session begins and ends."""
    return session.starts_at, session.ends_at


def _place(session: Session, slot: Slot, given: dict[str, Any]) -> None:
    session.slot_id = slot.slot_id
    session.starts_at, session.ends_at = slot.starts_at, slot.ends_at
    session.timezone = slot.timezone
    if "place" in given:
        session.place = given["place"]
