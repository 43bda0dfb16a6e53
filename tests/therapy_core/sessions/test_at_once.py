"""What runs at the same time: one wins, the rest are told, and nothing is left in between."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.bookings import DAY, NOON, a_session, a_slot, at, in_contact, slot_of, status_of, taken
from tests.practices import a_client, a_therapist, new_practice
from tests.transports import transport_to
from therapy_core import Actor, Practice
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.errors import Conflict, NotFound, TherapyError, VersionMismatch
from therapy_core.scheduling.models import SlotStatus
from therapy_core.sessions.ending import cancel_future
from therapy_core.sessions.models import NoteKind, Session
from therapy_core.table.testing import FaultyTransport, answer_lost, before, conflicting

pytestmark = pytest.mark.exact
ROUNDS = 8
Call = Callable[[], Any]


def at_once(*calls: Call) -> list[str]:
    """Run calls at the same time, and return how each ended: `done` or the error's name."""
    barrier = threading.Barrier(len(calls))

    def run(call: Call) -> str:
        barrier.wait(timeout=10)
        try:
            call()
        except TherapyError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def stored(practice: Practice, session: Session) -> Session:
    """Return a session as it stands."""
    found = practice.table.get(session.ref)
    assert found is not None
    return found


def in_step(practice: Practice, client: Actor, session: Session, before_it: datetime) -> None:
    """See that session, slot and days tell the same."""
    stands = stored(practice, session)
    scheduled = stands.status == "scheduled"
    held = slot_of(practice, stands).session_id == stands.session_id
    assert held == scheduled
    for day in {before_it.date(), stands.starts_at.date()}:
        moment = NOON.combine(day, NOON.timetz())
        here = scheduled and day == stands.starts_at.date()
        assert taken(practice, client, moment) == [stands.session_id] * here


