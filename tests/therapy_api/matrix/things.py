"""What a scene's owner and party can have between them; each adds to the scene what it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.practices import an_entry
from tests.therapy_api.matrix.world import WORDS, Scene
from therapy_core import ids
from therapy_core.journals.models import ALL, COUNT, SHARED, SUM, Mood, counter
from therapy_core.journals.vocabulary import OTHER
from therapy_core.messaging.models import Conversation, Message, Side
from therapy_core.scheduling import rules, slot_ids
from therapy_core.scheduling.models import (
    AppointmentRequest,
    ClientDay,
    Slot,
    SlotStatus,
    TherapistDay,
)
from therapy_core.sessions.feeds import CalendarFeed, hash_of, new_token
from therapy_core.sessions.models import Addendum, NoteKind, PrivateNote, Session, SharedNote

MINUTES = 50
TO_COME, FREE, PAST = 3, 4, -2
"""Days from now on which there is a session, an open slot, a session that is over."""
RECORD, PRIVATE = WORDS["record"], WORDS["private"]


def times(starts_at: datetime) -> tuple[datetime, datetime]:
    """Return the interval that begins then, as long as a session is."""
    return starts_at, starts_at + timedelta(minutes=MINUTES)


def open_slot(scene: Scene, days: int = FREE) -> Slot:
    """Offer a time of the party's."""
    starts_at, ends_at = times(scene.noon(days))
    slot = Slot(
        therapist_id=scene.party.profile_id,
        slot_id=slot_ids.new_slot_id(starts_at, MINUTES),
        starts_at=starts_at,
        ends_at=ends_at,
        timezone="UTC",
    )
    scene.ids["slotId"] = slot.slot_id
    scene.add(slot, _day(slot))
    return slot


def booked_slot(scene: Scene) -> None:
    """Have somebody's session in a slot of the party's."""
    slot = open_slot(scene)
    slot.status, slot.session_id = SlotStatus.BOOKED.value, ids.SESSION + ids.new_ulid(scene.now)


def held_slot(scene: Scene) -> None:
    """Have the owner wait for the party's answer about a slot."""
    slot = open_slot(scene)
    request = AppointmentRequest(
        **scene.pair,
        request_id=ids.APPOINTMENT_REQUEST + ids.new_ulid(scene.now),
        slot_id=slot.slot_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reason=RECORD,
        due_at=scene.now + timedelta(hours=24),
    )
    slot.status, slot.held_until = SlotStatus.HELD.value, request.due_at
    slot.request_id, slot.client_id = request.request_id, request.client_id
    scene.ids["requestId"] = request.request_id
    scene.add(request)


def session(scene: Scene, days: int = TO_COME) -> Session:
    """Book a session of the two."""
    slot = open_slot(scene, days)
    made = Session(
        **scene.pair,
        session_id=ids.SESSION + ids.new_ulid(scene.now),
        slot_id=slot.slot_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=RECORD,
    )
    slot.status, slot.session_id = SlotStatus.BOOKED.value, made.session_id
    scene.ids["sessionId"] = made.session_id
    scene.add(
        made,
        ClientDay(
            client_id=scene.owner.profile_id,
            day=_date(slot),
            intervals={made.session_id: rules.written(times(slot.starts_at))},
            expires_at=rules.sheet_ends(_date(slot)),
        ),
    )
    return made


def past_session(scene: Scene) -> Session:
    """Have had a session."""
    return session(scene, PAST)


def movable_session(scene: Scene) -> None:
    """Book a session, and offer another time beside it."""
    session(scene)
    open_slot(scene)


def drafts(scene: Scene) -> None:
    """Have had a session of which both notes are drafts."""
    _notes(scene, None)


def signed(scene: Scene) -> None:
    """Have had a session of which both notes are signed and corrected."""
    _notes(scene, scene.now)
    for kind, text in ((NoteKind.SHARED, RECORD), (NoteKind.PRIVATE, PRIVATE)):
        addendum = Addendum(
            **scene.pair,
            session_id=scene.ids["sessionId"],
            addendum_id=ids.ADDENDUM + ids.new_ulid(scene.now),
            note=kind.value,
            text=text,
            signed_at=scene.now,
        )
        scene.ids[f"{kind}Addendum"] = addendum.addendum_id
        scene.add(addendum)


def entry(scene: Scene, *, private: bool = False) -> None:
    """Write an entry to the owner's journal, and count it."""
    made = an_entry(scene.owner, scene.soon(-1), RECORD, private=private)
    audiences = (ALL,) if private else (ALL, SHARED)
    figures = {counter(each, OTHER, COUNT): 1 for each in audiences}
    figures |= {counter(each, OTHER, SUM): made.intensity for each in audiences}
    scene.ids |= {"entryId": made.entry_id, "day": made.felt_on}
    scene.add(made, Mood(client_id=made.client_id, day=made.felt_on, **figures))


def private_entry(scene: Scene) -> None:
    """Write an entry that the owner keeps from everybody."""
    entry(scene, private=True)


def message_by(side: Side) -> Callable[[Scene], None]:
    """Return what lets one side write to the other."""

    def add(scene: Scene) -> None:
        message_id = ids.MESSAGE + ids.new_ulid(scene.now)
        sent = {"sender": side.value, "sent_at": scene.now, "message_id": message_id}
        last = {"last_sender": side.value, "last_at": scene.now, "last_message_id": message_id}
        unread = {f"{side.other}_unread": 1}
        scene.ids["messageId"] = message_id
        scene.add(
            Message(**scene.pair, **sent, text=RECORD),
            Conversation(**scene.pair, **last, **unread, preview=RECORD),
        )

    return add


def feed(scene: Scene) -> None:
    """Have the owner's calendar open to whoever has its address."""
    token = new_token(scene.owner.account_id)
    scene.ids["feedToken"] = token
    scene.add(CalendarFeed(account_id=scene.owner.account_id, token_hash=hash_of(token)))
    session(scene)


def _notes(scene: Scene, signed_at: datetime | None) -> None:
    made = past_session(scene)
    both = {**scene.pair, "session_id": made.session_id, "signed_at": signed_at}
    scene.add(SharedNote(**both, text=RECORD), PrivateNote(**both, text=PRIVATE))


def _day(slot: Slot) -> TherapistDay:
    return TherapistDay(
        therapist_id=slot.therapist_id,
        day=_date(slot),
        intervals={slot.slot_id: rules.written(times(slot.starts_at))},
        expires_at=rules.sheet_ends(_date(slot)),
    )


def _date(slot: Slot) -> str:
    return slot.starts_at.date().isoformat()
