"""Publishing slots: one by one and by a weekly rule, withdrawing and listing them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.appointments import NOON, a_slot, answered, asked, hours, status_of
from tests.practice_checker import faults
from tests.practices import ADMIN, a_client, a_therapist, later, new_practice
from tests.transports import transport_to
from therapy_core import Actor, PageRequest, Practice, errors
from therapy_core.actor import Once
from therapy_core.scheduling.views import PublishedView
from therapy_core.table.testing import FaultyTransport, before, never_sent

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONDAY = (NOON + timedelta(days=14 - NOON.weekday())).date()
DAYS = 5


def publish_week(
    practice: Practice, therapist: Actor, once: Once | None = None, **more: Any
) -> PublishedView:
    """Publish two slots a day for a few days from `MONDAY`."""
    rule: dict[str, Any] = {
        "weekdays": WEEKDAYS,
        "times": ["23:30", "09:00"],
        "duration_minutes": 60,
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=DAYS - 1),
        "timezone": "UTC",
    }
    slots = practice.acting_as(therapist, once).slots
    return slots.publish_weekly(therapist.profile_id, **(rule | more))


def starts(practice: Practice, therapist: Actor, **filters: Any) -> list[datetime]:
    """Return when the slots begin that the therapist lists."""
    slots = practice.acting_as(therapist).slots
    page = slots.list(therapist.profile_id, PageRequest(100), **filters)
    return [slot.starts_at for slot in page.items]


def test_a_slot_is_published_in_the_therapists_zone(practice: Practice) -> None:
    """Unless another is given; without either it is asked for."""
    therapist = a_therapist(practice, timezone="Europe/Lisbon")
    slots = practice.acting_as(therapist).slots
    made = slots.publish(therapist.profile_id, hours(0), ends_at=hours(1))
    (slot,) = made.slots
    assert (slot.timezone, slot.starts_at, slot.ends_at) == ("Europe/Lisbon", hours(0), hours(1))
    assert (slot.status, made.rule_id, made.skipped) == ("open", None, [])
    nowhere = a_therapist(practice)
    with pytest.raises(errors.InvalidInput) as wrong:
        practice.acting_as(nowhere).slots.publish(nowhere.profile_id, hours(0), duration_minutes=50)
    assert set(wrong.value.fields) == {"timezone"}
    assert not faults(practice)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_at": hours(0)}, "ends_at"),
        ({"starts_at": hours(0), "ends_at": hours(1), "duration_minutes": 60}, "ends_at"),
        ({"starts_at": hours(0), "ends_at": hours(0)}, "ends_at"),
        ({"starts_at": hours(0), "ends_at": hours(24.5)}, "ends_at"),
        ({"starts_at": hours(0), "duration_minutes": 4}, "duration_minutes"),
        ({"starts_at": hours(0), "duration_minutes": 10**12}, "duration_minutes"),
        ({"starts_at": hours(-100), "duration_minutes": 60}, "starts_at"),
        ({"starts_at": hours(24 * 800), "duration_minutes": 60}, "starts_at"),
        ({"starts_at": NOON + timedelta(seconds=1), "duration_minutes": 60}, "starts_at"),
        ({"starts_at": hours(0), "duration_minutes": 60, "timezone": "Moon/Sea"}, "timezone"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(
    practice: Practice, values: dict[str, Any], field: str
) -> None:
    """The field that is wrong is named."""
    therapist = a_therapist(practice, timezone="UTC")
    with pytest.raises(errors.InvalidInput) as wrong:
        practice.acting_as(therapist).slots.publish(therapist.profile_id, **values)
    assert field in wrong.value.fields


def test_slots_of_a_therapist_do_not_overlap(practice: Practice) -> None:
    """Neither within a day nor over midnight; they may touch."""
    therapist = a_therapist(practice)
    a_slot(practice, therapist, 0)
    a_slot(practice, therapist, 11.5)
    for at in (0, 0.5, -0.5, 11, 12):
        with pytest.raises(errors.SlotsOverlap):
            a_slot(practice, therapist, at)
    for at in (-1, 1, 12.5):
        a_slot(practice, therapist, at)
    assert not faults(practice)


def test_of_many_that_publish_at_one_time_one_does(practice: Practice) -> None:
    """Whatever runs at the same time, no two slots overlap."""
    therapist = a_therapist(practice)
    outcomes = at_once(8, lambda n: a_slot(practice, therapist, 11 + n / 10))
    assert (
        sorted(str(o) for o in outcomes if isinstance(o, Exception))
        == [str(errors.SlotsOverlap())] * 7
    )
    assert not faults(practice)


def at_once(number: int, deed: Any) -> list[Any]:
    """Run a deed in so many threads at once; return what each returned or raised."""
    found: list[Any] = [None] * number
    gate = threading.Barrier(number)

    def run(n: int) -> None:
        gate.wait(timeout=10)
        try:
            found[n] = deed(n)
        except errors.TherapyError as error:
            found[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_only_the_verified_publish(practice: Practice) -> None:
    """A newcomer can't, by itself or by a rule; nor for another."""
    newcomer, other = a_therapist(practice, verified=False), a_therapist(practice)
    for publish in (a_slot, publish_week):
        with pytest.raises(errors.NotVerified):
            publish(practice, newcomer)
    with pytest.raises(errors.NotFound):
        practice.acting_as(other).slots.publish(newcomer.profile_id, hours(0), hours(1))
    assert starts(practice, newcomer) == []


