"""Reading: pages that are exact, in order and bounded, and batches."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.therapy_core.table.tables import (
    BY_NAME,
    IN_ROOM,
    NOON,
    OF_KINDS,
    PASSES,
    PATTERNS,
    VISITS,
    VISITS_UP,
    WHOLE,
    Clock,
    Label,
    Member,
    Pass,
    Visit,
)
from therapy_core.table import AccessPattern, Narrow, PageRequest, Table, metered
from therapy_core.table.errors import InvalidCursor, InvalidKey, Misuse
from therapy_core.table.testing import FaultyTransport


def pages(table: Table, pattern: AccessPattern[Any], limit: int, **asked: Any) -> list[list[Any]]:
    """Return every page of a list."""
    found, cursor = [], None
    while True:
        page = table.page(pattern, PageRequest(limit, cursor), scope="me", **asked)
        found.append(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return found


def flat(found: list[list[Any]]) -> list[Any]:
    """Return the entries of all pages."""
    return [entry for page in found for entry in page]


def names(count: int) -> list[Member]:
    """Return members whose order by name is not that of their ids."""
    return [Member(member_id=f"m{n:03}", name=f"name {(n * 7) % count:03}") for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 6, 7, 12, 13])
def test_every_page_is_full_and_the_last_has_no_next(table: Table, count: int) -> None:
    """Merged over shards, in order, each entry once, no empty page at an exact multiple."""
    table.load(names(count))
    found = pages(table, BY_NAME, 6)
    assert [m.name for m in flat(found)] == sorted(m.name for m in names(count))
    assert [len(p) for p in found] == [6] * (count // 6) + ([count % 6] if count % 6 else []) or [0]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 9), st.integers(2, 5), st.booleans(), st.data())
def test_a_thinned_list_is_exact(
    filled: Table, limit: int, modulus: int, up: bool, data: st.DataObject
) -> None:
    """Whatever the filter, the limit and the direction, all that fits comes once and in order."""
    pattern = VISITS_UP if up else VISITS
    low, high = sorted((data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60))))
    found = pages(
        filled,
        pattern,
        limit,
        member_id="m",
        narrow=Narrow(low=low, high=high),
        where=lambda v: v.number % modulus == 0,
        asked=str(modulus),
    )
    expected = [n for n in range(50) if low <= n <= high and n % modulus == 0]
    assert [v.number for v in flat(found)] == (expected if up else expected[::-1])
    assert all(len(p) <= limit for p in found)


@pytest.fixture
def filled(table: Table) -> Table:
    """Return a table with fifty visits of one member."""
    table.load(Visit(member_id="m", number=n, room=f"r{n % 3}") for n in range(50))
    return table


def test_several_partitions_may_share_a_sort_key(table: Table) -> None:
    """A fan-out over inputs loses nothing where two partitions have the same sort key."""
    table.load(Visit(member_id=m, number=n, room=f"r{m}") for m in "abc" for n in range(4))
    for limit in (1, 2, 5, 100):
        found = flat(pages(table, IN_ROOM, limit, room=("ra", "rb", "rc", "ra")))
        assert [(v.number, v.member_id) for v in found] == [(n, m) for n in range(4) for m in "abc"]
    assert flat(pages(table, IN_ROOM, 5, room=())) == []


def test_several_partitions_may_share_the_very_same_sort_key(table: Table) -> None:
    """Even one that is equal to the last byte: the partition tells the entries apart."""
    table.load(Label(label_id=f"l{n}", kind=kind) for n in range(3) for kind in "abc")
    for limit in (1, 2, 4, 100):
        found = flat(pages(table, OF_KINDS, limit, kind=("a", "b", "c")))
        assert [(x.label_id, x.kind) for x in found] == [
            (f"l{n}", kind) for n in range(3) for kind in "abc"
        ]


def test_a_page_costs_one_query_a_partition(table: Table, faulty: FaultyTransport) -> None:
    """The first page of a list and every other one."""
    table.load(Visit(member_id="m", number=n, room="r") for n in range(20))
    table.load(names(20))
    faulty.calls.clear()
    assert len(pages(table, VISITS, 5, member_id="m")) == len(faulty.calls) == 4
    faulty.calls.clear()
    pages(table, BY_NAME, 5)
    assert len(faulty.calls) == 4 * table.shards


def test_entries_that_come_and_go_do_not_shift_a_list(table: Table) -> None:
    """What is written between two pages neither repeats nor hides what stood there before."""
    table.load(names(20))
    first = table.page(BY_NAME, PageRequest(5), scope="me")
    table.create(Member(member_id="new", name="name 000 before"))
    table.delete(first.items[4])
    table.create(Member(member_id="later", name="name 005 after"))
    rest = flat(pages_from(table, first.next_cursor))
    assert [m.name for m in rest][:2] == ["name 005", "name 005 after"]
    assert len(rest) == 16


def pages_from(table: Table, cursor: str | None) -> list[list[Any]]:
    """Return the pages after a cursor."""
    found = []
    while cursor:
        page = table.page(BY_NAME, PageRequest(5, cursor), scope="me")
        found.append(page.items)
        cursor = page.next_cursor
    return found


def test_expired_items_and_foreign_types_are_left_out(table: Table, clock: Clock) -> None:
    """A list skips what expired and what another release wrote, and still fills its pages."""
    for n in range(12):
        ends = NOON + timedelta(hours=n % 2)
        table.load([Pass(pass_id=f"p{n:02}", holder="h", expires_at=ends)])
    item = {
        "PK": {"S": "NEW"},
        "SK": {"S": "NEW"},
        "type": {"S": "newer"},
        "GSI2PK": {"S": "HOLDER#h"},
        "GSI2SK": {"S": "p03x"},
    }
    table.transport("PutItem", {"TableName": table.name, "Item": item})
    assert [len(p) for p in pages(table, PASSES, 3, holder="h")] == [3, 3]


def test_a_long_filter_gives_a_short_page_with_a_next(table: Table) -> None:
    """The number of calls is bounded, and the list goes on where it stopped."""
    table.load(Visit(member_id="m", number=n, room="r") for n in range(1000))
    with metered() as meter:
        page = table.page(
            VISITS_UP,
            PageRequest(1),
            scope="me",
            member_id="m",
            where=lambda v: v.number == 999,
            asked="999",
        )
    assert (page.items, meter.round_trips) == ([], 8)
    assert page.next_cursor
    found = flat(pages(table, VISITS_UP, 1, member_id="m", where=lambda v: v.number == 999))
    assert [v.number for v in found] == [999]


def test_one_query_serves_several_entities(table: Table) -> None:
    """A span returns what lies between its two texts."""
    table.load([Member(member_id="m", name="Ann"), Visit(member_id="m", number=1, room="r")])
    found = flat(pages(table, WHOLE, 9, member_id="m"))
    assert [type(e) for e in found] == [Member, Visit]


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (Narrow(prefix="an"), ["Ann", "Ann Lee", "Anna"]),
        (Narrow(prefix="ÁNN "), ["Ann Lee"]),
        (Narrow(low="anna"), ["Anna", "Bea", "a#b"][:2]),
        (Narrow(high="ann l"), ["a#b", "Ann", "Ann Lee"]),
        (Narrow(low="b", high="a"), []),
        (Narrow(), ["a#b", "Ann", "Ann Lee", "Anna", "Bea"]),
    ],
)
def test_a_list_is_narrowed_by_its_next_field(
    table: Table, narrow: Narrow, expected: list[str]
) -> None:
    """By a beginning or by a range, in the folded form."""
    everyone = ["Bea", "Anna", "Ann", "a#b", "Ann Lee"]
    table.load(Member(member_id=f"m{n}", name=name) for n, name in enumerate(everyone))
    assert [m.name for m in flat(pages(table, BY_NAME, 2, narrow=narrow))] == expected


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"member_id": "m", "room": "r"},
        {"member_id": "m", "number": 1, "narrow": Narrow(low=1)},
    ],
)
def test_inputs_have_to_fit_the_pattern(table: Table, asked: dict[str, Any]) -> None:
    """Missing and unknown inputs, and a narrowing where nothing is left, are refused."""
    with pytest.raises(Misuse):
        table.page(VISITS, PageRequest(), scope="me", **asked)


def test_an_input_after_a_gap_is_refused(table: Table) -> None:
    """It would silently not narrow anything."""
    with pytest.raises(Misuse):
        table.page(BY_NAME, PageRequest(), scope="me", member_id="m")
    with pytest.raises(InvalidKey):
        table.page(
            BY_NAME,
            PageRequest(),
            scope="me",
            narrow=Narrow(prefix="é" * 600, low=None),
            name="x" * 3000,
        )


def test_two_ways_of_narrowing_are_refused() -> None:
    """A prefix or a range, and a limit from 1 to 100."""
    with pytest.raises(Misuse):
        Narrow(prefix="a", low="b")
    for limit in (0, -1, 101):
        with pytest.raises(Misuse):
            PageRequest(limit)


def test_a_cursor_is_good_for_its_own_list_only(table: Table) -> None:
    """Not for another caller, pattern, input, narrowing, filter or table."""
    table.load(Visit(member_id=m, number=n, room="r") for m in "ab" for n in range(5))
    page = table.page(VISITS, PageRequest(2), scope="me", member_id="a")
    good: dict[str, Any] = {"pattern": VISITS, "scope": "me", "member_id": "a"}
    for wrong in (
        {"scope": "you"},
        {"pattern": VISITS_UP},
        {"member_id": "b"},
        {"narrow": Narrow(low=1)},
        {"asked": "x"},
    ):
        asked = {**good, **wrong}
        with pytest.raises(InvalidCursor):
            table.page(asked.pop("pattern"), PageRequest(2, page.next_cursor), **asked)


def test_no_pattern_scans(table: Table, faulty: FaultyTransport) -> None:
    """Every pattern of the schema sends Query and nothing else, one a partition and page."""
    inputs = {"member_id": "m", "room": "r", "holder": "h", "kind": "k"}
    for pattern in PATTERNS:
        faulty.calls.clear()
        asked = {n: inputs[n] for n in pattern.inputs}
        table.page(pattern, PageRequest(), scope="me", **asked)
        assert set(faulty.operations) == {"Query"}
        assert len(faulty.calls) == (table.shards if pattern.on.pk.shard else 1)


def test_a_pattern_outside_the_schema_is_not_run(table: Table) -> None:
    """The chart shows every way in which the table is read."""
    stray = AccessPattern[Member]("stray", on=Member.by_name, why="Nobody knows.")
    with pytest.raises(Misuse):
        table.page(stray, PageRequest(), scope="me")


@pytest.mark.parametrize(("size", "direction"), [(1, VISITS), (7, VISITS), (7, VISITS_UP)])
def test_a_list_is_read_in_stretches(
    filled: Table, size: int, direction: AccessPattern[Visit]
) -> None:
    """Each takes one call; together they hold every entry once and in order."""
    found, after = [], None
    while True:
        with metered() as meter:
            stretch = filled.stretch(direction, after, size=size, member_id="m")
        assert meter.round_trips == 1
        assert len(stretch.entries) <= size + 1
        found += [v.number for _, v in stretch.entries]
        after = stretch.after
        if after is None:
            break
    assert found == [v.number for v in flat(pages(filled, direction, 9, member_id="m"))]


def test_a_stretch_goes_on_after_any_of_its_entries(table: Table) -> None:
    """Merged over shards, too: what was given out before does not come again."""
    table.load(names(20))
    whole = table.stretch(BY_NAME)
    assert [m.name for _, m in whole.entries] == sorted(m.name for m in names(20))
    for n, (place, _) in enumerate(whole.entries):
        rest = table.stretch(BY_NAME, place)
        assert [m.name for _, m in rest.entries] == [m.name for _, m in whole.entries[n + 1 :]]


def test_a_place_is_sealed_for_what_it_is_about(table: Table) -> None:
    """Another caller, question or table can't open it."""
    cursor = table.seal("0:secret", "me", "what")
    assert "secret" not in cursor
    assert table.unseal(cursor, "me", "what") == "0:secret"
    for about in (("you", "what"), ("me",), ("me", "what", "")):
        with pytest.raises(InvalidCursor):
            table.unseal(cursor, *about)


