"""Sessions, notes and calendar feeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.bookings import a_session, a_slot, in_contact
from tests.therapy_core.cases.world import Case, World
from therapy_core import ANONYMOUS
from therapy_core.sessions.models import NoteKind

SHARED, PRIVATE = NoteKind.SHARED, NoteKind.PRIVATE
NOTE = {"text": "Slept better.", "assignments": ["Walk."]}


def session_id(world: World) -> str:
    """Book a session of the world's client with its therapist, and return its id."""
    in_contact(world.practice, world.client, world.therapist)
    return a_session(world.practice, world.client, world.therapist).session_id


def signed(world: World, note: NoteKind) -> str:
    """Return the id of a session with a signed note and an addendum to it."""
    found = session_id(world)
    notes = world.acting(world.therapist).notes
    notes.write(found, note, {"text": "Slept better."})
    notes.sign(found, note)
    notes.add(found, note, "Two weeks.")
    return found


def of_session(call: Callable[[World, str], Any]) -> Case:
    """Return the case of a call that needs a session."""

    def prepare(world: World) -> Callable[[], Any]:
        found = session_id(world)
        return lambda: call(world, found)

    return prepare


def of_note(note: NoteKind, call: Callable[[World, str], Any]) -> Case:
    """Return the case of a call that needs a signed note with an addendum."""

    def prepare(world: World) -> Callable[[], Any]:
        found = signed(world, note)
        return lambda: call(world, found)

    return prepare


def signing(world: World) -> Callable[[], Any]:
    """Prepare a draft, and return its signing."""
    found, notes = session_id(world), world.acting(world.therapist).notes
    notes.write(found, SHARED, NOTE)
    return lambda: notes.sign(found, SHARED, 1)


def moving(world: World) -> Callable[[], Any]:
    """Prepare a session and an open slot on another day, and return the move."""
    found = session_id(world)
    slot = a_slot(world.practice, world.therapist, timedelta(days=9))
    sessions = world.acting(world.therapist).sessions
    return lambda: sessions.change(found, {"slot_id": slot.slot_id, "place": "Room 2"}, 1)


def reading_a_feed(world: World) -> Callable[[], Any]:
    """Open a feed, and return its reading by whoever has the address."""
    session_id(world)
    token = world.acting(world.client).calendar.open().token
    return lambda: world.acting(ANONYMOUS).calendar.read(token)


CASES: dict[str, Case] = {
    "sessions.list": of_session(lambda w, _: w.acting(w.client).sessions.list()),
    "sessions.get": of_session(lambda w, s: w.acting(w.admin).sessions.get(s)),
    "sessions.change": moving,
    "sessions.cancel": of_session(lambda w, s: w.acting(w.client).sessions.cancel(s, "A cold.")),
    "notes.shared": of_note(SHARED, lambda w, s: w.acting(w.client).notes.shared(s)),
    "notes.private": of_note(PRIVATE, lambda w, s: w.acting(w.therapist).notes.private(s)),
    "notes.write": of_session(lambda w, s: w.acting(w.therapist).notes.write(s, SHARED, NOTE, 0)),
    "notes.sign": signing,
    "notes.add": of_note(SHARED, lambda w, s: w.acting(w.therapist).notes.add(s, SHARED, "No.")),
    "notes.addenda": of_note(SHARED, lambda w, s: w.acting(w.client).notes.addenda(s)),
    "notes.private_addenda": of_note(
        PRIVATE, lambda w, s: w.acting(w.therapist).notes.private_addenda(s)
    ),
    "calendar.open": lambda w: w.acting(w.client).calendar.open,
    "calendar.close": lambda w: w.acting(w.client).calendar.close,
    "calendar.read": reading_a_feed,
}
