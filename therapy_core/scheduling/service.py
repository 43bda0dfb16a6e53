"""The use cases of scheduling: slots that therapists offer, and clients' requests for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from therapy_core import access, ids, values
from therapy_core.access import Sight, Subject
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.directory.models import Therapist
from therapy_core.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    RequestClosed,
    SlotTaken,
    VersionMismatch,
)
from therapy_core.idempotency import made_before
from therapy_core.relationships.models import Status
from therapy_core.scheduling import (
    asking,
    booking,
    listing,
    offers,
    publishing,
    releasing,
    rules,
    slot_ids,
)
from therapy_core.scheduling.asking import Asking
from therapy_core.scheduling.models import AppointmentRequest, Slot, SlotStatus
from therapy_core.scheduling.publishing import Publishing
from therapy_core.scheduling.views import (
    AppointmentRequestView,
    PublishedView,
    SlotView,
    status_of,
)
from therapy_core.service import Service, expect_version
from therapy_core.table.errors import Contention, VersionConflict

LONGEST_REASON = 2000
ANSWERS = (Status.APPROVED, Status.REJECTED, Status.WITHDRAWN)


class Slots(Service):
    """Publish, read, list and withdraw slots."""

    domain: ClassVar[str] = "slots"

    def publish(
        self,
        therapist_id: str,
        starts_at: datetime,
        ends_at: datetime | None = None,
        duration_minutes: int | None = None,
        timezone: str | None = None,
    ) -> PublishedView:
        """Offer one slot, by its end or its length (5 minutes to 24 hours).

        `timezone` is the therapist's where none is given. Raises `InvalidInput`, `NotFound` for
        another therapist, `NotVerified` and `SlotsOverlap`.
        """
        self._sight("slots.publish", therapist_id)
        now = self._table.clock()
        zone = _zone(timezone)
        interval = offers.interval(starts_at, ends_at, duration_minutes, now)
        slot = self._publishing(therapist_id).one(interval, zone)
        return PublishedView.of_one(slot, self._table.clock())

    def publish_weekly(
        self,
        therapist_id: str,
        weekdays: Sequence[str],
        times: Sequence[str],
        duration_minutes: int,
        first_day: date,
        last_day: date,
        timezone: str | None = None,
    ) -> PublishedView:
        """Offer slots by a weekly rule: weekdays by name, wall-clock times `HH:MM`.

        Both days are included. What is past or in the way of another slot is skipped and said
        so; the slots are shown as they were made. Raises as `publish`, but for overlaps.
        """
        self._sight("slots.publish_weekly", therapist_id)
        now = self._table.clock()
        zone = _zone(timezone)
        rule = offers.weekly_rule(weekdays, times, duration_minutes, first_day, last_day, now)
        made = self._publishing(therapist_id).by_rule(rule, zone)
        return PublishedView.of_rule(made, publishing.made(made))

    def get(self, therapist_id: str, slot_id: str) -> SlotView:
        """Return a slot; to others than its therapist and admins one that can be asked for.

        Raises `NotFound`.
        """
        seen = self._sight("slots.get", therapist_id)
        slot = self._load(therapist_id, slot_id)
        now = self._table.clock()
        hidden = seen is Sight.PUBLIC and not listing.can_be_asked_for(slot, now)
        if hidden:
            raise NotFound
        return SlotView.of(slot, seen, now)

    def list(
        self,
        therapist_id: str,
        page: PageRequest | None = None,
        status: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> Page[SlotView]:
        """Return a page of a therapist's slots, by their start.

        `from_` is included, `to` is not. To others than the therapist and admins it shows those
        that can be asked for. Raises `InvalidInput` and `InvalidCursor`.
        """
        seen = self._sight("slots.list", therapist_id)
        wanted = listing.Wanted(therapist_id, _chosen(status, SlotStatus), from_, to)
        found = listing.slots(self._table, page or PageRequest(), self._actor.scope, wanted, seen)
        now = self._table.clock()
        return Page([SlotView.of(slot, seen, now) for slot in found.items], found.next_cursor)

    def withdraw(self, therapist_id: str, slot_id: str, version: int | None = None) -> SlotView:
        """Take a slot back; a request that holds it is rejected with it.

        Raises `NotFound`, `VersionMismatch`, and `SlotTaken` for a slot that is booked or past.
        """
        self._sight("slots.withdraw", therapist_id)
        for _ in self._table.backoff.tries():
            slot = self._load(therapist_id, slot_id)
            if slot.status != SlotStatus.WITHDRAWN:
                expect_version(slot, version)
                try:
                    self._withdraw(slot)
                except VersionMismatch:
                    continue
            return SlotView.of(slot, Sight.FULL, self._table.clock())
        raise Contention(Slot.__name__)

    def _withdraw(self, slot: Slot) -> None:
        now = self._table.clock()
        status = rules.slot_status(slot.status, slot.held_until, now)
        if status is SlotStatus.BOOKED or slot.starts_at <= now:
            raise SlotTaken
        with self._table.transaction("withdraw a slot") as unit:
            as_read = Slot.version == slot.version
            booking.withdraw_slot(unit, slot.ref, as_read, otherwise=VersionMismatch())
            if status is SlotStatus.HELD:
                releasing.reject_holder(unit, self._actor, slot)
        slot.status = SlotStatus.WITHDRAWN.value
        slot.request_id = slot.session_id = slot.held_until = None
        slot.version += 1

    def _sight(self, action: str, therapist_id: str) -> Sight:
        return access.sight(self._actor, action, Subject(therapist_id))

    def _publishing(self, therapist_id: str) -> Publishing:
        return Publishing(self._table, therapist_id, self._actor.scope, self._once)

    def _load(self, therapist_id: str, slot_id: str) -> Slot:
        slot = self._table.get(Slot.at(therapist_id=therapist_id, slot_id=slot_id))
        if slot is None:
            raise NotFound
        return slot


class AppointmentRequests(Service):
    """Ask for a slot, read and list requests, and answer them."""

    domain: ClassVar[str] = "appointment_requests"

    def ask(
        self, therapist_id: str, slot_id: str, reason: str | None = None
    ) -> AppointmentRequestView:
        """Ask for an open slot, which is held until the answer or until the request expires.

        Raises `InvalidInput`, `NotFound` where there is no such slot of a listed therapist,
        `SlotTaken` and `TooManyHolds`.
        """
        given = values.checked({"reason": _REASON}, {"reason": reason})
        interval = _interval(slot_id)
        now = self._table.clock()
        if interval[0] <= now:
            return self._view(self._made_before())
        request = AppointmentRequest(
            request_id=ids.APPOINTMENT_REQUEST + ids.new_ulid(now),
            client_id=self._actor.profile_id,
            therapist_id=therapist_id,
            slot_id=slot_id,
            starts_at=interval[0],
            ends_at=interval[1],
            reason=given["reason"],
            due_at=rules.held_until(now, self._practice.settings.hold_hours, interval[0]),
        )
        most = self._practice.settings.most_holds
        return self._view(Asking(self._table, self._actor, self._once, request, most).ask())

    def get(self, request_id: str) -> AppointmentRequestView:
        """Return a request; its reason only to the two sides. Raises `NotFound`."""
        request = self._table.get(AppointmentRequest.at(request_id=request_id))
        return self._view(request, "appointment_requests.get")

    def list(
        self,
        page: PageRequest | None = None,
        status: str | None = None,
        client_id: str | None = None,
        therapist_id: str | None = None,
    ) -> Page[AppointmentRequestView]:
        """Return a page of requests, newest first: one's own, or those of either side.

        An admin, and nobody else, names a client or a therapist. Raises `InvalidInput` and
        `InvalidCursor`.
        """
        side = self._side(client_id, therapist_id)
        chosen = _chosen(status, Status)
        longest = timedelta(hours=self._practice.settings.hold_hours)
        scope = self._actor.scope
        found = listing.requests(self._table, page or PageRequest(), scope, chosen, longest, **side)
        if self._actor.role is not Role.ADMIN:
            self._table.warm(found.items)
        views = [self._view(each, "appointment_requests.list") for each in found.items]
        return Page(views, found.next_cursor)

    def answer(
        self, request_id: str, status: str, version: int | None = None
    ) -> AppointmentRequestView:
        """Answer a pending request: a therapist approves or rejects, a client withdraws.

        Approving books the slot and makes the session. What has been answered so already is
        returned as it stands. Raises `InvalidInput`, `NotAllowed` for the other side's answer,
        `NotFound`, `VersionMismatch`, `RequestClosed`, `SlotTaken`, and `SessionsOverlap` when
        the client has another session at this time.
        """
        wanted = _answer(status)
        if not rules.may_answer(self._actor.role.value, wanted):
            raise NotAllowed
        for _ in self._table.backoff.tries():
            request, zone = self._load(request_id)
            if request.status != wanted:
                expect_version(request, version)
                if status_of(request, self._table.clock()) is not Status.PENDING:
                    raise RequestClosed
                try:
                    self._answer(request, wanted, zone)
                except VersionConflict:  # somebody answered in between
                    continue
            return self._view(request)
        raise Contention(AppointmentRequest.__name__)

    def _answer(self, request: AppointmentRequest, wanted: Status, zone: str) -> None:
        if wanted is Status.APPROVED:
            asking.approve(self._table, self._actor, request, zone)
        else:
            releasing.release(self._table, self._actor, request, wanted)

    def _load(self, request_id: str) -> tuple[AppointmentRequest, str]:
        """Return a request, and the zone that its slot is likely to have: the therapist's."""
        refs: list[Any] = [AppointmentRequest.at(request_id=request_id)]
        if self._actor.role is Role.THERAPIST:
            refs.append(Therapist.at(therapist_id=self._actor.profile_id))
        request, therapist = [*self._table.get_many(refs), None][:2]
        self._sight(request, "appointment_requests.answer")
        assert request is not None
        return request, str((therapist and therapist.timezone) or "UTC")

    def _made_before(self) -> AppointmentRequest:
        scope = self._actor.scope
        found = made_before(self._table, scope, self._once, AppointmentRequest)
        if found is None:
            raise SlotTaken
        return found

    def _sight(self, request: AppointmentRequest | None, action: str) -> Sight:
        if request is None:
            raise NotFound
        sides = Subject(client_id=request.client_id, therapist_id=request.therapist_id)
        return access.sight(self._actor, action, sides)

    def _view(
        self, request: AppointmentRequest | None, action: str = "appointment_requests.get"
    ) -> AppointmentRequestView:
        seen = self._sight(request, action)
        assert request is not None
        return AppointmentRequestView.of(request, seen, self._table.clock())

    def _side(self, client_id: str | None, therapist_id: str | None) -> dict[str, str]:
        """Return whose requests are listed, by the name of the key. Raises `InvalidInput`."""
        given = {"client_id": client_id, "therapist_id": therapist_id}
        named = {name: value for name, value in given.items() if value is not None}
        if self._actor.role is Role.ADMIN:
            if len(named) != 1:
                raise InvalidInput({"client_id": "or a therapist is to be named, one of them"})
            return named
        if named:
            raise InvalidInput(dict.fromkeys(named, "is for admins"))
        return {f"{self._actor.role.value}_id": self._actor.profile_id}


_REASON = values.optional(values.paragraph(LONGEST_REASON))
S = TypeVar("S", bound=StrEnum)


def _zone(name: str | None) -> str | None:
    rule = values.optional(values.timezone)
    found: str | None = values.checked({"timezone": rule}, {"timezone": name})["timezone"]
    return found


def _interval(slot_id: str) -> rules.Interval:
    try:
        return slot_ids.interval(slot_id)
    except ValueError:
        raise NotFound from None


def _answer(status: str) -> Status:
    if status not in ANSWERS:
        raise InvalidInput({"status": f"takes one of {', '.join(ANSWERS)}"})
    return Status(status)


def _chosen(status: str | None, kind: type[S]) -> S | None:
    if status is not None and status not in list(kind):
        raise InvalidInput({"status": f"takes one of {', '.join(kind)}"})
    return None if status is None else kind(status)
