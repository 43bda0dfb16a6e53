"""The use cases of the audit: people see what concerns them, an admin sees all; nobody writes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.audit.models import (
    EVENTS_OF_DAY,
    EVENTS_OF_RECORD,
    EVENTS_OF_THERAPIST,
    AuditEvent,
)
from therapy_core.audit.views import EventView
from therapy_core.errors import InvalidInput
from therapy_core.service import Service


class Audit(Service):
    """Read who did and who read what."""

    domain: ClassVar[str] = "audit"

    def mine(self, page: PageRequest | None = None) -> Page[EventView]:
        """Return a page of what happened to a client's own record, or of a therapist's own acts.

        The newest comes first. A therapist's asking names no client. Raises `InvalidCursor`.
        """
        owner = self._actor.profile_id
        access.sight(self._actor, "audit.mine", Subject(owner))
        request, scope = page or PageRequest(), self._actor.scope
        if self._actor.role is Role.THERAPIST:
            acts = self._table.page(EVENTS_OF_THERAPIST, request, scope=scope, therapist_id=owner)
            return Page([EventView.of_own_act(act) for act in acts.items], acts.next_cursor)
        return _seen(self._table.page(EVENTS_OF_RECORD, request, scope=scope, subject_id=owner))

    def list(
        self,
        page: PageRequest | None = None,
        subject_id: str | None = None,
        day: date | None = None,
    ) -> Page[EventView]:
        """Return a page of one record's events, newest first, or of one UTC day's, oldest first.

        `subject_id` is a client, or a therapist where no client is concerned. Raises
        `InvalidInput` unless exactly one of the two is given, and `InvalidCursor`.
        """
        request, scope = page or PageRequest(), self._actor.scope
        if (subject_id is None) == (day is None):
            raise InvalidInput({"subject_id": "is to be given, or else day"})
        if day is not None:
            on = day.isoformat()
            return _seen(self._table.page(EVENTS_OF_DAY, request, scope=scope, day=on))
        found = self._table.page(EVENTS_OF_RECORD, request, scope=scope, subject_id=subject_id)
        return _seen(found)


def _seen(found: Page[AuditEvent]) -> Page[EventView]:
    return Page([EventView.of(event) for event in found.items], found.next_cursor)
