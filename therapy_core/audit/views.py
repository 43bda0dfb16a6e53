"""What is shown of the audit: ids, and never a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from therapy_core.audit.events import UNTOLD
from therapy_core.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class EventView:
    """Show who did what, when, to whose record, and about what.

    `subject_id` is None where whoever did it must not learn whose record it is.
    """

    event_id: str
    event: str
    happened_at: datetime
    role: str
    actor_id: str
    subject_id: str | None
    about: str | None

    @classmethod
    def of(cls, event: AuditEvent) -> EventView:
        """Return what is shown of `event`."""
        return cls(
            event.event_id,
            event.event,
            event.happened_at,
            event.role,
            event.actor_id,
            event.subject_id,
            event.about,
        )

    @classmethod
    def of_own_act(cls, event: AuditEvent) -> EventView:
        """Return what a therapist is shown of an act of their own."""
        shown = cls.of(event)
        return replace(shown, subject_id=None) if event.event in UNTOLD else shown
