"""Sessions: who sees them, how they are moved, ended and cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bookings import (
    DAY,
    HOUR,
    NOON,
    a_session,
    a_slot,
    at,
    in_contact,
    part,
    slot_of,
    status_of,
    taken,
)
from tests.practices import ADMIN, a_client, a_therapist
from therapy_core import Actor, PageRequest, Practice
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.errors import (
    Conflict,
    InvalidCursor,
    InvalidInput,
    NotAllowed,
    NotFound,
    SessionsOverlap,
    SlotTaken,
    VersionMismatch,
)
from therapy_core.scheduling.models import SlotStatus, TherapistDay
from therapy_core.sessions.ending import cancel_future
from therapy_core.sessions.models import Session


def events(practice: Practice, client: Actor) -> list[str]:
    """Return what is on a client's record, oldest first."""
    found = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    return [each.event for each in found][::-1]


def test_both_sides_see_all_and_an_admin_the_frame(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """An admin sees when and with whom, and neither place nor reason."""
    session = a_session(practice, client, therapist)
    practice.acting_as(therapist).sessions.change(session.session_id, {"place": "Room 2"})
    practice.acting_as(client).sessions.cancel(session.session_id, "A cold.")
    for actor in (client, therapist):
        found = practice.acting_as(actor).sessions.get(session.session_id)
        assert (found.place, found.cancel_reason) == ("Room 2", "A cold.")
    seen = practice.acting_as(ADMIN).sessions.get(session.session_id)
    assert (seen.client_id, seen.place, seen.cancel_reason) == (client.profile_id, None, None)
    assert seen.cancelled_by == "client"


def test_nobody_else_sees_a_session(practice: Practice, client: Actor, therapist: Actor) -> None:
    """To others it is as if it were not there, and an admin changes nothing."""
    session_id = a_session(practice, client, therapist).session_id
    for other in (a_client(practice), a_therapist(practice)):
        with pytest.raises(NotFound):
            practice.acting_as(other).sessions.get(session_id)
        with pytest.raises(NotFound):
            practice.acting_as(other).sessions.cancel(session_id)
        assert practice.acting_as(other).sessions.list().items == []
    with pytest.raises(NotAllowed):
        practice.acting_as(ADMIN).sessions.cancel(session_id)
    with pytest.raises(NotAllowed):
        practice.acting_as(client).sessions.change(session_id, {"place": "Here"})
    with pytest.raises(NotFound):
        practice.acting_as(a_therapist(practice)).sessions.change(session_id, {"place": "Here"})


def test_lists_are_in_order_and_within_their_window(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """The earliest comes first; the beginning of the window is in it, the end is not."""
    found = [a_session(practice, client, therapist, n * DAY) for n in (3, 1, 2)]
    first, second, third = sorted(found, key=lambda s: s.starts_at)
    sessions = practice.acting_as(client).sessions
    assert [s.starts_at for s in sessions.list().items] == [
        s.starts_at for s in (first, second, third)
    ]
    seen = sessions.list(since=first.starts_at, until=third.starts_at).items
    assert [s.session_id for s in seen] == [first.session_id, second.session_id]
    page = sessions.list(PageRequest(2))
    rest = sessions.list(PageRequest(2, page.next_cursor))
    assert [len(page.items), len(rest.items), rest.next_cursor] == [2, 1, None]
    with pytest.raises(InvalidCursor):
        sessions.list(PageRequest(2, page.next_cursor), status="scheduled")
    with pytest.raises(InvalidInput):
        sessions.list(since=NOON.replace(year=1900))


def test_lists_are_narrowed_by_state_and_by_the_other_side(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """A filter leaves what matches; an admin has to name somebody."""
    other = a_client(practice)
    in_contact(practice, other, therapist)
    mine = a_session(practice, client, therapist)
    theirs = a_session(practice, other, therapist, 3 * DAY)
    practice.acting_as(client).sessions.cancel(mine.session_id)
    sessions = practice.acting_as(therapist).sessions
    ids = lambda **f: [s.session_id for s in sessions.list(**f).items]  # noqa: E731
    assert ids() == [mine.session_id, theirs.session_id]
    assert ids(status="cancelled") == [mine.session_id]
    assert ids(client_id=other.profile_id) == [theirs.session_id]
    assert ids(therapist_id="thr_other") == []
    admin = practice.acting_as(ADMIN).sessions
    with pytest.raises(InvalidInput):
        admin.list()
    assert len(admin.list(therapist_id=therapist.profile_id).items) == 2
    (seen,) = admin.list(client_id=client.profile_id, therapist_id=therapist.profile_id).items
    assert seen.cancel_reason is None


def test_a_move_takes_the_new_slot_and_opens_the_old(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Session, slots and the client's days change together, and it is on the record."""
    session = a_session(practice, client, therapist)
    old, new = slot_of(practice, session), a_slot(practice, therapist, 5 * DAY)
    sessions = practice.acting_as(therapist).sessions
    moved = sessions.change(session.session_id, {"slot_id": new.slot_id, "place": "Room 2"}, 1)
    assert (moved.starts_at, moved.ends_at) == (new.starts_at, new.ends_at)
    assert (moved.version, moved.place) == (2, "Room 2")
    assert status_of(practice, old) is SlotStatus.OPEN
    assert status_of(practice, new) is SlotStatus.BOOKED
    assert taken(practice, client, old.starts_at) == []
    assert taken(practice, client, new.starts_at) == [session.session_id]
    assert [s.starts_at for s in sessions.list().items] == [new.starts_at]
    assert events(practice, client) == ["session.changed"]


@pytest.mark.parametrize(
    ("hour", "length", "to", "new_length"),
    [(12, 50, 14, 50), (12, 50, 13, 90), (23, 120, 22, 180), (23, 120, 25, 60), (12, 50, 23, 120)],
)
def test_a_move_keeps_the_days_exact(
    practice: Practice,
    client: Actor,
    therapist: Actor,
    hour: int,
    length: int,
    to: int,
    new_length: int,
) -> None:
    """Within a day, over midnight and away from it: each touched day holds the session once."""
    midnight = NOON.replace(hour=0)
    with at(practice, midnight - DAY):
        session = a_session(practice, client, therapist, DAY + hour * HOUR, length)
        new = a_slot(practice, therapist, DAY + to * HOUR, new_length)
        practice.acting_as(therapist).sessions.change(session.session_id, {"slot_id": new.slot_id})
        begins, ends = new.starts_at, new.ends_at - timedelta(microseconds=1)
        for day in (midnight, midnight + DAY):
            touched = day.date() in (begins.date(), ends.date())
            assert taken(practice, client, day) == [session.session_id] * touched


def test_a_move_does_not_put_a_client_in_two_sessions(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Another session of the client, with whomever, is in the way, over midnight too."""
    other = a_therapist(practice)
    with at(practice, NOON.replace(hour=0)):
        a_session(practice, client, other, 2 * DAY - HOUR / 2, 60)
        session = a_session(practice, client, therapist, DAY)
        for ahead, minutes in ((2 * DAY, 30), (2 * DAY - HOUR, 40), (2 * DAY - 2 * HOUR, 240)):
            new = a_slot(practice, therapist, ahead, minutes)
            with pytest.raises(SessionsOverlap):
                practice.acting_as(therapist).sessions.change(
                    session.session_id, {"slot_id": new.slot_id}
                )
            assert status_of(practice, new) is SlotStatus.OPEN
        beside = a_slot(practice, therapist, 2 * DAY + HOUR / 2, 30)
        practice.acting_as(therapist).sessions.change(
            session.session_id, {"slot_id": beside.slot_id}
        )
        assert len(taken(practice, client, beside.starts_at)) == 2


def test_only_an_open_slot_of_ones_own_can_be_moved_to(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Booked, past, foreign, missing and the very same: none of them is open."""
    sessions = practice.acting_as(therapist).sessions
    session = a_session(practice, client, therapist)
    booked = a_session(practice, client, therapist, 3 * DAY)
    past = a_slot(practice, therapist, -DAY)
    foreign = a_slot(practice, a_therapist(practice))
    wrong = (booked.slot_id, past.slot_id, foreign.slot_id, session.slot_id, "slt_missing")
    for slot_id in wrong:
        with pytest.raises(SlotTaken):
            sessions.change(session.session_id, {"slot_id": slot_id})
    assert sessions.get(session.session_id).version == 1


def test_a_lapsed_hold_does_not_keep_a_slot(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """A slot whose hold has passed counts as open, one that is held does not."""
    session = a_session(practice, client, therapist)
    new = a_slot(practice, therapist, 4 * DAY)
    sessions = practice.acting_as(therapist).sessions
    for held, slot in ((HOUR, None), (-HOUR, new)):
        new.status, new.request_id = SlotStatus.HELD.value, "apt_1"
        new.held_until = practice.table.clock() + held
        practice.table.save(new)
        if slot is None:
            with pytest.raises(SlotTaken):
                sessions.change(session.session_id, {"slot_id": new.slot_id})
        else:
            sessions.change(session.session_id, {"slot_id": new.slot_id})
    stands = practice.table.get(new.ref)
    assert stands is not None
    assert (stands.session_id, stands.request_id) == (session.session_id, None)


def test_a_session_is_completed_or_missed_once(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Not before it begins, and never anew."""
    session_id = a_session(practice, client, therapist).session_id
    sessions = practice.acting_as(therapist).sessions
    with pytest.raises(Conflict):
        sessions.change(session_id, {"status": "completed"})
    with at(practice, practice.table.clock() + 3 * DAY):
        assert sessions.change(session_id, {"status": "completed"}, 1).status == "completed"
        with pytest.raises(Conflict):
            sessions.change(session_id, {"status": "missed"}, 2)
        with pytest.raises(Conflict):
            sessions.cancel(session_id)
    assert events(practice, client) == ["session.ended"]


def test_a_change_needs_the_version_that_was_read(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Somebody's change is not overwritten unseen."""
    session_id = a_session(practice, client, therapist).session_id
    sessions = practice.acting_as(therapist).sessions
    sessions.change(session_id, {"place": "Room 2"}, 1)
    with pytest.raises(VersionMismatch):
        sessions.change(session_id, {"place": "Room 3"}, 1)
    assert sessions.change(session_id, {"place": None}, 2).place is None


def test_a_client_cancels_in_time(practice: Practice, client: Actor, therapist: Actor) -> None:
    """The slot is open again and the client's day is free."""
    session = a_session(practice, client, therapist)
    found = practice.acting_as(client).sessions.cancel(session.session_id, "A cold.")
    assert (found.status, found.cancelled_by) == ("cancelled", "client")
    assert slot_of(practice, session).status == SlotStatus.OPEN
    assert slot_of(practice, session).session_id is None
    assert taken(practice, client, session.starts_at) == []
    assert events(practice, client) == ["session.cancelled"]


def test_a_client_cancels_late(practice: Practice, client: Actor, therapist: Actor) -> None:
    """The slot stays taken, and the client is free to be elsewhere."""
    session = a_session(practice, client, therapist, 2 * HOUR)
    found = practice.acting_as(client).sessions.cancel(session.session_id)
    assert found.status == "late_cancelled"
    assert slot_of(practice, session).status == SlotStatus.BOOKED
    assert taken(practice, client, session.starts_at) == []


def test_a_therapist_cancels(practice: Practice, client: Actor, therapist: Actor) -> None:
    """However late, it is no late cancellation; the slot is withdrawn and its time is free."""
    session = a_session(practice, client, therapist, 2 * HOUR)
    found = practice.acting_as(therapist).sessions.cancel(session.session_id, "A cold.")
    assert (found.status, found.cancelled_by) == ("cancelled", "therapist")
    assert slot_of(practice, session).status == SlotStatus.WITHDRAWN
    day = session.starts_at.date().isoformat()
    sheet = practice.table.get(TherapistDay.at(therapist_id=therapist.profile_id, day=day))
    assert sheet is not None
    assert session.slot_id not in sheet.intervals.as_dict()


def test_cancelling_again_changes_nothing(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Whoever cancelled it gets it as it stands; the other side is told that it is over."""
    session_id = a_session(practice, client, therapist).session_id
    first = practice.acting_as(client).sessions.cancel(session_id, "A cold.")
    assert practice.acting_as(client).sessions.cancel(session_id, "Another reason.") == first
    with pytest.raises(Conflict):
        practice.acting_as(therapist).sessions.cancel(session_id)
    assert events(practice, client) == ["session.cancelled"]


def test_after_parting_the_past_can_be_read_and_nothing_written(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """A therapist keeps own sessions to read; what is to be written finds nothing there."""
    session = a_session(practice, client, therapist)
    new = a_slot(practice, therapist, 5 * DAY)
    part(practice, client, therapist)
    sessions = practice.acting_as(therapist).sessions
    assert sessions.get(session.session_id).session_id == session.session_id
    assert len(sessions.list().items) == 1
    for change in ({"place": "Room 2"}, {"slot_id": new.slot_id}):
        with pytest.raises(NotFound):
            sessions.change(session.session_id, change)
    assert status_of(practice, new) is SlotStatus.OPEN


@pytest.mark.parametrize("by", ["client", "therapist"])
def test_ending_cancels_all_that_is_to_come_of_the_pair(
    practice: Practice, client: Actor, therapist: Actor, by: str
) -> None:
    """Late or not, each is cancelled; the past and other people's sessions stay as they are."""
    other = a_therapist(practice)
    with at(practice, NOON):
        past = a_session(practice, client, therapist, -HOUR, 30)
        running = a_session(practice, client, therapist, -HOUR / 4, 30)
        soon = a_session(practice, client, therapist, HOUR)
        over_midnight = a_session(practice, client, therapist, 11.5 * HOUR, 60)
        later = a_session(practice, client, therapist, 40 * DAY)
        elsewhere = a_session(practice, client, other, 3 * DAY)
        actor = client if by == "client" else therapist
        pair = (client.profile_id, therapist.profile_id)
        until = practice.table.clock()
        assert cancel_future(practice.table, actor, *pair, until) == 3
        assert cancel_future(practice.table, actor, *pair, until) == 0
        freed = SlotStatus.OPEN if by == "client" else SlotStatus.WITHDRAWN
        for session in (soon, over_midnight, later):
            stands = stored(practice, session)
            assert (stands.status, stands.cancelled_by) == ("cancelled", by)
            assert slot_of(practice, session).status == freed
            assert session.session_id not in taken(practice, client, session.starts_at)
        assert taken(practice, client, over_midnight.ends_at) == []
        for session in (past, running, elsewhere):
            assert stored(practice, session).status == "scheduled"
        assert events(practice, client) == ["session.cancelled"] * 3


def stored(practice: Practice, session: Session) -> Session:
    """Return a session as it stands."""
    found = practice.table.get(session.ref)
    assert found is not None
    return found