def test_cancelling_while_it_is_moved(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Whoever comes first, everything tells the same; a cancel always gets through."""
    for _ in range(ROUNDS):
        session = a_session(practice, client, therapist, 3 * DAY)
        new = a_slot(practice, therapist, 5 * DAY)
        move = {"slot_id": new.slot_id}
        ends = at_once(
            lambda: practice.acting_as(client).sessions.cancel(session.session_id),  # noqa: B023
            lambda: practice.acting_as(therapist).sessions.change(
                session.session_id,  # noqa: B023
                move,  # noqa: B023
            ),
        )
        assert ends[0] == "done"
        assert ends[1] in ("done", "VersionMismatch", "Conflict")
        in_step(practice, client, session, session.starts_at)
        assert status_of(practice, new) is SlotStatus.OPEN
        assert slot_of(practice, session).status == SlotStatus.OPEN


def test_both_sides_cancel(practice: Practice, client: Actor, therapist: Actor) -> None:
    """One of them did it, the other is told that it is over."""
    for _ in range(ROUNDS):
        session = a_session(practice, client, therapist, 3 * DAY)
        calls = [
            lambda a=a: practice.acting_as(a).sessions.cancel(session.session_id)  # noqa: B023
            for a in (client, therapist)
        ]
        assert Counter(at_once(*calls)) == {"done": 1, "Conflict": 1}
        by = stored(practice, session).cancelled_by
        fate = SlotStatus.OPEN if by == "client" else SlotStatus.WITHDRAWN
        assert slot_of(practice, session).status == fate
    found = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    assert len(list(found)) == ROUNDS


def test_ending_while_it_is_cancelled_and_moved(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Nothing to come is left of the pair, and every slot is in step."""
    for _ in range(ROUNDS):
        session = a_session(practice, client, therapist, 3 * DAY)
        new = a_slot(practice, therapist, 5 * DAY)
        at_once(
            lambda: practice.acting_as(client).sessions.cancel(session.session_id),  # noqa: B023
            lambda: cancel_future(
                practice.table,
                therapist,
                client.profile_id,
                therapist.profile_id,
                practice.table.clock(),
            ),
            lambda: practice.acting_as(therapist).sessions.change(
                session.session_id,  # noqa: B023
                {"slot_id": new.slot_id},  # noqa: B023
            ),
        )
        assert stored(practice, session).status == "cancelled"
        in_step(practice, client, session, session.starts_at)


def test_one_slot_takes_one_of_many_moves(practice: Practice, therapist: Actor) -> None:
    """Of several sessions that are moved to one slot one gets there, the rest stay."""
    clients = [a_client(practice) for _ in range(4)]
    sessions = []
    for n, each in enumerate(clients):
        in_contact(practice, each, therapist)
        sessions.append(a_session(practice, each, therapist, (3 + n) * DAY))
    new = a_slot(practice, therapist, 10 * DAY)
    use = practice.acting_as(therapist).sessions
    calls = [lambda s=s: use.change(s.session_id, {"slot_id": new.slot_id}) for s in sessions]
    assert Counter(at_once(*calls)) == {"done": 1, "SlotTaken": 3}
    for client, session in zip(clients, sessions, strict=True):
        in_step(practice, client, session, session.starts_at)


def test_two_therapists_do_not_move_one_client_into_both(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Two sessions of one client, moved to overlapping times at once: one of them stays."""
    other = a_therapist(practice)
    in_contact(practice, client, other)
    for n in range(ROUNDS):
        ahead = (6 + n) * DAY
        pairs = []
        for who, late in ((therapist, timedelta(0)), (other, timedelta(minutes=20))):
            session = a_session(practice, client, who, (30 + n) * DAY + 3 * late)
            pairs.append((who, session, a_slot(practice, who, ahead + late)))
        calls = [
            lambda w=w, s=s, new=new: practice.acting_as(w).sessions.change(
                s.session_id, {"slot_id": new.slot_id}
            )
            for w, s, new in pairs
        ]
        assert Counter(at_once(*calls)) == {"done": 1, "SessionsOverlap": 1}
        moved = [stored(practice, s).slot_id == new.slot_id for _, s, new in pairs]
        assert sorted(moved) == [False, True]


def test_a_session_ends_in_one_way(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Completed and missed at once: one of them it was."""
    session = a_session(practice, client, therapist)
    use = practice.acting_as(therapist).sessions
    with at(practice, session.starts_at):
        ends = at_once(
            *(
                lambda s=s: use.change(session.session_id, {"status": s})
                for s in ("completed", "missed", "completed", "missed")
            )
        )
    assert ends.count("done") == 1
    assert set(ends) <= {"done", "Conflict", "VersionMismatch"}


@pytest.mark.parametrize("note", NoteKind)
def test_two_devices_write_one_note(
    practice: Practice, client: Actor, therapist: Actor, note: NoteKind
) -> None:
    """One of the texts stands, whole, and the other device is told to read again."""
    session_id = a_session(practice, client, therapist).session_id
    notes = practice.acting_as(therapist).notes
    for version in range(ROUNDS):
        texts = [f"{version} from device {n}" for n in range(3)]
        ends = at_once(
            *(lambda t=t, v=version: notes.write(session_id, note, {"text": t}, v) for t in texts)
        )
        assert Counter(ends) == {"done": 1, "VersionMismatch": 2}
        read = notes.shared if note is NoteKind.SHARED else notes.private
        assert read(session_id).text == texts[ends.index("done")]
        assert read(session_id).version == version + 1


def test_signing_while_it_is_written(practice: Practice, client: Actor, therapist: Actor) -> None:
    """What was signed is what the signer read: never a text that came in between."""
    notes = practice.acting_as(therapist).notes
    for n in range(ROUNDS):
        session_id = a_session(practice, client, therapist, (n + 1) * DAY).session_id
        notes.write(session_id, NoteKind.SHARED, {"text": "as read"}, 0)
        signed, _written = ends = at_once(
            lambda: notes.sign(session_id, NoteKind.SHARED, 1),  # noqa: B023
            lambda: notes.write(session_id, NoteKind.SHARED, {"text": "between"}, 1),  # noqa: B023
        )
        assert sorted(ends) in (["VersionMismatch", "done"], ["Conflict", "done"])
        stands = notes.shared(session_id)
        assert (stands.signed_at is not None) == (signed == "done")
        assert stands.text == ("as read" if signed == "done" else "between")


def faulty(endpoint: str, table_name: str) -> tuple[Practice, FaultyTransport]:
    """Return a practice whose calls can be made to fail."""
    transport = FaultyTransport(transport_to(endpoint))
    return new_practice(endpoint, table_name, transport), transport


@pytest.mark.parametrize("fault", [answer_lost, conflicting])
def test_what_was_lost_or_in_the_way_is_done_once(
    endpoint: str, table_name: str, fault: Any
) -> None:
    """A move, a cancel, a note and a signature each happen once, whatever the first answer was."""
    practice, transport = faulty(endpoint, table_name)
    client, therapist = a_client(practice), a_therapist(practice)
    in_contact(practice, client, therapist)
    session = a_session(practice, client, therapist)
    new = a_slot(practice, therapist, 5 * DAY)
    acting, mine = practice.acting_as(therapist), session.session_id
    calls: list[Call] = [
        lambda: acting.sessions.change(mine, {"slot_id": new.slot_id}, 1),
        lambda: acting.notes.write(mine, NoteKind.PRIVATE, {"text": "Slept."}, 0),
        lambda: acting.notes.sign(mine, NoteKind.PRIVATE, 1),
        lambda: acting.sessions.cancel(mine),
    ]
    for call in calls:
        transport.next("TransactWriteItems", fault)
        call()
    assert stored(practice, session).version == 3
    assert acting.notes.private(mine).version == 2
    assert status_of(practice, new) is SlotStatus.WITHDRAWN
    found = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    assert [e.event for e in found] == ["session.cancelled", "session.changed"]


def test_what_happens_between_reading_and_writing(endpoint: str, table_name: str) -> None:
    """A cancel reads anew; a change, a note and a session of a pair that parts are refused."""
    practice, transport = faulty(endpoint, table_name)
    client, therapist = a_client(practice), a_therapist(practice)
    pair = in_contact(practice, client, therapist)
    session = a_session(practice, client, therapist)
    acting, mine = practice.acting_as(therapist), session.session_id

    def between() -> None:
        acting.sessions.change(mine, {"place": "Room 2"})

    transport.next("TransactWriteItems", before(between))
    assert practice.acting_as(client).sessions.cancel(mine).place == "Room 2"

    other = a_session(practice, client, therapist, 4 * DAY).session_id
    transport.next("TransactWriteItems", before(lambda: acting.sessions.cancel(other)))
    with pytest.raises(VersionMismatch):
        acting.sessions.change(other, {"place": "Room 3"})
    with pytest.raises(Conflict):
        acting.sessions.change(other, {"place": "Room 3"})

    def parted() -> None:
        pair.contact = "closed"
        practice.table.save(pair)

    transport.next("TransactWriteItems", before(parted))
    with pytest.raises(NotFound):
        acting.notes.write(mine, NoteKind.SHARED, {"text": "Too late."})
    assert practice.table.get(session.ref) is not None
    with pytest.raises(NotFound):
        acting.notes.shared(mine)


def test_no_transaction_takes_more_than_ten_actions(endpoint: str, table_name: str) -> None:
    """Old engines take ten: a move from one midnight to another, and a therapist's cancel, fit."""
    practice, transport = faulty(endpoint, table_name)
    with at(practice, NOON.replace(hour=23, minute=30)):
        client, therapist = a_client(practice), a_therapist(practice)
        in_contact(practice, client, therapist)
        session = a_session(practice, client, therapist, DAY, 60)
        new = a_slot(practice, therapist, 3 * DAY, 60)
        acting = practice.acting_as(therapist)
        transport.calls.clear()
        acting.sessions.change(session.session_id, {"slot_id": new.slot_id})
        acting.sessions.cancel(session.session_id)
    sizes = [
        len(request["TransactItems"])
        for operation, request in transport.calls
        if operation == "TransactWriteItems"
    ]
    assert sizes == [9, 7]