def test_everything_is_read_page_by_page(filled: Table) -> None:
    """`every` yields all there is."""
    filled.load(Visit(member_id="m", number=n, room="r") for n in range(50, 230))
    assert [v.number for v in filled.every(VISITS_UP, member_id="m")] == list(range(230))


def test_many_are_read_in_order_each_as_often_as_asked(filled: Table) -> None:
    """More than a hundred, twice the same, and some that are not there."""
    wanted = [random.Random(1).randrange(60) for _ in range(250)]
    found = filled.get_many([Visit.at(member_id="m", number=n) for n in wanted])
    assert [v.number if v else None for v in found] == [n if n < 50 else None for n in wanted]
    assert filled.get_many([]) == []


@pytest.mark.exact
def test_calls_are_metered_with_a_purpose_and_their_capacity(filled: Table) -> None:
    """Alone, together and in batches: each call has its operation, reason and units."""
    with metered() as meter:
        filled.create(Member(member_id="a", name="Ann"))
        filled.create(Member(member_id="b", name="Ann", email="b@x"))
        filled.update(Member.at(member_id="a"), Member.visits.add(1))
        filled.get(Member.at(member_id="a"))
        filled.raw(Member.at(member_id="a"))
        filled.get_many([Member.at(member_id="a"), Member.at(member_id="b")])
        filled.page(VISITS, PageRequest(), scope="me", member_id="m")
        filled.load([Member(member_id="c", name="Ann")])
    assert [c.operation for c in meter.calls] == [
        "PutItem",
        "TransactWriteItems",
        "UpdateItem",
        "GetItem",
        "GetItem",
        "BatchGetItem",
        "Query",
        "BatchWriteItem",
    ]
    assert all(c.purpose for c in meter.calls)
    assert all(c.units > 0 for c in meter.calls)
    assert meter.read_units > 0
    assert meter.write_units >= 6
    assert meter.round_trips == 8
