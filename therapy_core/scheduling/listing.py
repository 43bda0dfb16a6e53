"""Lists of slots and of requests for them, as they are at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from therapy_core import ids
from therapy_core.access import Sight
from therapy_core.actor import Page, PageRequest
from therapy_core.relationships.models import Status
from therapy_core.scheduling import rules, slot_ids
from therapy_core.scheduling.models import (
    REQUESTS_OF_CLIENT,
    REQUESTS_TO_THERAPIST,
    SLOTS_OF_THERAPIST,
    SLOTS_ON_OFFER,
    AppointmentRequest,
    Slot,
    SlotStatus,
)
from therapy_core.scheduling.views import status_of
from therapy_core.table import Narrow, Table

_FIRST = datetime(1970, 1, 2, tzinfo=UTC)
_LAST = datetime(9998, 12, 31, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ON_OFFER = (SlotStatus.OPEN, SlotStatus.HELD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say which slots of a therapist are asked for; None is anything."""

    therapist_id: str
    status: SlotStatus | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None

    @property
    def narrow(self) -> Narrow:
        """Return what narrows the list to slots that begin within these times."""
        before = self.starts_before
        high = None if before is None else _within_reach(before) - _MILLISECOND
        return Narrow(low=_beginning(self.starts_from), high=_beginning(high))


def can_be_asked_for(slot: Slot, now: datetime) -> bool:
    """Tell whether a slot is open, and has not begun."""
    return rules.can_be_asked_for(slot.status, slot.held_until, slot.starts_at, now)


def slots(
    table: Table, request: PageRequest, scope: str, wanted: Wanted, sight: Sight
) -> Page[Slot]:
    """Return a page of slots by their start, those that the public sees or all.

    Raises the toolkit's `InvalidCursor`.
    """
    now = table.clock()

    def fits(slot: Slot) -> bool:
        if sight is Sight.PUBLIC and not can_be_asked_for(slot, now):
            return False
        status = rules.slot_status(slot.status, slot.held_until, now)
        return wanted.status is None or status is wanted.status

    public = sight is Sight.PUBLIC
    thinned = public or wanted.status is not None
    return table.page(
        SLOTS_ON_OFFER if public or wanted.status in _ON_OFFER else SLOTS_OF_THERAPIST,
        request,
        scope=scope,
        narrow=wanted.narrow,
        within=Narrow(low=_beginning(now)) if public else Narrow(),
        where=fits if thinned else None,
        asked=f"{wanted.status} {public}",
        therapist_id=wanted.therapist_id,
    )


def requests(
    table: Table,
    page: PageRequest,
    scope: str,
    status: Status | None,
    longest: timedelta,
    **side: Any,
) -> Page[AppointmentRequest]:
    """Return a page of the requests of a client or to a therapist (`side`), newest first.

    `longest` is how long a request can be pending. Raises the toolkit's `InvalidCursor`.
    """
    now = table.clock()

    def fits(request: AppointmentRequest) -> bool:
        return status_of(request, now) is status

    pending = Narrow(low=_request_id(now - longest)) if status is Status.PENDING else Narrow()
    return table.page(
        REQUESTS_OF_CLIENT if "client_id" in side else REQUESTS_TO_THERAPIST,
        page,
        scope=scope,
        within=pending,
        where=fits if status else None,
        asked=str(status),
        **side,
    )


def _beginning(at: datetime | None) -> str | None:
    return None if at is None else slot_ids.beginning(_within_reach(at))


def _request_id(at: datetime) -> str:
    return ids.APPOINTMENT_REQUEST + ids.new_ulid(at)[: slot_ids.TIME]


def _within_reach(at: datetime) -> datetime:
    """Return a time that an identifier can hold: no slot is earlier or later."""
    return max(_FIRST, min(at, _LAST))
