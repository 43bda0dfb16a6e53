"""A session from the request to its end, through the use cases of every domain."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bookings import DAY, HOUR, a_session, a_slot, at, slot_of, status_of, taken
from tests.practices import a_client, a_therapist, map_both
from therapy_core import Practice
from therapy_core.errors import NotFound
from therapy_core.scheduling.models import SlotStatus
from therapy_core.sessions.models import NoteKind


def test_a_slot_that_a_cancelled_session_opened_is_booked_anew(practice: Practice) -> None:
    """Asked for, approved, cancelled in time, and asked for by somebody else."""
    therapist = a_therapist(practice)
    slot = a_slot(practice, therapist, 5 * DAY)
    for _ in range(2):
        client = a_client(practice)
        acting = practice.acting_as(client)
        asked = acting.appointment_requests.ask(therapist.profile_id, slot.slot_id)
        practice.acting_as(therapist).appointment_requests.answer(asked.request_id, "approved")
        (session,) = acting.sessions.list().items
        assert (session.request_id, session.status) == (asked.request_id, "scheduled")
        assert taken(practice, client, slot.starts_at) == [session.session_id]
        acting.sessions.cancel(session.session_id)
        assert status_of(practice, slot) is SlotStatus.OPEN


def test_a_session_without_a_mapping_is_worked_with(practice: Practice) -> None:
    """An appointment opens contact: notes can be written, though nobody was mapped."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist, 5 * DAY)
    acting = practice.acting_as(therapist)
    asked = practice.acting_as(client).appointment_requests.ask(therapist.profile_id, slot.slot_id)
    acting.appointment_requests.answer(asked.request_id, "approved")
    (session,) = acting.sessions.list().items
    acting.notes.write(session.session_id, NoteKind.SHARED, {"text": "Welcome."}, 0)
    with at(practice, slot.starts_at + HOUR):
        done = acting.sessions.change(session.session_id, {"status": "completed"}, 1)
    assert done.status == "completed"


@pytest.mark.parametrize("by", ["client", "therapist"])
def test_unmapping_ends_what_is_to_come(practice: Practice, by: str) -> None:
    """Sessions to come are cancelled, notes of the past can be read, and written no more."""
    client, therapist = a_client(practice), a_therapist(practice)
    map_both(practice, client, therapist)
    past = a_session(practice, client, therapist, -2 * DAY)
    to_come = [a_session(practice, client, therapist, n * DAY) for n in (1, 2)]
    acting = practice.acting_as(therapist)
    acting.notes.write(past.session_id, NoteKind.SHARED, {"text": "Thanks."}, 0)
    actor = client if by == "client" else therapist
    practice.acting_as(actor).relationships.unmap(client.profile_id, therapist.profile_id)
    listed = acting.sessions.list(since=practice.table.clock() - timedelta(hours=1)).items
    assert [s.status for s in listed] == ["cancelled"] * 2
    fate = SlotStatus.OPEN if by == "client" else SlotStatus.WITHDRAWN
    assert {slot_of(practice, s).status for s in to_come} == {fate.value}
    assert acting.notes.shared(past.session_id).text == "Thanks."
    with pytest.raises(NotFound):
        acting.notes.sign(past.session_id, NoteKind.SHARED, 1)
