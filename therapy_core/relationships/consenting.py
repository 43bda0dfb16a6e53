"""Writing down each step of consent: for the client to read, and for the audit."""

from __future__ import annotations

from therapy_core import ids
from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.relationships.models import About, Consent, Status, Step
from therapy_core.table import Unit

EVENTS: dict[tuple[About, Step], Event] = {
    (About.MAPPING, Step.REQUESTED): Event.MAPPING_REQUESTED,
    (About.MAPPING, Step.GRANTED): Event.MAPPING_APPROVED,
    (About.MAPPING, Step.REFUSED): Event.MAPPING_REJECTED,
    (About.MAPPING, Step.WITHDRAWN): Event.MAPPING_WITHDRAWN,
    (About.MAPPING, Step.REVOKED): Event.MAPPING_ENDED,
    (About.MAPPING, Step.EXPIRED): Event.MAPPING_EXPIRED,
    (About.JOURNAL_ACCESS, Step.REQUESTED): Event.ACCESS_REQUESTED,
    (About.JOURNAL_ACCESS, Step.GRANTED): Event.ACCESS_GRANTED,
    (About.JOURNAL_ACCESS, Step.REFUSED): Event.ACCESS_REFUSED,
    (About.JOURNAL_ACCESS, Step.WITHDRAWN): Event.ACCESS_WITHDRAWN,
    (About.JOURNAL_ACCESS, Step.REVOKED): Event.ACCESS_REVOKED,
    (About.JOURNAL_ACCESS, Step.EXPIRED): Event.ACCESS_EXPIRED,
}
STEPS = {
    Status.APPROVED: Step.GRANTED,
    Status.REJECTED: Step.REFUSED,
    Status.WITHDRAWN: Step.WITHDRAWN,
    Status.EXPIRED: Step.EXPIRED,
}
"""The step that each end of a request is."""


def note(
    unit: Unit,
    actor: Actor,
    about: About,
    step: Step,
    client_id: str,
    therapist_id: str,
    request_id: str | None = None,
) -> None:
    """Add to `unit` the consent record and the audit event of one step."""
    unit.create(
        Consent(
            client_id=client_id,
            consent_id=ids.CONSENT + ids.new_ulid(unit.now),
            therapist_id=therapist_id,
            about=about.value,
            step=step.value,
            by=actor.role.value,
            request_id=request_id,
        )
    )
    record(unit, actor, EVENTS[about, step], client_id, request_id or therapist_id)
