"""Appointment requests: one that waits and holds its slot, and those that were answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from seeds import audit, clock, texts
from seeds.chance import chance
from seeds.order import Order
from therapy_core import ids
from therapy_core.audit.events import Event
from therapy_core.directory.models import Client
from therapy_core.relationships.models import Status
from therapy_core.scheduling.holds import written
from therapy_core.scheduling.models import AppointmentRequest, ClientHolds, Slot, SlotStatus
from therapy_core.scheduling.releasing import EVENT_OF
from therapy_core.table import Entity

_SINCE = timedelta(hours=2)
_ENDED = (Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED)
ANSWERED_IN = timedelta(hours=3)
HELD = timedelta(hours=24)


def pending(order: Order, slot: Slot, client: Client) -> tuple[AppointmentRequest, ClientHolds]:
    """Let a client hold a slot since two hours; return the request that waits, and the holds."""
    asked_at = order.now.replace(microsecond=0) - _SINCE
    request = request_for(slot, client, asked_at)
    slot.status = SlotStatus.HELD.value
    slot.request_id, slot.client_id = request.request_id, client.client_id
    slot.held_until = request.due_at
    holds = ClientHolds(
        client_id=client.client_id,
        holds={written(request.request_id, request.due_at)},
        created_at=asked_at,
    )
    return request, holds


def answered(order: Order, slots: list[Slot], client: Client) -> list[Entity]:
    """Return requests of the past that came to nothing, one for each of `slots`."""
    found: list[Entity] = []
    for slot, status in zip(slots, _ENDED, strict=False):
        asked_at = slot.starts_at - timedelta(days=6)
        request = request_for(slot, client, asked_at)
        request.status = status.value
        ended = HELD if status is Status.EXPIRED else ANSWERED_IN
        request.answered_at = asked_at + ended
        found.append(request)
        found += of_request(order, request, status)
    return found


def request_for(slot: Slot, client: Client, asked_at: datetime) -> AppointmentRequest:
    """Return a client's request for a slot, which waits."""
    label = f"{client.client_id} {slot.slot_id}"
    return AppointmentRequest(
        request_id=ids.APPOINTMENT_REQUEST + clock.ulid(asked_at, label),
        client_id=client.client_id,
        therapist_id=slot.therapist_id,
        slot_id=slot.slot_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reason=chance(f"reason {label}").choice(texts.REASONS),
        due_at=asked_at + HELD,
        created_at=asked_at,
    )


def of_request(order: Order, request: AppointmentRequest, status: Status) -> list[Entity]:
    """Return what the audit says of a request and of its answer, unless time itself ended it."""
    client_id, about = request.client_id, request.request_id
    asked = audit.event(
        order, Event.APPOINTMENT_REQUESTED, request.created_at, client_id, client_id, about
    )
    if status is Status.EXPIRED:
        return [*asked]
    by = client_id if status is Status.WITHDRAWN else request.therapist_id
    at = request.answered_at
    return [*asked, *audit.event(order, EVENT_OF[status], at, client_id, by, about)]
