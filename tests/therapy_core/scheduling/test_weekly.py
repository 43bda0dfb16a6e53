"""Weekly rules over time zones and both changes of clocks."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core.scheduling import rules, weekly
from therapy_core.scheduling.weekly import Weekly

ZONES = (
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
    "Pacific/Apia",
)
EVERY_DAY = tuple(range(7))


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/Lisbon", "2026-03-28T09:00", "2026-03-28T09:00"),
        ("Europe/Lisbon", "2026-03-30T09:00", "2026-03-30T08:00"),
        ("Europe/Lisbon", "2026-03-29T01:30", "2026-03-29T01:30"),  # does not exist: 02:30
        ("Europe/Lisbon", "2026-10-25T01:30", "2026-10-25T00:30"),  # twice: the first
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),  # does not exist: 03:30
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),  # twice: the first
        ("America/St_Johns", "2026-03-08T02:15", "2026-03-08T05:45"),  # does not exist: 03:15
        ("America/St_Johns", "2026-11-02T09:00", "2026-11-02T12:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),  # a gap of half an hour
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),  # twice, by half an hour
        ("Asia/Kolkata", "2026-06-01T09:00", "2026-06-01T03:30"),
        ("Asia/Kathmandu", "2026-06-01T09:00", "2026-06-01T03:15"),
    ],
)
def test_a_wall_clock_time_is_one_moment(zone: str, local: str, expected: str) -> None:
    """One that does not exist moves forward by the gap, one that comes twice is the first."""
    wall = datetime.fromisoformat(local)
    found = weekly.instant(wall.date(), wall.time(), zone)
    assert found == datetime.fromisoformat(f"{expected}+00:00")


@given(
    st.sampled_from(ZONES),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.times(),
)
def test_a_moment_shows_on_the_wall_what_was_asked_for(zone: str, day: date, at: time) -> None:
    """Only in a gap does it show another time: later, by the gap."""
    wall = datetime.combine(day, at)
    shown = weekly.instant(day, at, zone).astimezone(ZoneInfo(zone))
    offsets = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
    if shown.replace(tzinfo=None, fold=0) == wall:
        assert shown.fold == 0
    else:
        low, high = sorted(offset for offset in offsets if offset is not None)
        assert shown.replace(tzinfo=None) == wall + (high - low)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 40),
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(st.integers(0, 23), min_size=1, max_size=6),
    st.integers(5, 60),
)
def test_slots_of_a_rule_keep_the_wall_clock_and_never_overlap(
    zone: str, first: date, span: int, days: set[int], hours: set[int], minutes: int
) -> None:
    """Each begins at one of its times on one of its days; they come in order, and apart."""
    rule = Weekly(
        tuple(days), tuple(time(h) for h in hours), minutes, first, first + timedelta(days=span)
    )
    found = weekly.occurrences(rule, zone)
    for one, other in itertools.pairwise(found):
        assert one[1] <= other[0]
    for interval in found:
        assert interval[1] - interval[0] == timedelta(minutes=minutes)
        assert set(rules.days(interval)) <= set(weekly.days_around(rule))
    begun = {interval[0] for interval in found}
    wanted = {weekly.instant(day, at, zone) for day in rule.days for at in rule.times}
    assert begun <= wanted
    assert len(wanted - begun) <= 2  # what a change of clocks pushed onto another


def test_a_time_in_the_gap_gives_way_to_one_that_is_there() -> None:
    """Where clocks go forward two of a rule's times can fall together; there is one slot."""
    rule = Weekly(EVERY_DAY, (time(1, 30), time(2, 30)), 60, date(2026, 3, 28), date(2026, 3, 30))
    found = [
        begin.astimezone(ZoneInfo("Europe/Lisbon"))
        for begin, _ in weekly.occurrences(rule, "Europe/Lisbon")
    ]
    shown = [f"{each:%d %H:%M}" for each in found]
    assert shown == ["28 01:30", "28 02:30", "29 02:30", "30 01:30", "30 02:30"]


@pytest.mark.parametrize(
    ("days", "times", "minutes", "expected"),
    [
        (EVERY_DAY, ("09:00", "10:00"), 60, False),
        (EVERY_DAY, ("09:00", "10:00"), 61, True),
        (EVERY_DAY, ("00:00", "23:30"), 31, True),
        ((0, 2), ("00:00", "23:30"), 31, False),
        ((0, 6), ("00:00", "23:30"), 31, True),
        ((3,), ("09:00",), 1440, False),
    ],
)
def test_a_rule_that_overlaps_itself_is_known(
    days: tuple[int, ...], times: tuple[str, ...], minutes: int, expected: bool
) -> None:
    """Within a day, over midnight, and from Sunday to Monday."""
    at = tuple(time.fromisoformat(each) for each in times)
    rule = Weekly(days, at, minutes, date(2026, 1, 1), date(2026, 2, 1))
    assert rule.overlaps_itself == expected


def test_a_moment_is_in_utc() -> None:
    """What is stored has no other zone."""
    assert weekly.instant(date(2026, 6, 1), time(9), "Asia/Kolkata").tzinfo is UTC
