"""Taking time and giving it back, on a real table: a client's days, and slots."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from therapy_core import Practice, errors, ids
from therapy_core.scheduling import booking, rules, slot_ids
from therapy_core.scheduling.booking import Move
from therapy_core.scheduling.models import ClientDay, Slot, SlotStatus
from therapy_core.scheduling.rules import Interval
from therapy_core.table import Unit

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=3)
CLIENT, THERAPIST = "cli_one", "thr_one"


def at(hour: float, minutes: int = 60) -> Interval:
    """Return an interval that begins so many hours after noon."""
    starts_at = NOON + timedelta(hours=hour)
    return starts_at, starts_at + timedelta(minutes=minutes)


def nothing(unit: Unit) -> None:
    """Add nothing to a unit."""


def take(practice: Practice, session_id: str, interval: Interval) -> None:
    """Take an interval for a session of the client."""
    booking.commit(practice.table, "take", Move(CLIENT, session_id, new=interval), nothing)


def taken(practice: Practice) -> dict[str, list[str]]:
    """Return which sessions each of the client's days holds."""
    days = [*rules.days(at(0)), *rules.days(at(14))]
    sheets = practice.table.get_many([ClientDay.at(client_id=CLIENT, day=d) for d in days])
    return {s.day: sorted(s.intervals.as_dict()) for s in sheets if s}


def test_a_day_with_nothing_else_takes_one_call(practice: Practice) -> None:
    """A free day is taken without being read, and an emptied one too."""
    with practice.metered() as meter:
        take(practice, "ses_a", at(0))
    assert meter.round_trips == 1
    with practice.table.transaction() as unit:
        booking.free_client_day(unit, CLIENT, "ses_a", at(0))
    with practice.metered() as meter:
        take(practice, "ses_b", at(0))
    assert meter.round_trips == 1
    assert taken(practice) == {at(0)[0].date().isoformat(): ["ses_b"]}


def test_a_day_in_use_takes_two_calls_more(practice: Practice) -> None:
    """Where there is another session, the day is read, and the interval judged."""
    take(practice, "ses_a", at(0))
    with practice.metered() as meter:
        take(practice, "ses_b", at(1))
    assert meter.round_trips == 3
    with pytest.raises(errors.SessionsOverlap):
        take(practice, "ses_c", at(0.5))


def test_a_session_over_midnight_is_on_both_days(practice: Practice) -> None:
    """It is in the way on either side of midnight, and is freed on both."""
    take(practice, "ses_a", at(11.5))
    assert list(taken(practice).values()) == [["ses_a"], ["ses_a"]]
    for hour in (11, 12):
        with pytest.raises(errors.SessionsOverlap):
            take(practice, "ses_b", at(hour))
    with practice.table.transaction() as unit:
        booking.free_client_day(unit, CLIENT, "ses_a", at(11.5))
    assert list(taken(practice).values()) == [[], []]


@pytest.mark.parametrize(("old", "new"), [(0, 0.5), (0, 11.5), (11.5, 12.5), (11.5, 0), (0, 14)])
@pytest.mark.parametrize("beside", [False, True])
def test_a_session_moves(practice: Practice, old: float, new: float, beside: bool) -> None:
    """It leaves its old days and stands on its new ones, alone or beside another."""
    if beside:
        take(practice, "ses_other", at(-6))
        take(practice, "ses_next", at(18))
    take(practice, "ses_a", at(old))
    booking.commit(practice.table, "move", Move(CLIENT, "ses_a", old=at(old), new=at(new)), nothing)
    found = {day for day, held in taken(practice).items() if "ses_a" in held}
    assert found == set(rules.days(at(new)))


def test_a_session_does_not_move_onto_another(practice: Practice) -> None:
    """Its own old interval is not in its way, another session's is."""
    take(practice, "ses_other", at(2))
    take(practice, "ses_a", at(0))
    with pytest.raises(errors.SessionsOverlap):
        booking.commit(
            practice.table, "move", Move(CLIENT, "ses_a", old=at(0), new=at(1.5)), nothing
        )


def test_of_many_that_take_one_time_one_gets_it(practice: Practice) -> None:
    """Sessions that overlap are never both taken, whatever runs at the same time."""
    outcomes: list[bool] = []

    def one(n: int) -> None:
        try:
            take(practice, f"ses_{n}", at(11 + n / 10))
            outcomes.append(True)
        except errors.SessionsOverlap:
            outcomes.append(False)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 7 + [True]


def a_slot(practice: Practice) -> Slot:
    """Store an open slot."""
    starts_at, ends_at = at(0)
    slot_id = slot_ids.new_slot_id(starts_at, 60)
    return practice.table.create(
        Slot(
            therapist_id=THERAPIST,
            slot_id=slot_id,
            starts_at=starts_at,
            ends_at=ends_at,
            timezone="UTC",
        )
    )


def test_a_slot_is_held_booked_and_opened_again(practice: Practice) -> None:
    """Each step leaves just its own holder, and happens to the right one alone."""
    slot = a_slot(practice)
    request_id = ids.APPOINTMENT_REQUEST + ids.new_ulid(NOON)
    with practice.table.transaction() as unit:
        booking.hold(unit, slot.ref, request_id, NOON)
    with pytest.raises(errors.SlotTaken), practice.table.transaction() as unit:
        booking.hold(unit, slot.ref, "apt_other", NOON)
    with pytest.raises(errors.SlotTaken), practice.table.transaction() as unit:
        booking.book(unit, slot.ref, "ses_a", booking.is_held_by("apt_other"))
    with practice.table.transaction() as unit:
        booking.book(unit, slot.ref, "ses_a", booking.is_held_by(request_id))
    found = practice.table.get(slot.ref)
    assert found is not None
    assert (found.status, found.request_id, found.held_until) == (SlotStatus.BOOKED, None, None)
    with practice.table.transaction() as unit:
        booking.reopen(unit, slot.ref, booking.is_booked_by("ses_a"))
    found = practice.table.get(slot.ref)
    assert found is not None
    assert (found.status, found.session_id) == (SlotStatus.OPEN, None)


def test_a_lapsed_hold_is_in_nobodys_way(practice: Practice) -> None:
    """Another request takes the slot, and the first can't touch it any more."""
    slot = a_slot(practice)
    with practice.table.transaction() as unit:
        booking.hold(unit, slot.ref, "apt_a", unit.now - timedelta(seconds=1))
    with practice.table.transaction() as unit:
        booking.hold(unit, slot.ref, "apt_b", NOON)
    with pytest.raises(errors.SlotTaken), practice.table.transaction() as unit:
        booking.reopen(unit, slot.ref, booking.is_held_by("apt_a"))
