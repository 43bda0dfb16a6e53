"""Sheets of days: what is in use, in step with the slots and the sessions."""

from __future__ import annotations

from collections.abc import Sequence

from seeds.order import Order
from therapy_core.scheduling import rules
from therapy_core.scheduling.models import ClientDay, Slot, SlotStatus, TherapistDay
from therapy_core.sessions.models import Session
from therapy_core.table import Entity


def therapist_day(order: Order, day: str, slots: Sequence[Slot]) -> list[Entity]:
    """Return the sheet of a therapist's day, unless its time is over or nothing is on offer."""
    used = [slot for slot in slots if slot.status != SlotStatus.WITHDRAWN]
    if not used or not _is_kept(order, day):
        return []
    intervals = {s.slot_id: rules.written((s.starts_at, s.ends_at)) for s in used}
    return [
        TherapistDay(
            therapist_id=used[0].therapist_id,
            day=day,
            intervals=intervals,
            expires_at=rules.sheet_ends(day),
            created_at=used[0].created_at,
        )
    ]


def client_day(order: Order, client_id: str, day: str, session: Session) -> list[Entity]:
    """Return the sheet of a client's day with one session, unless its time is over."""
    if not _is_kept(order, day):
        return []
    interval = rules.written((session.starts_at, session.ends_at))
    return [
        ClientDay(
            client_id=client_id,
            day=day,
            intervals={session.session_id: interval},
            expires_at=rules.sheet_ends(day),
            created_at=session.created_at,
        )
    ]


def _is_kept(order: Order, day: str) -> bool:
    return rules.sheet_ends(day) > order.now
