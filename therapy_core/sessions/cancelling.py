"""Cancelling a session: what becomes of it, of its slot and of the client's days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import TryAgain
from therapy_core.scheduling import booking
from therapy_core.sessions import rules
from therapy_core.sessions.models import Session, SessionStatus
from therapy_core.sessions.moving import slot_of, times
from therapy_core.sessions.rules import SlotFate
from therapy_core.table import Table, Unit
from therapy_core.table.errors import VersionConflict

T = TypeVar("T")


def again(table: Table, attempt: Callable[[], T]) -> T:
    """Return what `attempt` does, which reads anew each time that somebody wrote in between.

    Raises `TryAgain` when somebody always did.
    """
    for _ in table.backoff.tries():
        try:
            return attempt()
        except VersionConflict:
            continue
    raise TryAgain


def cancel(
    table: Table, actor: Actor, session: Session, cutoff: timedelta, reason: str | None
) -> None:
    """Cancel a session that was read, as the rules allow the actor now.

    Raises `Conflict` where they don't, and `VersionConflict` when it was written in between.
    """
    now = table.clock()
    status, fate = rules.cancellation(session.status, session.starts_at, now, actor.role, cutoff)
    session.cancel_reason = reason
    write(table, actor, session, status, fate)


def write(
    table: Table, actor: Actor, session: Session, status: SessionStatus, fate: SlotFate
) -> None:
    """Write that a session is cancelled, with its slot, the client's days and the event.

    It is one transaction of at most seven actions. Raises `VersionConflict`.
    """
    with table.transaction("cancel a session") as unit:
        session.status = status.value
        session.cancelled_by, session.cancelled_at = actor.role.value, unit.now
        unit.save(session)
        _settle_slot(unit, session, fate)
        booking.free_client_day(unit, session.client_id, session.session_id, times(session))
        record(unit, actor, Event.SESSION_CANCELLED, session.client_id, session.session_id)


def _settle_slot(unit: Unit, session: Session, fate: SlotFate) -> None:
    booked = booking.is_booked_by(session.session_id)
    if fate is SlotFate.REOPENED:
        booking.reopen(unit, slot_of(session), booked)
    elif fate is SlotFate.WITHDRAWN:
        booking.withdraw_slot(unit, slot_of(session), booked)
