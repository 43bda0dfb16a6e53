"""What tests of scheduling start from: slots to come, and requests for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from therapy_core import Actor, Practice
from therapy_core.scheduling.views import AppointmentRequestView, SlotView

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=3)
"""A moment to come, in the middle of a day in UTC."""


def hours(number: float) -> datetime:
    """Return the moment so many hours after `NOON`."""
    return NOON + timedelta(hours=number)


def a_slot(practice: Practice, therapist: Actor, at: float = 0, minutes: int = 60) -> SlotView:
    """Publish a slot that begins so many hours after `NOON`."""
    slots = practice.acting_as(therapist).slots
    made = slots.publish(
        therapist.profile_id, hours(at), duration_minutes=minutes, timezone="Europe/Oslo"
    )
    return made.slots[0]


def asked(practice: Practice, client: Actor, slot: SlotView, **more: Any) -> AppointmentRequestView:
    """Let a client ask for a slot."""
    asking = practice.acting_as(client, more.pop("once", None)).appointment_requests
    return asking.ask(slot.therapist_id, slot.slot_id, **more)


def answered(
    practice: Practice, actor: Actor, request: AppointmentRequestView, status: str
) -> AppointmentRequestView:
    """Let somebody answer a request."""
    return practice.acting_as(actor).appointment_requests.answer(request.request_id, status)


def booked(practice: Practice, client: Actor, therapist: Actor, at: float = 0) -> str:
    """Let a client have a session so many hours after `NOON`, and return its id."""
    request = asked(practice, client, a_slot(practice, therapist, at))
    session_id = answered(practice, therapist, request, "approved").session_id
    assert session_id is not None
    return session_id


def status_of(practice: Practice, actor: Actor, slot: SlotView) -> str:
    """Return what a slot is, as its therapist sees it."""
    return practice.acting_as(actor).slots.get(slot.therapist_id, slot.slot_id).status