def test_a_published_slot_is_repeated_under_its_key(practice: Practice) -> None:
    """A repeated call returns the slot that the first made, and not that it is in its own way."""
    therapist = a_therapist(practice, timezone="UTC")
    made = []
    for _ in range(2):
        slots = practice.acting_as(therapist, Once("key", "same")).slots
        made.append(slots.publish(therapist.profile_id, hours(0), hours(1)).slots[0].slot_id)
    assert made[0] == made[1]
    with pytest.raises(errors.KeyReused):
        slots = practice.acting_as(therapist, Once("key", "other")).slots
        slots.publish(therapist.profile_id, hours(0), hours(1))
    assert starts(practice, therapist) == [hours(0)]


def test_a_weekly_rule_makes_all_its_slots(practice: Practice) -> None:
    """Two calls for the first day, as it is read with the others, and one for each other."""
    therapist = a_therapist(practice)
    with practice.metered() as meter:
        made = publish_week(practice, therapist)
    assert meter.round_trips == 1 + DAYS
    assert len(made.slots) == 2 * DAYS
    assert [slot.starts_at for slot in made.slots] == starts(practice, therapist)
    assert {slot.rule_id for slot in made.slots} == {made.rule_id}
    assert not faults(practice)


def test_a_weekly_rule_keeps_the_therapists_wall_clock(practice: Practice) -> None:
    """Across a change of clocks the local time stays, and the time in UTC moves."""
    therapist = a_therapist(practice, timezone="America/New_York")
    first = datetime(NOON.year + 1, 3, 1, tzinfo=UTC).date()
    last = first + timedelta(days=29)
    publish_week(
        practice, therapist, times=["09:00"], first_day=first, last_day=last, timezone=None
    )
    assert {each.hour for each in starts(practice, therapist)} == {13, 14}
    assert not faults(practice)


def test_a_rule_skips_what_is_taken_and_says_so(practice: Practice) -> None:
    """A slot that is there already is not moved, doubled or in the way of the rest."""
    therapist = a_therapist(practice, timezone="UTC")
    at = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 9, 30, tzinfo=UTC)
    practice.acting_as(therapist).slots.publish(therapist.profile_id, at, duration_minutes=60)
    made = publish_week(practice, therapist)
    assert made.skipped == [at - timedelta(minutes=30)]
    assert len(made.slots) == 2 * DAYS - 1
    assert len(publish_week(practice, therapist).skipped) == 2 * DAYS
    assert not faults(practice)


def test_a_rule_skips_what_is_past(practice: Practice) -> None:
    """Its first day may have begun."""
    therapist = a_therapist(practice)
    today = practice.table.clock().date()
    made = publish_week(practice, therapist, first_day=today, last_day=today, times=["00:00"])
    assert (made.slots, len(made.skipped)) == ([], 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["someday"]}, "weekdays"),
        ({"times": []}, "times"),
        ({"times": ["9"]}, "times"),
        ({"times": ["09:00", "09:30"]}, "times"),
        ({"duration_minutes": 1}, "duration_minutes"),
        ({"last_day": MONDAY - timedelta(days=1)}, "last_day"),
        ({"last_day": MONDAY + timedelta(days=400)}, "last_day"),
        ({"last_day": MONDAY + timedelta(days=300)}, "last_day"),
        ({"first_day": MONDAY - timedelta(days=100)}, "first_day"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    practice: Practice, values: dict[str, Any], field: str
) -> None:
    """The field that is wrong is named, and nothing is written."""
    therapist = a_therapist(practice)
    with pytest.raises(errors.InvalidInput) as wrong:
        publish_week(practice, therapist, **values)
    assert field in wrong.value.fields
    assert starts(practice, therapist) == []


