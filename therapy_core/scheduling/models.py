"""Slots, the requests for them, and what is in use on each day."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from pynamodb.attributes import (
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.indexes import GSI1, GSI2, GSI3
from therapy_core.relationships.models import Status
from therapy_core.table import AccessPattern, Entity, Primary, SealedText, one_of


class SlotStatus(StrEnum):
    """Say what has become of a slot."""

    OPEN = "open"
    HELD = "held"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"


class Slot(Entity, discriminator="slot"):
    """Hold a time that a therapist offers.

    The id says when it begins and how long it lasts (`scheduling.slot_ids`). A hold whose time
    has passed counts as open; `request_id`, `client_id` and `held_until` say whose it is.
    """

    primary = Primary("THERAPIST#{therapist_id}", "SLOT#{slot_id}")
    offered = GSI1.key(
        "THERAPIST#{therapist_id}",
        "OFFER#{slot_id}",
        when=one_of("status", SlotStatus.OPEN.value, SlotStatus.HELD.value),
    )

    therapist_id = UnicodeAttribute()
    slot_id = UnicodeAttribute()
    starts_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    timezone = UnicodeAttribute()
    status = UnicodeAttribute(default=SlotStatus.OPEN.value)
    request_id = UnicodeAttribute(null=True)
    client_id = UnicodeAttribute(null=True)
    held_until = UTCDateTimeAttribute(null=True)
    session_id = UnicodeAttribute(null=True)
    rule_id = UnicodeAttribute(null=True)


class SlotRule(Entity, discriminator="slot_rule"):
    """Hold a weekly rule that slots are made from, and how far that has come.

    `weekdays` are 0 (Monday) to 6, `times` are wall-clock times `HH:MM` in `timezone`; the first
    and the last day are ISO dates, both included. `skipped` holds the times, in ISO 8601, at
    which no slot was made; `done_at` is there once every slot has been.
    """

    primary = Primary("THERAPIST#{therapist_id}", "RULE#{rule_id}")

    therapist_id = UnicodeAttribute()
    rule_id = UnicodeAttribute()
    weekdays: ListAttribute[Any] = ListAttribute(of=NumberAttribute)
    times: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    minutes = NumberAttribute()
    timezone = UnicodeAttribute()
    first_day = UnicodeAttribute()
    last_day = UnicodeAttribute()
    skipped: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    done_at = UTCDateTimeAttribute(null=True)


class TherapistDay(Entity, discriminator="therapist_day"):
    """Hold the intervals of a therapist's slots on one UTC day: slot id to `start/end`."""

    primary = Primary("THERAPIST#{therapist_id}", "DAY#{day}")

    therapist_id = UnicodeAttribute()
    day = UnicodeAttribute()
    intervals: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    expires_at = TTLAttribute()


class ClientDay(Entity, discriminator="client_day"):
    """Hold the intervals of a client's sessions on one UTC day: session id to `start/end`."""

    primary = Primary("CLIENT#{client_id}", "DAY#{day}")

    client_id = UnicodeAttribute()
    day = UnicodeAttribute()
    intervals: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    expires_at = TTLAttribute()


class ClientHolds(Entity, discriminator="client_holds"):
    """Hold which slots a client holds at this time: texts made of a request and its hold's end."""

    primary = Primary("CLIENT#{client_id}", "HOLDS")

    client_id = UnicodeAttribute()
    holds = UnicodeSetAttribute(null=True)


class AppointmentRequest(Entity, discriminator="appointment_request"):
    """Hold that a client asked for a slot, and what the therapist answered."""

    primary = Primary("REQUEST#{request_id:apt_*}", "REQUEST")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "APTREQ#{request_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "APTREQ#{request_id}")
    due = GSI3.key(
        "DUE#{request_id:shard}",
        "{due_at:time}#{request_id:apt_*}",
        when=one_of("status", Status.PENDING.value),
    )
    sealed_for: ClassVar[str] = "client_id"

    request_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    slot_id = UnicodeAttribute()
    starts_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    reason = SealedText("record", null=True)
    status = UnicodeAttribute(default=Status.PENDING.value)
    due_at = UTCDateTimeAttribute()
    answered_at = UTCDateTimeAttribute(null=True)
    session_id = UnicodeAttribute(null=True)


SLOTS_OF_THERAPIST = AccessPattern[Slot](
    "slots of a therapist",
    on=Slot.primary,
    consistent=True,
    why="A therapist looks at everything on offer, taken or withdrawn.",
)
SLOTS_ON_OFFER = AccessPattern[Slot](
    "slots that a therapist offers",
    on=Slot.offered,
    why="Clients look for an open slot, past none that are booked.",
)
RULES_OF_THERAPIST = AccessPattern[SlotRule](
    "weekly rules of a therapist",
    on=SlotRule.primary,
    consistent=True,
    why="A therapist takes them along, and they go when the therapist leaves.",
)
CLIENT_DAYS = AccessPattern[ClientDay](
    "days on which a client has sessions",
    on=ClientDay.primary,
    consistent=True,
    why="Ending a mapping cancels the sessions to come, those of this very moment included.",
)
REQUESTS_TO_THERAPIST = AccessPattern[AppointmentRequest](
    "appointment requests to a therapist",
    on=AppointmentRequest.by_therapist,
    newest_first=True,
    why="A therapist answers what clients ask for.",
)
REQUESTS_OF_CLIENT = AccessPattern[AppointmentRequest](
    "appointment requests of a client",
    on=AppointmentRequest.by_client,
    newest_first=True,
    why="A client follows what became of a request.",
)
