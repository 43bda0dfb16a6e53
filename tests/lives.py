"""A client and two therapists with all that people have with one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.practices import PASSWORD, a_client, a_therapist, an_address, map_both
from therapy_core import Actor, Practice
from therapy_core.relationships.models import JournalAccess, Relationship
from therapy_core.sessions.models import NoteKind

WORDS = "Zugvogel"
PRIVATE = "Nachtfalter"
NAME = "Ada Lovelace-Byron"


@dataclass
class Lives:
    """Hold who there is, and the sessions of the client with the first therapist."""

    client: Actor
    email: str
    tom: Actor
    eve: Actor
    past: str
    to_come: str


def lives(practice: Practice) -> Lives:
    """Let a client and two therapists do with one another all that they can."""
    real = practice.table.clock
    email = an_address()
    client = a_client(practice, NAME, email=email)
    tom, eve = (a_therapist(practice, n, timezone="UTC") for n in ("Tom Tomson", "Eve"))
    map_both(practice, client, tom)
    table, acting = practice.table, practice.acting_as
    grant = Relationship.journal_access.set(JournalAccess.GRANTED.value)
    table.update(Relationship.at(client_id=client.profile_id, therapist_id=tom.profile_id), grant)
    full = real().replace(minute=0, second=0, microsecond=0)
    table.clock = lambda: full - timedelta(days=9)
    past = _session(practice, client, tom, full - timedelta(days=5))
    table.clock = real
    to_come = _session(practice, client, tom, full + timedelta(days=7))
    _ask(practice, client, eve, full + timedelta(days=8))
    acting(eve).mapping_requests.ask(client_email=email)
    acting(eve).journal_access_requests.ask(client_id=client.profile_id)
    _notes(practice, tom, past)
    journals = acting(client).journals
    journals.write(client.profile_id, "joy", 7, words=f"={WORDS}(1)")
    journals.write(client.profile_id, "Wehmut", 3, private=True)
    pair = (client.profile_id, tom.profile_id)
    acting(client).messaging.send(*pair, f"{WORDS} from me")
    acting(tom).messaging.send(*pair, f"{WORDS} to you")
    acting(client).calendar.open()
    return Lives(client, email, tom, eve, past, to_come)


def _ask(practice: Practice, client: Actor, therapist: Actor, at: datetime) -> str:
    """Publish a slot and ask for it; return the request."""
    slots = practice.acting_as(therapist).slots
    made = slots.publish(therapist.profile_id, at, duration_minutes=50)
    requests = practice.acting_as(client).appointment_requests
    slot_id = made.slots[0].slot_id
    return requests.ask(therapist.profile_id, slot_id, f"{WORDS}, please").request_id


def _session(practice: Practice, client: Actor, therapist: Actor, at: datetime) -> str:
    request_id = _ask(practice, client, therapist, at)
    requests = practice.acting_as(therapist).appointment_requests
    session_id = requests.answer(request_id, "approved").session_id
    assert session_id is not None
    return session_id


def _notes(practice: Practice, therapist: Actor, session_id: str) -> None:
    notes = practice.acting_as(therapist).notes
    notes.write(session_id, NoteKind.SHARED, {"text": WORDS, "assignments": [f"-{WORDS}"]})
    notes.write(session_id, NoteKind.PRIVATE, {"text": PRIVATE})
    for kind in NoteKind:
        notes.sign(session_id, kind)
        notes.add(session_id, kind, PRIVATE if kind is NoteKind.PRIVATE else WORDS)


__all__ = ["NAME", "PASSWORD", "PRIVATE", "WORDS", "Lives", "lives"]
