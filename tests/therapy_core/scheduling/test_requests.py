"""Requests for slots: asking, answering, expiring, and all of it at once."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from typing import Any

import pytest

from tests.appointments import a_slot, answered, asked, booked, status_of
from tests.practice_checker import faults
from tests.practices import ADMIN, a_client, a_therapist, between, later, new_practice
from tests.transports import transport_to
from therapy_core import Actor, PageRequest, Practice, errors, ids
from therapy_core.actor import Once
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.due.sweeping import sweep_table
from therapy_core.scheduling import releasing
from therapy_core.scheduling.models import AppointmentRequest, ClientHolds, Slot
from therapy_core.scheduling.views import AppointmentRequestView
from therapy_core.sessions.models import Session
from therapy_core.table.testing import FaultyTransport, answer_lost, before

pytestmark = pytest.mark.exact


def stored(practice: Practice, request: AppointmentRequestView) -> AppointmentRequest:
    """Return a request as it is stored."""
    found = practice.table.get(AppointmentRequest.at(request_id=request.request_id))
    assert found is not None
    return found


def events(practice: Practice, client: Actor) -> list[str]:
    """Return what happened to a client's record, the newest first."""
    found = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    return [each.event for each in found]


def at_once(*deeds: Any) -> list[Any]:
    """Run deeds at the same time; return what each returned or raised."""
    found: list[Any] = [None] * len(deeds)
    gate = threading.Barrier(len(deeds))

    def run(n: int) -> None:
        gate.wait(timeout=10)
        try:
            found[n] = deeds[n]()
        except errors.TherapyError as error:
            found[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_asking_holds_the_slot_and_opens_contact(practice: Practice) -> None:
    """The request waits for a day; the therapist sees who asked, and the record that it was."""
    client, therapist = a_client(practice, "Ada"), a_therapist(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot, reason=" I sleep badly. ")
    assert (request.status, request.reason) == ("pending", "I sleep badly.")
    assert (request.starts_at, request.ends_at) == (slot.starts_at, slot.ends_at)
    wait = request.expires_at - practice.table.clock()
    assert timedelta(hours=23, minutes=59) < wait <= timedelta(hours=24)
    held = practice.acting_as(therapist).slots.get(slot.therapist_id, slot.slot_id)
    assert (held.status, held.request_id) == ("held", request.request_id)
    found = between(practice, client, therapist)
    assert (found.contact, found.client_name) == ("open", "Ada")
    assert events(practice, client) == ["appointment.requested"]
    assert not faults(practice)


def test_a_slot_soon_is_held_until_it_begins(practice: Practice) -> None:
    """No request waits for longer than there is a slot."""
    client, therapist = a_client(practice), a_therapist(practice, timezone="UTC")
    begins = practice.table.clock().replace(second=0, microsecond=0) + timedelta(hours=2)
    slots = practice.acting_as(therapist).slots
    (slot,) = slots.publish(therapist.profile_id, begins, duration_minutes=50).slots
    assert asked(practice, client, slot).expires_at == begins


def test_what_is_not_open_cannot_be_asked_for(practice: Practice) -> None:
    """Held, booked, withdrawn and past slots are taken; what is not there is not found."""
    client, other, therapist = a_client(practice), a_client(practice), a_therapist(practice)
    slots = [a_slot(practice, therapist, at) for at in range(4)]
    asked(practice, client, slots[0])
    answered(practice, therapist, asked(practice, client, slots[1]), "approved")
    practice.acting_as(therapist).slots.withdraw(therapist.profile_id, slots[2].slot_id)
    for slot in slots[:3]:
        with pytest.raises(errors.SlotTaken):
            asked(practice, other, slot)
    later(practice, days=5)
    with pytest.raises(errors.SlotTaken):
        asked(practice, other, slots[3])
    asking = practice.acting_as(other).appointment_requests
    for slot_id in (f"{slots[3].slot_id[:20]}000{slots[3].slot_id[23:]}", "slt_x", "", "é" * 30):
        with pytest.raises((errors.NotFound, errors.SlotTaken)):
            asking.ask(therapist.profile_id, slot_id)


def test_slots_of_the_unlisted_are_not_there(practice: Practice) -> None:
    """Who lost the verification can't be asked any more."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    practice.acting_as(ADMIN).therapists.unverify(therapist.profile_id)
    with pytest.raises(errors.NotFound):
        asked(practice, client, slot)
    assert status_of(practice, therapist, slot) == "open"


def test_of_many_that_ask_for_one_slot_one_gets_it(practice: Practice) -> None:
    """The others are told that it is taken, and hold nothing."""
    therapist = a_therapist(practice)
    slot = a_slot(practice, therapist)
    clients = [a_client(practice) for _ in range(10)]
    found = at_once(*[lambda c=c: asked(practice, c, slot) for c in clients])
    winners = [each for each in found if isinstance(each, AppointmentRequestView)]
    assert len(winners) == 1
    assert sum(isinstance(each, errors.SlotTaken) for each in found) == 9
    assert not faults(practice)


def test_a_client_holds_only_so_many_slots(practice: Practice) -> None:
    """Three; an answer, a withdrawal or the end of a hold makes room."""
    client, therapist = a_client(practice), a_therapist(practice)
    slots = [a_slot(practice, therapist, at) for at in range(7)]
    requests = [asked(practice, client, slot) for slot in slots[:3]]
    with pytest.raises(errors.TooManyHolds):
        asked(practice, client, slots[3])
    assert status_of(practice, therapist, slots[3]) == "open"
    answered(practice, client, requests[0], "withdrawn")
    asked(practice, client, slots[3])
    answered(practice, therapist, requests[1], "rejected")
    asked(practice, client, slots[4])
    later(practice, hours=25)
    for slot in slots[4:]:
        asked(practice, client, slot)
    with pytest.raises(errors.TooManyHolds):
        asked(practice, client, slots[0])


def test_a_client_who_asks_for_many_at_once_gets_as_many_as_allowed(practice: Practice) -> None:
    """The cap holds whatever runs at the same time."""
    client, therapist = a_client(practice), a_therapist(practice)
    slots = [a_slot(practice, therapist, at) for at in range(8)]
    found = at_once(*[lambda s=s: asked(practice, client, s) for s in slots])
    assert sum(isinstance(each, AppointmentRequestView) for each in found) == 3
    assert not faults(practice)


def test_approving_books_and_makes_the_session(practice: Practice) -> None:
    """In one transaction; a second approval returns what the first made."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist, 11.5)
    request = asked(practice, client, slot)
    approved = answered(practice, therapist, request, "approved")
    again = practice.acting_as(therapist).appointment_requests
    assert again.answer(request.request_id, "approved", request.version) == approved
    assert approved.session_id == ids.twin(ids.SESSION, request.request_id)
    session = practice.table.get(Session.at(session_id=approved.session_id))
    assert session is not None
    assert (session.starts_at, session.timezone) == (slot.starts_at, "Europe/Oslo")
    seen = practice.acting_as(therapist).slots.get(slot.therapist_id, slot.slot_id)
    assert (seen.status, seen.session_id) == ("booked", approved.session_id)
    assert events(practice, client)[0] == "appointment.approved"
    assert not faults(practice)


@pytest.mark.parametrize(("status", "by"), [("rejected", "therapist"), ("withdrawn", "client")])
def test_a_request_that_came_to_nothing_opens_the_slot(
    practice: Practice, status: str, by: str
) -> None:
    """Whoever ended it, another client can ask at once."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot)
    actor = client if by == "client" else therapist
    ended = answered(practice, actor, request, status)
    assert ended.status == status
    assert ended.answered_at is not None
    assert answered(practice, actor, request, status) == ended
    assert events(practice, client)[0] == f"appointment.{status}"
    asked(practice, a_client(practice), slot)
    with pytest.raises(errors.RequestClosed):
        answered(practice, therapist, request, "approved")
    assert not faults(practice)


def test_each_side_answers_for_itself(practice: Practice) -> None:
    """The other side's answer is never one's own; others find nothing."""
    client, therapist = a_client(practice), a_therapist(practice)
    request = asked(practice, client, a_slot(practice, therapist))
    for actor, status in ((client, "approved"), (client, "rejected"), (therapist, "withdrawn")):
        with pytest.raises(errors.NotAllowed):
            answered(practice, actor, request, status)
    for actor, status in ((a_client(practice), "withdrawn"), (a_therapist(practice), "approved")):
        with pytest.raises(errors.NotFound):
            answered(practice, actor, request, status)
    for status in ("pending", "expired", "gone"):
        with pytest.raises(errors.InvalidInput):
            answered(practice, client, request, status)
    answers = practice.acting_as(therapist).appointment_requests
    with pytest.raises(errors.VersionMismatch):
        answers.answer(request.request_id, "approved", request.version + 1)


def test_a_request_counts_as_expired_at_once(practice: Practice) -> None:
    """In reads, in lists and in answers, whether or not anything has swept it."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot)
    later(practice, hours=25)
    mine = practice.acting_as(client).appointment_requests
    seen = mine.get(request.request_id)
    assert (seen.status, seen.lapsed, seen.version) == ("expired", True, request.version)
    assert mine.list(status="pending").items == []
    assert mine.list(status="expired").items == [seen]
    for actor, status in ((therapist, "approved"), (therapist, "rejected"), (client, "withdrawn")):
        with pytest.raises(errors.RequestClosed):
            answered(practice, actor, request, status)
    assert status_of(practice, therapist, slot) == "open"
    assert not faults(practice)


def test_what_expired_is_written_down_once(practice: Practice) -> None:
    """The slot is open, the hold is gone, and a second sweep finds nothing to do."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot)
    assert not releasing.expire(practice.table, stored(practice, request))
    later(practice, hours=25)
    late = [stored(practice, request) for _ in range(3)]
    done = at_once(*[lambda r=r: releasing.expire(practice.table, r) for r in late])
    assert sorted(done) == [False, False, True]
    assert stored(practice, request).status == "expired"
    assert status_of(practice, therapist, slot) == "open"
    assert events(practice, client).count("appointment.expired") == 1
    assert not faults(practice)


def test_the_sweep_frees_what_lapsed(practice: Practice) -> None:
    """Due work finds the request, opens its slot and leaves nothing to do."""
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot)
    later(practice, hours=25)
    sweep_table(practice.table)
    assert stored(practice, request).status == "expired"
    held = practice.table.get(Slot.at(therapist_id=slot.therapist_id, slot_id=slot.slot_id))
    assert held is not None
    assert held.status == "open"
    assert not faults(practice)


def test_a_late_request_cannot_touch_the_slot_that_another_has(practice: Practice) -> None:
    """Neither an answer nor the sweep of the first changes what the second holds or booked."""
    client, other, therapist = a_client(practice), a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    first = asked(practice, client, slot)
    real = practice.table.clock
    later(practice, hours=25)
    second = asked(practice, other, slot)
    with pytest.raises(errors.RequestClosed):
        answered(practice, therapist, first, "approved")
    practice.table.clock = real  # a clock that is behind does not help it either
    for status, actor in (("approved", therapist), ("withdrawn", client)):
        with pytest.raises(errors.SlotTaken):
            answered(practice, actor, first, status)
    later(practice, hours=25)
    assert releasing.expire(practice.table, stored(practice, first))
    held = practice.acting_as(therapist).slots.get(slot.therapist_id, slot.slot_id)
    assert (held.status, held.request_id) == ("held", second.request_id)
    answered(practice, therapist, second, "approved")
    assert not faults(practice)


@pytest.mark.parametrize("attempt", range(4))
def test_answers_and_the_sweep_meet_and_one_wins(practice: Practice, attempt: int) -> None:
    """Of an approval, a rejection, a withdrawal and a sweep at the same time one takes effect."""
    client, therapist = a_client(practice), a_therapist(practice)
    request = asked(practice, client, a_slot(practice, therapist))
    found = at_once(
        lambda: answered(practice, therapist, request, "approved"),
        lambda: answered(practice, therapist, request, "rejected"),
        lambda: answered(practice, client, request, "withdrawn"),
        lambda: releasing.expire(practice.table, stored(practice, request)),
    )
    views = [each for each in found if isinstance(each, AppointmentRequestView)]
    assert len(views) == 1
    assert views[0].status == stored(practice, request).status
    assert not faults(practice)


def test_nobody_sits_in_two_sessions_at_once(practice: Practice) -> None:
    """Over two therapists, by interval, over midnight too; the request waits on."""
    client = a_client(practice)
    one, two = a_therapist(practice), a_therapist(practice)
    booked(practice, client, one, 11.5)
    for at in (11, 12):
        request = asked(practice, client, a_slot(practice, two, at))
        with pytest.raises(errors.SessionsOverlap):
            answered(practice, two, request, "approved")
        mine = practice.acting_as(client).appointment_requests
        assert mine.get(request.request_id).status == "pending"
    booked(practice, client, two, 13)
    assert not faults(practice)


def test_approvals_at_the_same_time_do_not_overlap(practice: Practice) -> None:
    """Of three therapists who approve overlapping times for one client one succeeds."""
    client = a_client(practice)
    therapists = [a_therapist(practice) for _ in range(3)]
    requests = [
        asked(practice, client, a_slot(practice, t, 11 + n / 4)) for n, t in enumerate(therapists)
    ]
    found = at_once(
        *[
            lambda t=t, r=r: answered(practice, t, r, "approved")
            for t, r in zip(therapists, requests, strict=True)
        ]
    )
    assert sum(isinstance(each, errors.SessionsOverlap) for each in found) == 2
    assert not faults(practice)


def test_lists_are_each_sides_own(practice: Practice) -> None:
    """Newest first, page by page; an admin names a side and reads no reason."""
    client, therapist = a_client(practice), a_therapist(practice)
    made = [
        asked(practice, client, a_slot(practice, therapist, at), reason="Sleep") for at in range(3)
    ]
    for actor in (client, therapist):
        listing = practice.acting_as(actor).appointment_requests.list
        first = listing(PageRequest(2))
        rest = listing(PageRequest(2, first.next_cursor))
        assert [*first.items, *rest.items] == made[::-1]
        with pytest.raises(errors.InvalidInput):
            listing(client_id=client.profile_id)
    oversight = practice.acting_as(ADMIN).appointment_requests
    for side in ({"client_id": client.profile_id}, {"therapist_id": therapist.profile_id}):
        found = oversight.list(**side).items
        assert [each.request_id for each in found] == [each.request_id for each in made[::-1]]
        assert {each.reason for each in found} == {None}
    assert oversight.get(made[0].request_id).reason is None
    with pytest.raises(errors.InvalidInput):
        oversight.list()
    stranger = practice.acting_as(a_client(practice)).appointment_requests
    assert stranger.list().items == []
    with pytest.raises(errors.NotFound):
        stranger.get(made[0].request_id)


def test_a_lost_answer_is_repeated_under_its_key(endpoint: str, table_name: str) -> None:
    """The slot is held once, by one request, and the repeated call is told of it."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    client, therapist = a_client(practice), a_therapist(practice)
    slot = a_slot(practice, therapist)
    backoff = practice.table.backoff
    practice.table.backoff = practice.table.wire.backoff = type(backoff)(sleep=lambda _: None)
    faulty.next("TransactWriteItems", answer_lost, times=backoff.attempts)
    with pytest.raises(errors.TryAgain):
        asked(practice, client, slot, once=Once("key", "same"))
    faulty._planned.clear()
    once = Once("key", "same")
    request = asked(practice, client, slot, once=once)
    assert once.replayed
    faulty.next("TransactWriteItems", answer_lost)
    approved = answered(practice, therapist, request, "approved")
    assert approved.status == "approved"
    assert asked(practice, client, slot, once=Once("key", "same")) == approved
    assert not faults(practice)


def test_a_key_is_answered_after_the_slot_has_begun(practice: Practice) -> None:
    """Whoever repeats a call late is told what it did, and not that it is too late."""
    client, therapist = a_client(practice), a_therapist(practice, timezone="UTC")
    begins = practice.table.clock().replace(second=0, microsecond=0) + timedelta(hours=2)
    slots = practice.acting_as(therapist).slots
    (slot,) = slots.publish(therapist.profile_id, begins, duration_minutes=50).slots
    request = asked(practice, client, slot, once=Once("key", "same"))
    later(practice, hours=3)
    again = asked(practice, client, slot, once=Once("key", "same"))
    assert (again.request_id, again.status) == (request.request_id, "expired")


def test_a_slot_in_another_zone_is_approved_all_the_same(practice: Practice) -> None:
    """The session has the slot's zone; where it is not the therapist's it takes two calls more."""
    client, therapist = a_client(practice), a_therapist(practice, timezone="Asia/Kathmandu")
    request = asked(practice, client, a_slot(practice, therapist))
    with practice.metered() as meter:
        approved = answered(practice, therapist, request, "approved")
    assert meter.round_trips == 4
    session = practice.table.get(Session.at(session_id=approved.session_id))
    assert session is not None
    assert session.timezone == "Europe/Oslo"


def test_ending_a_pair_withdraws_what_is_pending(practice: Practice) -> None:
    """All that the client asked of this therapist, and nothing asked of another."""
    client, one, two = a_client(practice), a_therapist(practice), a_therapist(practice)
    mine = [asked(practice, client, a_slot(practice, one, at)) for at in (0, 1)]
    other = asked(practice, client, a_slot(practice, two, 3))
    pair = (client.profile_id, one.profile_id)
    until = practice.table.clock()
    assert releasing.withdraw_pending(practice.table, client, *pair, until) == 2
    assert releasing.withdraw_pending(practice.table, client, *pair, until) == 0
    assert [stored(practice, each).status for each in mine] == ["withdrawn"] * 2
    assert stored(practice, other).status == "pending"
    again = asked(practice, client, a_slot(practice, one, 5))
    assert releasing.withdraw_pending(practice.table, one, *pair, until) == 0
    assert releasing.withdraw_pending(practice.table, one, *pair, practice.table.clock()) == 1
    assert stored(practice, again).status == "rejected"
    assert not faults(practice)


def test_no_approval_slips_in_behind_the_end(endpoint: str, table_name: str) -> None:
    """Once contact is closed nothing is booked, even if the request was read before."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    client, therapist = a_client(practice), a_therapist(practice, timezone="Europe/Oslo")
    request = asked(practice, client, a_slot(practice, therapist))

    def close() -> None:
        found = between(practice, client, therapist)
        found.contact = "closed"
        practice.table.save(found)

    faulty.next("TransactWriteItems", before(close))
    with pytest.raises(errors.RequestClosed):
        answered(practice, therapist, request, "approved")
    assert not faults(practice)


def test_a_crowd_leaves_nothing_dangling(practice: Practice) -> None:
    """Clients and therapists do whatever they like at the same time; the calendar stays whole."""
    therapists = [a_therapist(practice) for _ in range(2)]
    clients = [a_client(practice) for _ in range(6)]
    slots = [a_slot(practice, t, at / 2, 60) for t in therapists for at in range(0, 12, 2)]

    def client_acts(client: Actor, chance: random.Random) -> None:
        acting = practice.acting_as(client).appointment_requests
        slot = chance.choice(slots)
        try:
            request = acting.ask(slot.therapist_id, slot.slot_id)
            if chance.random() < 0.3:
                acting.answer(request.request_id, "withdrawn")
        except errors.Conflict:
            pass

    def therapist_acts(therapist: Actor, chance: random.Random) -> None:
        acting = practice.acting_as(therapist).appointment_requests
        for request in acting.list(status="pending").items:
            try:
                answer = chance.choice(["approved", "approved", "rejected"])
                acting.answer(request.request_id, answer)
            except errors.Conflict:
                pass

    def rounds(act: Any, actor: Actor, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            act(actor, chance)

    found = at_once(
        *[lambda c=c, n=n: rounds(client_acts, c, n) for n, c in enumerate(clients)],
        *[lambda t=t, n=n: rounds(therapist_acts, t, 100 + n) for n, t in enumerate(therapists)],
    )
    assert not [each for each in found if each is not None]
    assert not faults(practice)


def test_holds_that_lapsed_unswept_leave_the_set_when_room_is_needed(practice: Practice) -> None:
    """They count for nothing, and asking takes two calls more."""
    client, therapist = a_client(practice), a_therapist(practice)
    for at in range(3):
        asked(practice, client, a_slot(practice, therapist, at))
    slot = a_slot(practice, therapist, 4)
    later(practice, hours=25)
    with practice.metered() as meter:
        asked(practice, client, slot)
    assert meter.round_trips == 3
    holds = practice.table.get(ClientHolds.at(client_id=client.profile_id))
    assert holds is not None
    assert len(holds.holds) == 1
