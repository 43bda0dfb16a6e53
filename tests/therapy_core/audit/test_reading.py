"""The audit: who sees what of it, and what of profiles is written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.practices import PASSWORD, a_client, a_therapist, an_admin
from therapy_core import Actor, PageRequest, Practice
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.audit.views import EventView
from therapy_core.errors import InvalidCursor, InvalidInput, NotAllowed, NotFound
from therapy_core.relationships.models import Mapping, Relationship
from therapy_core.table.errors import RuleViolated


@pytest.fixture
def admin(practice: Practice) -> Actor:
    """Return an admin who is logged in."""
    return an_admin(practice)


def relate(practice: Practice, client: Actor, therapist: Actor, mapping: Mapping) -> Relationship:
    """Store a relationship."""
    pair = {"client_id": client.profile_id, "therapist_id": therapist.profile_id}
    made = Relationship(mapping=mapping.value, client_name="Ada", **pair)
    return practice.table.create(made)


def mine(practice: Practice, actor: Actor) -> list[tuple[str, str]]:
    """Return what somebody's own audit shows: the deeds, and who did them."""
    return [(e.event, e.actor_id) for e in practice.acting_as(actor).audit.mine().items]


def test_a_client_sees_who_opened_and_changed_the_record(practice: Practice, admin: Actor) -> None:
    """Newest first: the therapist's and the admin's reading, and changes, with ids alone."""
    ada, tom = a_client(practice, "Ada"), a_therapist(practice)
    relate(practice, ada, tom, Mapping.ACTIVE)
    practice.acting_as(tom).clients.get(ada.profile_id)
    practice.acting_as(admin).clients.get(ada.profile_id)
    practice.acting_as(admin).clients.change(ada.profile_id, {"phone": "1"})
    practice.acting_as(ada).clients.get(ada.profile_id)
    assert mine(practice, ada) == [
        ("profile.changed", admin.account_id),
        ("profile.read", admin.account_id),
        ("profile.read", tom.profile_id),
    ]
    assert mine(practice, tom)[0] == ("profile.read", tom.profile_id)


def test_the_own_profile_is_read_in_one_call_and_unrecorded(practice: Practice) -> None:
    """Nobody has to be told that they read what is theirs."""
    ada = a_client(practice)
    with practice.metered() as meter:
        practice.acting_as(ada).clients.get(ada.profile_id)
    assert meter.round_trips == 1
    assert mine(practice, ada) == []


def test_a_profile_whose_reading_can_not_be_written_down_is_not_shown(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mapping that ends between the check and the answer leaves nothing to be seen."""
    ada, tom = a_client(practice), a_therapist(practice)
    relationship = relate(practice, ada, tom, Mapping.ACTIVE)
    real = practice.table.get_many

    def then_unmap(*args: object, **more: object) -> object:
        found = real(*args, **more)  # type: ignore[arg-type]
        practice.table.update(relationship.ref, Relationship.mapping.set(Mapping.ENDED.value))
        return found

    monkeypatch.setattr(practice.table, "get_many", then_unmap)
    with pytest.raises(NotFound):
        practice.acting_as(tom).clients.get(ada.profile_id)
    assert mine(practice, ada) == []


def test_an_admin_s_verification_and_a_removal_are_deeds(practice: Practice, admin: Actor) -> None:
    """They stand under the therapist, and stay when the therapist goes."""
    tom = a_therapist(practice, verified=False)
    therapists = practice.acting_as(admin).therapists
    therapists.verify(tom.profile_id)
    therapists.unverify(tom.profile_id)
    practice.acting_as(tom).therapists.change(tom.profile_id, {"bio": "Hello."})
    practice.acting_as(tom).accounts.change_me({"name": "Tom T."})
    therapists.delete(tom.profile_id)
    found = practice.acting_as(admin).audit.list(subject_id=tom.profile_id).items
    assert [e.event for e in found] == [
        "account.erased",
        "profile.changed",
        "profile.changed",
        "therapist.unverified",
        "therapist.verified",
    ]
    assert PASSWORD not in repr(found)
    assert "Tom" not in repr(found)


def test_a_refused_deed_leaves_no_event(practice: Practice) -> None:
    """What did not happen is not written down."""
    ada = a_client(practice)
    with pytest.raises(RuleViolated), practice.table.transaction("deed") as unit:
        record(unit, ada, Event.JOURNAL_WRITTEN, ada.profile_id)
        unit.check(
            Relationship.at(client_id=ada.profile_id, therapist_id="thr_1"),
            Relationship.mapping == "x",
            otherwise=RuleViolated("Relationship"),
        )
    assert mine(practice, ada) == []


def test_an_admin_pages_through_a_day(practice: Practice, admin: Actor) -> None:
    """All that happened on a day, each event once, oldest first, in one call a page."""
    for n in range(5):
        with practice.table.transaction("deed") as unit:
            record(unit, admin, Event.PROFILE_CHANGED, f"cli_{n}")
    audit, day = practice.acting_as(admin).audit, datetime.now(UTC).date()
    found: list[EventView] = []
    cursor = None
    while True:
        with practice.metered() as meter:
            page = audit.list(PageRequest(2, cursor), day=day)
        assert meter.round_trips == 1
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [e.subject_id for e in found] == [f"cli_{n}" for n in range(5)]
    with pytest.raises(InvalidCursor):
        audit.list(PageRequest(2, "x"), day=day)


def test_everybody_gets_their_own_and_the_admin_all(practice: Practice, admin: Actor) -> None:
    """Another's audit can't be named; the admin has to say which."""
    ada, eve = a_client(practice), a_client(practice)
    practice.acting_as(admin).clients.get(ada.profile_id)
    assert mine(practice, eve) == []
    for actor in (ada, a_therapist(practice)):
        with pytest.raises(NotAllowed):
            practice.acting_as(actor).audit.list(subject_id=ada.profile_id)
    with pytest.raises(NotAllowed):
        practice.acting_as(admin).audit.mine()
    both = {"subject_id": ada.profile_id, "day": datetime.now(UTC).date()}
    for wrong in ({}, both):
        with pytest.raises(InvalidInput):
            practice.acting_as(admin).audit.list(**wrong)  # type: ignore[arg-type]
