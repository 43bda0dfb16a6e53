"""Whoever leaves leaves no appointment behind, and nothing that was on its way is stored after."""

from __future__ import annotations

import pytest

from tests.appointments import a_slot, asked, booked, status_of
from tests.practices import ADMIN, a_client, a_therapist, later
from therapy_core import Practice
from therapy_core.directory import leaving
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import NotFound
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, THERAPISTS_OF_CLIENT
from therapy_core.scheduling.models import AppointmentRequest
from therapy_core.sessions.models import Session
from therapy_core.table.errors import Unavailable


def statuses(practice: Practice, session_id: str, request_id: str) -> tuple[str, str]:
    """Return how a session and a request stand."""
    session = practice.table.get(Session.at(session_id=session_id))
    request = practice.table.get(AppointmentRequest.at(request_id=request_id))
    assert session is not None
    assert request is not None
    return session.status, request.status


def test_what_a_client_was_to_come_to_is_ended(practice: Practice) -> None:
    """Sessions to come are cancelled, requests withdrawn, and their slots are open again."""
    ada, tom = a_client(practice), a_therapist(practice)
    session_id = booked(practice, ada, tom)
    held = a_slot(practice, tom, 3)
    request = asked(practice, ada, held)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    assert statuses(practice, session_id, request.request_id) == ("cancelled", "withdrawn")
    assert status_of(practice, tom, held) == "open"
    mine = practice.acting_as(tom).slots.list(tom.profile_id).items
    assert [slot.status for slot in mine] == ["open", "open"]


def test_what_was_to_come_with_a_therapist_is_ended(practice: Practice) -> None:
    """Clients find their sessions cancelled and their requests rejected; the past stays."""
    ada, tom = a_client(practice), a_therapist(practice)
    past = booked(practice, ada, tom)
    later(practice, days=4)
    session_id = booked(practice, ada, tom, 48)
    request = asked(practice, ada, a_slot(practice, tom, 51))
    practice.acting_as(ADMIN).therapists.delete(tom.profile_id)
    assert statuses(practice, session_id, request.request_id) == ("cancelled", "rejected")
    assert practice.acting_as(ada).sessions.get(past).status == "scheduled"


def test_what_leaving_cannot_end_now_is_ended_later(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the profile is gone the removal is done, and the rest is left to the task."""
    ada, tom = a_client(practice), a_therapist(practice)
    session_id = booked(practice, ada, tom)
    request = asked(practice, ada, a_slot(practice, tom, 3))

    def busy(*_: object) -> None:
        raise Unavailable("Query")

    monkeypatch.setattr(leaving, "finish", busy)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    assert statuses(practice, session_id, request.request_id) == ("scheduled", "pending")
    monkeypatch.undo()
    later(practice, minutes=5)
    assert sweep_table(practice.table).done == {"leave": 1}
    assert statuses(practice, session_id, request.request_id) == ("cancelled", "withdrawn")


def test_a_client_who_has_left_asks_for_nothing(practice: Practice) -> None:
    """A request that was on its way holds no slot, and leaves no name behind."""
    ada, tom = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, tom)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    with pytest.raises(NotFound):
        asked(practice, ada, slot)
    assert status_of(practice, tom, slot) == "open"
    assert not list(practice.table.every(CLIENTS_OF_THERAPIST, therapist_id=tom.profile_id))


@pytest.mark.parametrize("kind", ["mapping_requests", "journal_access_requests"])
def test_a_therapist_who_has_left_asks_nobody(practice: Practice, kind: str) -> None:
    """No request of somebody who is gone comes up among a client's."""
    ada, tom = a_client(practice), a_therapist(practice)
    practice.acting_as(ADMIN).therapists.delete(tom.profile_id)
    with pytest.raises(NotFound):
        getattr(practice.acting_as(tom), kind).ask(client_id=ada.profile_id)
    assert not list(practice.table.every(THERAPISTS_OF_CLIENT, client_id=ada.profile_id))
