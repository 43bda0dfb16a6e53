"""Ending requests without an approval: the slot is open again, and the client's hold is gone."""

from __future__ import annotations

from datetime import datetime

from therapy_core import ids
from therapy_core.actor import SYSTEM, Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import RequestClosed, SlotTaken, VersionMismatch
from therapy_core.relationships.models import Status
from therapy_core.scheduling import booking, holds, rules
from therapy_core.scheduling.models import AppointmentRequest, Slot
from therapy_core.table import Table, Unit
from therapy_core.table.errors import Contention, Missing, VersionConflict

EVENT_OF = {
    Status.APPROVED: Event.APPOINTMENT_APPROVED,
    Status.REJECTED: Event.APPOINTMENT_REJECTED,
    Status.WITHDRAWN: Event.APPOINTMENT_WITHDRAWN,
    Status.EXPIRED: Event.APPOINTMENT_EXPIRED,
}


def close(unit: Unit, actor: Actor, request: AppointmentRequest, status: Status) -> None:
    """Give a request its answer, remove the client's hold, and write down who did it.

    On commit raises `VersionConflict` when the request has moved since it was read, and
    `RequestClosed` when its time has passed or, for `EXPIRED`, has not.
    """
    request.status = status.value
    request.answered_at = unit.now
    late = AppointmentRequest.due_at <= unit.now
    unit.save(request, when=late if status is Status.EXPIRED else ~late, otherwise=RequestClosed())
    holds.remove(unit, request.client_id, request.request_id, request.due_at)
    record(unit, actor, EVENT_OF[status], request.client_id, request.request_id)


def release(table: Table, actor: Actor, request: AppointmentRequest, status: Status) -> None:
    """Reject or withdraw a pending request and open its slot again. Raises as `close`."""
    slot = Slot.at(therapist_id=request.therapist_id, slot_id=request.slot_id)
    with table.transaction("end an appointment request") as unit:
        close(unit, actor, request, status)
        booking.reopen(unit, slot, booking.is_held_by(request.request_id))


def reject_holder(unit: Unit, actor: Actor, slot: Slot) -> None:
    """Reject the request that holds a slot, which is about to be withdrawn.

    On commit raises `VersionMismatch` when the request is not pending any more.
    """
    assert slot.request_id is not None
    assert slot.client_id is not None
    assert slot.held_until is not None
    unit.update(
        AppointmentRequest.at(request_id=slot.request_id),
        AppointmentRequest.status.set(Status.REJECTED.value),
        AppointmentRequest.answered_at.set(unit.now),
        when=AppointmentRequest.status == Status.PENDING.value,
        otherwise=VersionMismatch(),
    )
    holds.remove(unit, slot.client_id, slot.request_id, slot.held_until)
    record(unit, actor, Event.APPOINTMENT_REJECTED, slot.client_id, slot.request_id)


def expire(table: Table, request: AppointmentRequest) -> bool:
    """Mark a request as expired whose time has passed, and open its slot if it still holds it.

    Tells whether it was done. It is safe to run in several places at once, and beside an answer:
    who comes second changes nothing.
    """
    if rules.request_status(request.status, request.due_at, table.clock()) is not Status.EXPIRED:
        return False
    for _ in table.backoff.tries():
        try:
            _expire(table, request)
        except (VersionConflict, Missing, RequestClosed):
            return False
        except SlotTaken:  # somebody has taken the slot in between
            continue
        return True
    raise Contention(AppointmentRequest.__name__)


def _expire(table: Table, request: AppointmentRequest) -> None:
    slot = table.get(Slot.at(therapist_id=request.therapist_id, slot_id=request.slot_id))
    with table.transaction("expire an appointment request") as unit:
        close(unit, SYSTEM, request, Status.EXPIRED)
        if slot is not None and slot.request_id == request.request_id:
            booking.reopen(unit, slot.ref, booking.is_held_by(request.request_id))


def withdraw_pending(
    table: Table, actor: Actor, client_id: str, therapist_id: str, until: datetime
) -> int:
    """End the pending appointment requests that a pair made `until` a moment; return how many.

    A therapist's ending rejects them, anybody else's withdraws them. They are found by
    consistent reads, so whoever has closed the relationship before leaves none behind.
    """
    status = Status.REJECTED if actor.role is Role.THERAPIST else Status.WITHDRAWN
    before = (r for r in holds.requests(table, client_id) if ids.moment_of(r) <= until)
    refs = [AppointmentRequest.at(request_id=r) for r in before]
    found = [r for r in (table.get_many(refs) if refs else []) if r is not None]
    of_pair = [r for r in found if r.therapist_id == therapist_id]
    return sum(_withdraw(table, actor, request, status) for request in of_pair)


def _withdraw(table: Table, actor: Actor, request: AppointmentRequest, status: Status) -> bool:
    """End one request if it is pending; tell whether it was."""
    if rules.request_status(request.status, request.due_at, table.clock()) is not Status.PENDING:
        return False
    try:
        release(table, actor, request, status)
    except (VersionConflict, RequestClosed, SlotTaken):  # answered or lapsed in between
        return False
    return True
