"""Asking for a slot, and approving: the two transactions that bind both sides."""

from __future__ import annotations

from typing import Any

from therapy_core import ids
from therapy_core.actor import Actor, Once
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory.models import LISTED, Therapist
from therapy_core.errors import NotFound, RequestClosed, SlotTaken
from therapy_core.idempotency import create_once
from therapy_core.relationships.asking import require_client
from therapy_core.relationships.models import Contact, Relationship, Status
from therapy_core.scheduling import booking, holds
from therapy_core.scheduling.booking import Move
from therapy_core.scheduling.holds import HoldsFull
from therapy_core.scheduling.models import AppointmentRequest, ClientHolds, Slot, SlotStatus
from therapy_core.scheduling.releasing import close
from therapy_core.sessions.models import Session
from therapy_core.table import Table, Unit
from therapy_core.table.errors import Contention, VersionConflict


class Asking:
    """Store a request together with all that it holds."""

    def __init__(
        self, table: Table, actor: Actor, once: Once | None, request: AppointmentRequest, most: int
    ) -> None:
        self._table = table
        self._actor = actor
        self._once = once
        self._request = request
        self._most = most
        self._holds: ClientHolds | None = None

    def ask(self) -> AppointmentRequest:
        """Hold the slot and store the request; two calls more where old holds are in the way.

        Raises `NotFound` where the slot or a listed therapist is not there, `SlotTaken` and
        `TooManyHolds`.
        """
        for _ in self._table.backoff.tries():
            try:
                return create_once(
                    self._table,
                    "ask for an appointment",
                    self._actor.scope,
                    self._once,
                    self._request,
                    self._write,
                )
            except HoldsFull:
                self._read_holds()
            except VersionConflict:  # of the holds: nothing else is written under a version
                self._read_holds()
        raise Contention(ClientHolds.__name__)

    def _read_holds(self) -> None:
        self._holds = self._table.get(ClientHolds.at(client_id=self._request.client_id))

    def _write(self, unit: Unit) -> None:
        request = self._request
        require_client(unit, self._actor)
        therapist = Therapist.at(therapist_id=request.therapist_id)
        unit.check(therapist, Therapist.listing == LISTED, otherwise=NotFound())
        slot = Slot.at(therapist_id=request.therapist_id, slot_id=request.slot_id)
        booking.hold(unit, slot, request.request_id, request.due_at, request.client_id)
        self._hold(unit)
        unit.create(request)
        unit.upsert(
            relationship_of(request),
            Relationship.contact.set(Contact.OPEN.value),
            Relationship.client_name.set(self._actor.name),
        )
        about = request.request_id
        record(unit, self._actor, Event.APPOINTMENT_REQUESTED, request.client_id, about)

    def _hold(self, unit: Unit) -> None:
        request = self._request
        terms = (request.request_id, request.due_at, self._most)
        if self._holds is None:
            holds.add(unit, request.client_id, *terms)
        else:
            holds.add_to(unit, self._holds, *terms)


def approve(table: Table, actor: Actor, request: AppointmentRequest, zone: str) -> None:
    """Book the slot and make the session; `zone` is the slot's, as far as it is known.

    It takes one call; two more where the client has something else that day, or the slot has
    another zone. Raises `SessionsOverlap`, `SlotTaken`, `RequestClosed`, and `VersionConflict`
    when the request has moved.
    """
    slot = Slot.at(therapist_id=request.therapist_id, slot_id=request.slot_id)
    try:
        _approve(table, actor, request, zone)
    except SlotTaken:
        found = table.get(slot)
        if found is None or not _only_the_zone_differs(found, request, zone):
            raise
        _approve(table, actor, request, found.timezone)


def session_of(request: AppointmentRequest) -> str:
    """Return the one session that a request leads to, however often it is approved."""
    return ids.twin(ids.SESSION, request.request_id)


def relationship_of(request: AppointmentRequest) -> Any:
    """Return the place of the relationship of a request's two sides."""
    return Relationship.at(client_id=request.client_id, therapist_id=request.therapist_id)


def _only_the_zone_differs(slot: Slot, request: AppointmentRequest, zone: str) -> bool:
    held = slot.status == SlotStatus.HELD and slot.request_id == request.request_id
    return held and slot.timezone != zone


def _approve(table: Table, actor: Actor, request: AppointmentRequest, zone: str) -> None:
    session = _session(request, zone)
    slot = Slot.at(therapist_id=request.therapist_id, slot_id=request.slot_id)
    held = booking.is_held_by(request.request_id) & (Slot.timezone == zone)
    request.session_id = session.session_id

    def write(unit: Unit) -> None:
        close(unit, actor, request, Status.APPROVED)
        is_open = Relationship.contact == Contact.OPEN.value
        unit.check(relationship_of(request), is_open, otherwise=RequestClosed())
        booking.book(unit, slot, session.session_id, held)
        unit.create(session)

    interval = (request.starts_at, request.ends_at)
    move = Move(request.client_id, session.session_id, new=interval)
    booking.commit(table, "approve an appointment request", move, write)


def _session(request: AppointmentRequest, zone: str) -> Session:
    return Session(
        session_id=session_of(request),
        client_id=request.client_id,
        therapist_id=request.therapist_id,
        slot_id=request.slot_id,
        request_id=request.request_id,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        timezone=zone,
    )