@pytest.mark.parametrize("crash_after", range(1, DAYS + 1))
def test_a_rule_that_crashed_is_completed_under_its_key(
    endpoint: str, table_name: str, crash_after: int
) -> None:
    """The repeated call makes what is missing, and nothing twice."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    therapist = a_therapist(practice)
    for _ in range(crash_after - 1):
        faulty.next("TransactWriteItems", before(lambda: None))
    faulty.next("TransactWriteItems", never_sent, times=50)
    practice.table.backoff = practice.table.wire.backoff = quick(practice)
    with pytest.raises(errors.TryAgain):
        publish_week(practice, therapist, Once("key", "same"))
    faulty._planned.clear()
    made = publish_week(practice, therapist, Once("key", "same"))
    assert (len(made.slots), made.skipped) == (2 * DAYS, [])
    assert len(starts(practice, therapist)) == 2 * DAYS
    assert not faults(practice)


def quick(practice: Practice) -> Any:
    """Return a backoff that waits for nothing."""
    backoff = practice.table.backoff
    return type(backoff)(attempts=backoff.attempts, sleep=lambda _: None)


def test_a_repeated_rule_brings_nothing_back(practice: Practice) -> None:
    """A slot that was withdrawn since stays so, and the answer is the first one."""
    therapist = a_therapist(practice)
    made = publish_week(practice, therapist, Once("key", "same"))
    practice.acting_as(therapist).slots.withdraw(therapist.profile_id, made.slots[0].slot_id)
    again = publish_week(practice, therapist, Once("key", "same"))
    assert [s.slot_id for s in again.slots] == [s.slot_id for s in made.slots]
    assert len(starts(practice, therapist, status="open")) == 2 * DAYS - 1
    assert not faults(practice)


def test_rules_at_the_same_time_make_each_slot_once(practice: Practice) -> None:
    """Under one key they are one rule; under none, what one makes the other skips."""
    therapist = a_therapist(practice)
    made = at_once(3, lambda n: publish_week(practice, therapist, Once("key", "same")))
    made += at_once(2, lambda n: publish_week(practice, therapist))
    assert len(starts(practice, therapist)) == 2 * DAYS
    assert not faults(practice)
    done = [each for each in made if isinstance(each, PublishedView)]
    assert done
    ids = {slot.slot_id for each in done[:1] for slot in each.slots}
    assert len(ids) == 2 * DAYS


def test_an_open_slot_is_withdrawn(practice: Practice) -> None:
    """It is in the way of none any more; a second time it stays as it is."""
    therapist = a_therapist(practice)
    slot = a_slot(practice, therapist, 11.5)
    slots = practice.acting_as(therapist).slots
    with pytest.raises(errors.VersionMismatch):
        slots.withdraw(slot.therapist_id, slot.slot_id, slot.version + 1)
    gone = slots.withdraw(slot.therapist_id, slot.slot_id, slot.version)
    assert gone == slots.withdraw(slot.therapist_id, slot.slot_id)
    assert gone == slots.get(slot.therapist_id, slot.slot_id)
    assert gone.status == "withdrawn"
    a_slot(practice, therapist, 11.5)
    assert not faults(practice)


def test_a_held_slot_goes_with_its_request(practice: Practice) -> None:
    """The request is rejected in the same transaction, and its client may ask again."""
    therapist, client = a_therapist(practice), a_client(practice)
    slot = a_slot(practice, therapist)
    request = asked(practice, client, slot)
    practice.acting_as(therapist).slots.withdraw(slot.therapist_id, slot.slot_id)
    mine = practice.acting_as(client).appointment_requests
    assert mine.get(request.request_id).status == "rejected"
    assert not faults(practice)


def test_what_is_booked_or_past_is_not_withdrawn(practice: Practice) -> None:
    """The session has to be cancelled first; the past stays."""
    therapist, client = a_therapist(practice), a_client(practice)
    slot, other = a_slot(practice, therapist), a_slot(practice, therapist, 1)
    answered(practice, therapist, asked(practice, client, slot), "approved")
    slots = practice.acting_as(therapist).slots
    with pytest.raises(errors.SlotTaken):
        slots.withdraw(slot.therapist_id, slot.slot_id)
    later(practice, days=5)
    with pytest.raises(errors.SlotTaken):
        slots.withdraw(other.therapist_id, other.slot_id)
    assert not faults(practice)


def test_a_slot_is_asked_for_or_withdrawn_but_not_both(practice: Practice) -> None:
    """Whoever comes first: afterwards it is withdrawn, and no request is left to wait."""
    therapist, client = a_therapist(practice), a_client(practice)
    slot = a_slot(practice, therapist)
    slots = practice.acting_as(therapist).slots

    def deed(n: int) -> Any:
        if n:
            return slots.withdraw(slot.therapist_id, slot.slot_id)
        return asked(practice, client, slot)

    at_once(2, deed)
    assert status_of(practice, therapist, slot) == "withdrawn"
    assert not faults(practice)


def test_lists_show_each_reader_their_own(practice: Practice) -> None:
    """The therapist and admins see all; others what is open and to come, without whose it is."""
    therapist, client, other = a_therapist(practice), a_client(practice), a_therapist(practice)
    slots = [a_slot(practice, therapist, at) for at in range(4)]
    answered(practice, therapist, asked(practice, client, slots[0]), "approved")
    asked(practice, client, slots[1])
    practice.acting_as(therapist).slots.withdraw(therapist.profile_id, slots[2].slot_id)

    def seen(actor: Actor, **filters: Any) -> list[tuple[str, str]]:
        listing = practice.acting_as(actor).slots.list
        found = listing(therapist.profile_id, **filters).items
        return [(slot.slot_id, slot.status) for slot in found]

    statuses = ("booked", "held", "withdrawn", "open")
    whole = [(slot.slot_id, status) for slot, status in zip(slots, statuses, strict=True)]
    assert seen(therapist) == seen(ADMIN) == whole
    assert seen(client) == seen(other) == whole[3:]
    for (slot_id, status), stranger in zip(whole, ([], [], [], whole[3:]), strict=True):
        assert seen(therapist, status=status) == [(slot_id, status)]
        assert seen(client, status=status) == stranger
    assert seen(therapist, from_=hours(1), to=hours(3)) == whole[1:3]
    assert seen(therapist, from_=hours(1), to=hours(1)) == []
    with pytest.raises(errors.InvalidInput):
        seen(therapist, status="gone")
    assert practice.acting_as(client).slots.get(therapist.profile_id, slots[3].slot_id)
    for slot in slots[:3]:
        with pytest.raises(errors.NotFound):
            practice.acting_as(client).slots.get(therapist.profile_id, slot.slot_id)


def test_a_list_goes_on_while_time_passes(practice: Practice) -> None:
    """A cursor is good after a while, and what has begun in between is not shown."""
    therapist, client = a_therapist(practice), a_client(practice)
    slots = [a_slot(practice, therapist, at) for at in range(5)]
    listing = practice.acting_as(client).slots.list
    first = listing(therapist.profile_id, PageRequest(2))
    assert [s.slot_id for s in first.items] == [s.slot_id for s in slots[:2]]
    passed = hours(2) - practice.table.clock()
    later(practice, seconds=passed.total_seconds() + 1)
    rest = listing(therapist.profile_id, PageRequest(2, first.next_cursor))
    assert [s.slot_id for s in rest.items] == [s.slot_id for s in slots[3:]]
    assert listing(therapist.profile_id, PageRequest(1)).items == rest.items[:1]
    with pytest.raises(errors.InvalidCursor):
        listing(therapist.profile_id, PageRequest(2, first.next_cursor), status="open")


def test_what_becomes_free_meanwhile_is_published_and_not_skipped(
    endpoint: str, table_name: str
) -> None:
    """A rule that ran into somebody's withdrawal tells what it made in the end."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    therapist = a_therapist(practice)
    slots = practice.acting_as(therapist).slots
    nine = datetime.combine(MONDAY, datetime.min.time(), UTC) + timedelta(hours=9)
    (other,) = slots.publish(therapist.profile_id, nine, duration_minutes=60, timezone="UTC").slots
    withdraw = before(lambda: slots.withdraw(therapist.profile_id, other.slot_id))
    faulty.next("TransactWriteItems", withdraw)
    made = publish_week(practice, therapist, last_day=MONDAY)
    assert made.skipped == []
    assert [slot.starts_at for slot in made.slots] == starts(practice, therapist, status="open")
    assert len(made.slots) == 2
