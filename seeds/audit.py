"""What the audit says of the past."""

from __future__ import annotations

from datetime import datetime

from seeds import clock
from seeds.order import Order
from therapy_core import ids
from therapy_core.audit.events import Event
from therapy_core.audit.models import AuditEvent


def event(
    order: Order, what: Event, at: datetime, client_id: str, by: str, about: str
) -> list[AuditEvent]:
    """Return that `by`, a client's or a therapist's id, did something to a client's record.

    Nothing comes once the audit is sealed: a seal vouches that nothing is slipped in.
    """
    if not order.audited or at > order.now:
        return []
    therapist = by.startswith(ids.THERAPIST)
    return [
        AuditEvent(
            subject_id=client_id,
            event_id=ids.EVENT + clock.ulid(at, f"{what} {by} {about}"),
            event=what.value,
            happened_at=at,
            day=at.date().isoformat(),
            role="therapist" if therapist else "client",
            actor_id=by,
            therapist_id=by if therapist else None,
            about=about,
            created_at=at,
        )
    ]
