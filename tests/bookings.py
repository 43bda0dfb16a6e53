"""What tests of sessions start from: slots and sessions that stand, written as they would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from therapy_core import Actor, Practice, ids
from therapy_core.relationships.models import Contact, Mapping, Relationship
from therapy_core.scheduling import booking, rules, slot_ids
from therapy_core.scheduling.models import ClientDay, Slot, SlotStatus, TherapistDay
from therapy_core.sessions.models import Session
from therapy_core.table import Unit

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)
"""A moment that is far from both ends of a UTC day."""


class Clock:
    """Be a clock that tests turn."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return what time it is, a moment later each time, as time passes."""
        self.now += timedelta(milliseconds=1)
        return self.now


def in_contact(practice: Practice, client: Actor, therapist: Actor) -> Relationship:
    """Map a client and a therapist."""
    return practice.table.create(
        Relationship(
            client_id=client.profile_id,
            therapist_id=therapist.profile_id,
            client_name="Ada Client",
            mapping=Mapping.ACTIVE.value,
            contact=Contact.OPEN.value,
        )
    )


def part(practice: Practice, client: Actor, therapist: Actor) -> None:
    """End their mapping and their contact."""
    practice.table.update(
        Relationship.at(client_id=client.profile_id, therapist_id=therapist.profile_id),
        Relationship.mapping.set(Mapping.ENDED.value),
        Relationship.contact.set(Contact.CLOSED.value),
    )


def a_slot(
    practice: Practice, therapist: Actor, ahead: timedelta = 2 * DAY, minutes: int = 50
) -> Slot:
    """Publish an open slot that begins so far ahead."""
    starts_at = (practice.table.clock() + ahead).replace(microsecond=0)
    slot_id = slot_ids.new_slot_id(starts_at, minutes)
    starts_at, ends_at = slot_ids.interval(slot_id)
    slot = Slot(
        therapist_id=therapist.profile_id,
        slot_id=slot_id,
        starts_at=starts_at,
        ends_at=ends_at,
        timezone="Europe/Lisbon",
    )
    with practice.table.transaction("publish a slot") as unit:
        unit.create(slot)
        for day in rules.days((starts_at, ends_at)):
            place = TherapistDay.at(therapist_id=therapist.profile_id, day=day)
            sheet = practice.table.get(place)
            others = sheet.intervals.as_dict() if sheet else {}
            unit.upsert(
                place,
                TherapistDay.intervals.set(others | {slot_id: rules.written((starts_at, ends_at))}),
                TherapistDay.expires_at.set(rules.sheet_ends(day)),
            )
    return slot


def a_session(
    practice: Practice,
    client: Actor,
    therapist: Actor,
    ahead: timedelta = 2 * DAY,
    minutes: int = 50,
) -> Session:
    """Book a session that begins so far ahead, as approving a request does."""
    slot = a_slot(practice, therapist, ahead, minutes)
    session = Session(
        session_id=ids.SESSION + ids.new_ulid(slot.starts_at),
        client_id=client.profile_id,
        therapist_id=therapist.profile_id,
        slot_id=slot.slot_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timezone=slot.timezone,
    )
    move = booking.Move(client.profile_id, session.session_id, new=(slot.starts_at, slot.ends_at))

    def write(unit: Unit) -> None:
        unit.create(session)
        booking.book(unit, slot.ref, session.session_id, booking.is_open(unit.now))

    booking.commit(practice.table, "book", move, write)
    return session


def slot_of(practice: Practice, session: Session) -> Slot:
    """Return the slot of a session as it stands."""
    found = practice.table.get(Slot.at(therapist_id=session.therapist_id, slot_id=session.slot_id))
    assert found is not None
    return found


def status_of(practice: Practice, slot: Slot) -> SlotStatus:
    """Return the status of a slot as it stands."""
    found = practice.table.get(slot.ref)
    assert found is not None
    return SlotStatus(found.status)


def taken(practice: Practice, client: Actor, at: datetime) -> list[str]:
    """Return which sessions stand on a client's sheet of the day of `at`."""
    day = at.astimezone(UTC).date().isoformat()
    sheet = practice.table.get(ClientDay.at(client_id=client.profile_id, day=day))
    return sorted(sheet.intervals.as_dict()) if sheet else []


@contextmanager
def at(practice: Practice, moment: datetime) -> Iterator[None]:
    """Let it be `moment` for a while."""
    before = practice.table.clock
    practice.table.clock = Clock(moment)
    try:
        yield
    finally:
        practice.table.clock = before
