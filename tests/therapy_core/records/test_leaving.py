"""Whoever has left asks and answers nothing: what was on its way is not stored after."""

from __future__ import annotations

import pytest

from tests.appointments import a_slot, asked, status_of
from tests.practices import ADMIN, a_client, a_therapist, between, later, map_both
from therapy_core import Practice
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import Conflict, NotFound, NotVerified
from therapy_core.records import erasing
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, THERAPISTS_OF_CLIENT
from therapy_core.table.errors import Unavailable


def test_a_client_who_has_left_asks_for_nothing(practice: Practice) -> None:
    """A request that was on its way holds no slot, and leaves no name behind."""
    ada, tom = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, tom)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    with pytest.raises(NotFound):
        asked(practice, ada, slot)
    assert status_of(practice, tom, slot) == "open"
    assert not list(practice.table.every(CLIENTS_OF_THERAPIST, therapist_id=tom.profile_id))


def test_an_old_name_is_copied_nowhere(practice: Practice) -> None:
    """What was on its way while the client took another name is to be sent again."""
    ada, tom = a_client(practice, "Ada"), a_therapist(practice)
    map_both(practice, ada, tom)
    slot = a_slot(practice, tom)
    practice.acting_as(ada).accounts.change_me({"name": "Eve"})
    with pytest.raises(Conflict):
        asked(practice, ada, slot)
    with pytest.raises(Conflict):
        practice.acting_as(ada).journal_access.grant(ada.profile_id, tom.profile_id)
    assert between(practice, ada, tom).client_name == "Eve"


@pytest.mark.parametrize("kind", ["mapping_requests", "journal_access_requests"])
def test_a_therapist_who_has_left_asks_nobody(practice: Practice, kind: str) -> None:
    """No request of somebody who is gone comes up among a client's."""
    ada, tom = a_client(practice), a_therapist(practice)
    practice.acting_as(ADMIN).therapists.delete(tom.profile_id)
    with pytest.raises(NotVerified):
        getattr(practice.acting_as(tom), kind).ask(client_id=ada.profile_id)
    assert not list(practice.table.every(THERAPISTS_OF_CLIENT, client_id=ada.profile_id))


def test_an_erasure_that_is_decided_is_answered(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be removed at this moment is left to the task; there is no second answer."""
    ada = a_client(practice)

    def busy(*_: object) -> None:
        raise Unavailable("Query")

    monkeypatch.setattr(erasing, "carry_out", busy)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    monkeypatch.undo()
    later(practice, minutes=5)
    assert sweep_table(practice.table).done == {"erase": 1}


def test_a_client_who_has_left_says_yes_to_nobody(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that was on its way relates nobody to the gone, and brings no name back."""
    ada, tom = a_client(practice), a_therapist(practice)
    request = practice.acting_as(tom).mapping_requests.ask(client_id=ada.profile_id)
    monkeypatch.setattr(erasing, "carry_out", lambda *_: None)
    practice.acting_as(ADMIN).clients.delete(ada.profile_id)
    with pytest.raises(Conflict):
        practice.acting_as(ada).mapping_requests.answer(request.request_id, "approved")
    (found,) = practice.table.every(CLIENTS_OF_THERAPIST, therapist_id=tom.profile_id)
    assert found.client_name is None
