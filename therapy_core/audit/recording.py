"""Writing down a deed, in the transaction of the deed."""

from __future__ import annotations

from therapy_core import ids
from therapy_core.actor import Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.models import AuditEvent
from therapy_core.table import Unit


def record(unit: Unit, actor: Actor, event: Event, subject_id: str, about: str = "") -> None:
    """Add to `unit` that `actor` did `event` to the record of `subject_id`.

    `about` is the identifier of the thing it was done to; never anything that somebody wrote.
    """
    unit.create(
        AuditEvent(
            subject_id=subject_id,
            event_id=ids.EVENT + ids.new_ulid(unit.now),
            event=event.value,
            happened_at=unit.now,
            day=unit.now.date().isoformat(),
            role=actor.role.value,
            actor_id=actor.profile_id or actor.account_id or actor.role.value,
            therapist_id=actor.profile_id if actor.role is Role.THERAPIST else None,
            about=about or None,
        )
    )
