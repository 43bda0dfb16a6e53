"""What is shown of slots and of requests for them: to each reader what is theirs to see.

A view shows what holds at this moment: a hold or a request whose time has passed is past, swept
or not; `lapsed` says that it is so by the clock alone. Printed, it shows its id alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from therapy_core.access import Sight
from therapy_core.relationships.models import Status
from therapy_core.scheduling import rules
from therapy_core.scheduling.models import AppointmentRequest, Slot, SlotRule, SlotStatus
from therapy_core.scheduling.rules import Interval


@dataclass(frozen=True, slots=True, repr=False)
class SlotView:
    """Show a slot; whose it is only to the therapist and to admins."""

    slot_id: str
    therapist_id: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    status: str
    version: int
    request_id: str | None = None
    session_id: str | None = None
    held_until: datetime | None = None
    rule_id: str | None = None
    lapsed: bool = False

    def __repr__(self) -> str:
        return f"<SlotView {self.slot_id}>"

    @classmethod
    def of(cls, slot: Slot, sight: Sight, now: datetime) -> SlotView:
        """Return what of `slot` somebody with `sight` sees at this moment."""
        status = rules.slot_status(slot.status, slot.held_until, now)
        shown = (
            slot.slot_id,
            slot.therapist_id,
            slot.starts_at,
            slot.ends_at,
            slot.timezone,
            status.value,
            int(slot.version),
        )
        lapsed = status != slot.status
        if sight is Sight.PUBLIC:
            return cls(*shown, lapsed=lapsed)
        held = status is SlotStatus.HELD
        request_id, until = (slot.request_id, slot.held_until) if held else (None, None)
        return cls(*shown, request_id, slot.session_id, until, slot.rule_id, lapsed)


@dataclass(frozen=True, slots=True, repr=False)
class PublishedView:
    """Show what was published: slots, and the times at which a weekly rule made none."""

    rule_id: str | None
    therapist_id: str
    timezone: str
    slots: list[SlotView]
    skipped: list[datetime]

    def __repr__(self) -> str:
        return f"<PublishedView of {len(self.slots)} slots>"

    @classmethod
    def of_one(cls, slot: Slot, now: datetime) -> PublishedView:
        """Return what publishing one slot made, as it stands now."""
        view = SlotView.of(slot, Sight.FULL, now)
        return cls(None, slot.therapist_id, slot.timezone, [view], [])

    @classmethod
    def of_rule(cls, rule: SlotRule, made: list[tuple[str, Interval]]) -> PublishedView:
        """Return what a rule made, each slot as it was at first."""
        slots = [
            SlotView(
                slot_id,
                rule.therapist_id,
                *interval,
                rule.timezone,
                SlotStatus.OPEN.value,
                1,
                rule_id=rule.rule_id,
            )
            for slot_id, interval in made
        ]
        skipped = [datetime.fromisoformat(each) for each in rule.skipped]
        return cls(rule.rule_id, rule.therapist_id, rule.timezone, slots, skipped)


@dataclass(frozen=True, slots=True, repr=False)
class AppointmentRequestView:
    """Show a request for a slot; the reason only to the two sides."""

    request_id: str
    client_id: str
    therapist_id: str
    slot_id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    expires_at: datetime
    version: int
    reason: str | None = None
    answered_at: datetime | None = None
    session_id: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    lapsed: bool = False

    def __repr__(self) -> str:
        return f"<AppointmentRequestView {self.request_id}>"

    @classmethod
    def of(cls, request: AppointmentRequest, sight: Sight, now: datetime) -> AppointmentRequestView:
        """Return what of `request` somebody with `sight` sees at this moment."""
        status = status_of(request, now)
        return cls(
            request.request_id,
            request.client_id,
            request.therapist_id,
            request.slot_id,
            request.starts_at,
            request.ends_at,
            status.value,
            request.due_at,
            int(request.version),
            request.reason if sight is Sight.FULL else None,
            request.answered_at,
            request.session_id,
            request.created_at,
            request.updated_at,
            lapsed=status != request.status,
        )


def status_of(request: AppointmentRequest, now: datetime) -> Status:
    """Return what a request is at this moment."""
    return rules.request_status(request.status, request.due_at, now)
