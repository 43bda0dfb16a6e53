"""Trends: the counters always come to what the entries say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.practices import let_read
from therapy_core import Actor, PageRequest, Practice, Role
from therapy_core.errors import VersionMismatch
from therapy_core.journals.service import Journals
from therapy_core.journals.views import EntryView
from therapy_core.table.testing import no_wait

WORDS = ("glad", "angry", "livid", "saudade")
DAY = timedelta(hours=20)
BEGINNING = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
Found = dict[tuple[date, str], tuple[int, int]]

values = st.fixed_dictionaries(
    {
        "feeling": st.sampled_from(WORDS),
        "intensity": st.integers(1, 10),
        "private": st.booleans(),
    }
)
steps = st.one_of(
    st.tuples(st.just("write"), values, st.integers(0, 3)),
    st.tuples(st.just("change"), values, st.integers(0, 9)),
    st.tuples(st.just("remove"), st.none(), st.integers(0, 9)),
)


def people(number: int) -> tuple[Actor, Actor]:
    """Return a client and a therapist; a journal needs no accounts."""
    return (
        Actor(Role.CLIENT, f"acc_{number}", f"cli_{number}"),
        Actor(Role.THERAPIST, f"acc_t{number}", f"thr_{number}"),
    )


def everything(journals: Journals, client_id: str) -> Iterator[EntryView]:
    """Yield all that a reader is shown of a journal."""
    request = PageRequest(100)
    while True:
        page = journals.list(client_id, request)
        yield from page.items
        if page.next_cursor is None:
            return
        request = PageRequest(100, page.next_cursor)


def recounted(journals: Journals, client_id: str) -> Found:
    """Count the entries that a reader is shown, by day and family."""
    counts: Counter[tuple[date, str]] = Counter()
    sums: Counter[tuple[date, str]] = Counter()
    for entry in everything(journals, client_id):
        at = (entry.felt_on, entry.family or "other")
        counts[at] += 1
        sums[at] += entry.intensity
    return {at: (counts[at], sums[at]) for at in counts}


def told(journals: Journals, client_id: str) -> Found:
    """Return what the trends say, page by page."""
    found: Found = {}
    request = PageRequest(2)
    while True:
        page = journals.trends(client_id, request)
        for day in page.items:
            assert day.families
            found |= {(day.day, f.family): (f.count, f.intensity_sum) for f in day.families}
        if page.next_cursor is None:
            return found
        request = PageRequest(2, page.next_cursor)


def carry_out(journals: Journals, client_id: str, step: Any) -> None:
    """Do one step; a change or a removal takes one of the entries that are there."""
    what, given_values, number = step
    if what == "write":
        journals.write(client_id, felt_at=BEGINNING + number * DAY, **given_values)
        return
    there = journals.list(client_id).items
    if there and what == "change":
        journals.change(client_id, there[number % len(there)].entry_id, given_values)
    elif there:
        journals.remove(client_id, there[number % len(there)].entry_id)


class Numbers:
    """Count the journals, so that each run has its own."""

    last = 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, max_size=14))
def test_trends_equal_a_recount(practice: Practice, sequence: list[Any]) -> None:
    """Whatever is written, changed and removed, for the client and for a therapist alike."""
    Numbers.last += 1
    client, therapist = people(Numbers.last)
    let_read(practice, client, therapist)
    own = practice.acting_as(client).journals
    theirs = practice.acting_as(therapist).journals
    for step in sequence:
        carry_out(own, client.profile_id, step)
    for reader in (own, theirs):
        assert told(reader, client.profile_id) == recounted(reader, client.profile_id)


@pytest.mark.exact
def test_trends_are_exact_under_races(practice: Practice) -> None:
    """Eight at once write, flip and remove on one day, and nothing is counted twice or lost."""
    practice.table.wire._backoff = practice.table.backoff = type(practice.table.backoff)(
        attempts=60, sleep=no_wait
    )
    client, therapist = people(0)
    let_read(practice, client, therapist)
    own = practice.acting_as(client).journals
    shared = own.write(client.profile_id, "glad", 5, felt_at=BEGINNING).entry_id

    def work(number: int) -> None:
        mine = practice.acting_as(client).journals
        for n in range(4):
            entry = mine.write(
                client.profile_id, WORDS[n], 1 + number, felt_at=BEGINNING, private=bool(n % 2)
            )
            with suppress(VersionMismatch):
                mine.change(client.profile_id, shared, {"private": bool(n % 2), "intensity": n + 1})
            if n == 3:
                mine.remove(client.profile_id, entry.entry_id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    for reader in (own, practice.acting_as(therapist).journals):
        found = told(reader, client.profile_id)
        assert found == recounted(reader, client.profile_id)
    assert sum(count for count, _ in told(own, client.profile_id).values()) == 25


def test_days_are_narrowed_by_dates_of_the_client(practice: Practice) -> None:
    """Both ends are included, the newest day comes first, and the totals are the page's."""
    client, _ = people(0)
    journals = practice.acting_as(client).journals
    for n, intensity in enumerate((2, 4, 9)):
        felt_at = BEGINNING + n * timedelta(days=1)
        journals.write(client.profile_id, "glad", intensity, felt_at=felt_at, timezone="Asia/Tokyo")
    with practice.metered() as meter:
        trends = journals.trends(client.profile_id, since=date(2026, 3, 1), until=date(2026, 3, 2))
    assert meter.round_trips == 1
    assert [day.day.day for day in trends.items] == [2, 1]
    (total,) = trends.totals
    assert (total.family, total.count, total.mean_intensity) == ("happiness", 2, 3.0)
    assert journals.trends(client.profile_id, until=date(2020, 1, 1)).items == []
