"""Unmapping that was cut short: what it left undone is done late, and to nothing newer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.appointments import a_slot, answered, asked, booked, status_of
from tests.practices import a_client, a_therapist, between, later, map_both
from therapy_core import Actor, Practice
from therapy_core.due import sweeping
from therapy_core.relationships import ending
from therapy_core.relationships.models import Mapping
from therapy_core.sessions.models import Session
from therapy_core.table.errors import Unavailable


def unmap_and_crash(practice: Practice, who: Actor, client: Actor, therapist: Actor) -> None:
    """Close the relationship, and leave all that hangs on it to the task."""

    def busy(*_: object) -> int:
        raise Unavailable("TransactWriteItems")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ending, "EFFECTS", (busy,))
        practice.acting_as(who).relationships.unmap(client.profile_id, therapist.profile_id)
    later(practice, seconds=1)


def sweep_late(practice: Practice) -> None:
    """Do what has fallen due some minutes on."""
    later(practice, minutes=5)
    assert sweeping.sweep_table(practice.table).done["unmap"] == 1


def session_status(practice: Practice, session_id: str) -> str:
    """Return how a session stands."""
    found = practice.table.get(Session.at(session_id=session_id))
    assert found is not None
    return found.status


def test_a_late_task_ends_what_was_and_nothing_since(practice: Practice) -> None:
    """Mapped anew, the two keep what they agree on from then on, and nothing of before."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    old_session = booked(practice, ada, tom)
    old = asked(practice, ada, a_slot(practice, tom, 2))
    unmap_and_crash(practice, tom, ada, tom)
    map_both(practice, ada, tom)
    new_session = booked(practice, ada, tom, 4)
    new = asked(practice, ada, a_slot(practice, tom, 6))
    sweep_late(practice)
    assert session_status(practice, old_session) == "cancelled"
    assert session_status(practice, new_session) == "scheduled"
    mine = practice.acting_as(ada).appointment_requests
    assert mine.get(old.request_id).status == "rejected"
    assert mine.get(new.request_id).status == "pending"
    assert between(practice, ada, tom).mapping == Mapping.ACTIVE


def test_a_late_task_leaves_a_request_of_afterwards(practice: Practice) -> None:
    """Who was unmapped may ask as any client; the request that waited before is gone."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    slot = a_slot(practice, tom)
    asked(practice, ada, slot)
    unmap_and_crash(practice, ada, ada, tom)
    new = asked(practice, ada, a_slot(practice, tom, 2))
    sweep_late(practice)
    assert practice.acting_as(ada).appointment_requests.get(new.request_id).status == "pending"
    assert status_of(practice, tom, slot) == "open"


def test_what_was_asked_before_and_approved_since_ends(practice: Practice) -> None:
    """A session is as old as its request, which the unmapping should have ended."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    old = asked(practice, ada, a_slot(practice, tom))
    unmap_and_crash(practice, ada, ada, tom)
    asked(practice, ada, a_slot(practice, tom, 2))
    session_id = answered(practice, tom, old, "approved").session_id
    assert session_id is not None
    sweep_late(practice)
    assert session_status(practice, session_id) == "cancelled"


def test_a_session_approved_while_a_mapping_ends_is_ended(practice: Practice) -> None:
    """An approval reads the relationship and leaves it as it is, so it may seem the later one."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    request = asked(practice, ada, a_slot(practice, tom))
    ahead = practice.table.clock() + timedelta(seconds=5)
    before, practice.table.clock = practice.table.clock, lambda: ahead
    session_id = answered(practice, tom, request, "approved").session_id
    practice.table.clock = before
    assert session_id is not None
    practice.acting_as(ada).relationships.unmap(ada.profile_id, tom.profile_id)
    assert session_status(practice, session_id) == "cancelled"
