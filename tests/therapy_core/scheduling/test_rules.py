"""The rules of scheduling on plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core.relationships.models import Status
from therapy_core.scheduling import rules, slot_ids
from therapy_core.scheduling.models import SlotStatus
from therapy_core.scheduling.rules import Interval

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
minutes = st.integers(-3000, 3000)
lengths = st.integers(1, slot_ids.LONGEST_MINUTES)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Draw an interval of whole minutes around a few days, in any offset."""
    zone = timezone(timedelta(minutes=draw(st.integers(-720, 840))))
    starts_at = (NOW + timedelta(minutes=draw(minutes))).astimezone(zone)
    return starts_at, starts_at + timedelta(minutes=draw(lengths))


def moments(interval: Interval) -> set[int]:
    """Return the minutes that an interval holds, as numbers."""
    begin, end = (int(each.timestamp()) // 60 for each in interval)
    return set(range(begin, end))


@given(intervals(), intervals())
def test_intervals_overlap_where_they_share_a_minute(one: Interval, other: Interval) -> None:
    """It is so whichever comes first, and touching is not sharing."""
    shared = bool(moments(one) & moments(other))
    assert rules.overlap(one, other) == rules.overlap(other, one) == shared


@given(intervals())
def test_the_parts_of_days_make_up_the_whole(interval: Interval) -> None:
    """Each part lies within its day, none is empty, and together they are the interval."""
    parts = rules.parts(interval)
    assert 1 <= len(parts) <= 2
    assert [each for part in parts.values() for each in sorted(moments(part))] == sorted(
        moments(interval)
    )
    for day, (starts_at, ends_at) in parts.items():
        assert starts_at.astimezone(UTC).date().isoformat() == day
        assert starts_at < ends_at <= datetime.fromisoformat(f"{day}T00:00Z") + timedelta(days=1)


@given(intervals(), intervals())
def test_what_overlaps_shares_a_day(one: Interval, other: Interval) -> None:
    """So comparing within each day's sheet finds every overlap."""
    if rules.overlap(one, other):
        assert set(rules.days(one)) & set(rules.days(other))


@given(intervals())
def test_an_interval_is_read_as_it_was_written(interval: Interval) -> None:
    """What a sheet holds is the very interval."""
    assert rules.read(rules.written(interval)) == interval


@given(st.integers(0, 10**6), lengths)
def test_a_slot_is_known_by_its_id(minute: int, length: int) -> None:
    """Its id says when it begins and how long it lasts, drawn or derived."""
    starts_at = NOW + timedelta(minutes=minute)
    wanted = (starts_at, starts_at + timedelta(minutes=length))
    derived = slot_ids.derived_slot_id("rul_1", starts_at, length)
    assert slot_ids.interval(slot_ids.new_slot_id(starts_at, length)) == wanted
    assert slot_ids.interval(derived) == wanted
    assert derived == slot_ids.derived_slot_id("rul_1", starts_at, length)
    assert derived != slot_ids.derived_slot_id("rul_2", starts_at, length)
    assert derived.startswith(slot_ids.beginning(starts_at))


@given(st.text(max_size=40) | st.from_regex(r"slt_[0-9A-HJKMNP-TV-Z]{26}", fullmatch=True))
def test_what_is_no_slot_has_no_time(text: str) -> None:
    """Any text is an interval of one minute to a day, or a `ValueError`."""
    try:
        starts_at, ends_at = slot_ids.interval(text)
    except ValueError:
        return
    assert timedelta() < ends_at - starts_at <= timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "until", "expected"),
    [
        ("open", None, SlotStatus.OPEN),
        ("held", 1, SlotStatus.HELD),
        ("held", 0, SlotStatus.OPEN),
        ("held", -1, SlotStatus.OPEN),
        ("booked", None, SlotStatus.BOOKED),
        ("withdrawn", None, SlotStatus.WITHDRAWN),
    ],
)
def test_a_lapsed_hold_leaves_a_slot_open(
    status: str, until: int | None, expected: SlotStatus
) -> None:
    """A hold counts up to its last moment and not after; everything else is as it is stored."""
    held_until = None if until is None else NOW + timedelta(seconds=until)
    assert rules.slot_status(status, held_until, NOW) is expected
    begins = NOW + timedelta(seconds=1)
    is_open = expected is SlotStatus.OPEN
    assert rules.can_be_asked_for(status, held_until, begins, NOW) == is_open
    assert not rules.can_be_asked_for(status, held_until, NOW, NOW)


@given(st.integers(1, 168), st.integers(-100, 20_000))
def test_a_hold_ends_with_its_hours_or_with_the_slots_start(hours: int, minute: int) -> None:
    """Whichever comes first."""
    starts_at = NOW + timedelta(minutes=minute)
    until = rules.held_until(NOW, hours, starts_at)
    assert until <= starts_at
    assert until <= NOW + timedelta(hours=hours)
    assert until in (starts_at, NOW + timedelta(hours=hours))


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_pending_expires(status: Status) -> None:
    """When its time has passed, at once; what was answered stays answered."""
    assert rules.request_status(status.value, NOW + timedelta(seconds=1), NOW) is status
    late = Status.EXPIRED if status is Status.PENDING else status
    assert rules.request_status(status.value, NOW, NOW) is late


def test_each_side_gives_its_own_answers() -> None:
    """A therapist approves and rejects, a client withdraws, nobody else answers."""
    given_by = {
        role: {answer for answer in Status if rules.may_answer(role, answer)}
        for role in ("client", "therapist", "admin", "system")
    }
    assert given_by == {
        "client": {Status.WITHDRAWN},
        "therapist": {Status.APPROVED, Status.REJECTED},
        "admin": set(),
        "system": set(),
    }
