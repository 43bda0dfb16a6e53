"""Partial updates and upserts: keys follow, and only what may be touched is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.therapy_core.table.tables import (
    NOON,
    Address,
    Clock,
    Member,
    Pass,
    Visit,
    member,
    rows,
)
from therapy_core.table import Table, UniqueLock
from therapy_core.table.errors import (
    Missing,
    Misuse,
    StaleKey,
)


def test_a_partial_update_moves_index_keys(table: Table) -> None:
    """What the actions say is enough to compute the keys, or the update is refused."""
    table.create(member(room="r", since=NOON))
    found = table.update(Member.at(member_id="m"), Member.name.set("Bea"))
    assert found.stored is not None
    assert found.stored["GSI1SK"] == {"S": "bea#m"}
    with pytest.raises(StaleKey):
        table.update(Member.at(member_id="m"), Member.state.set("open"))
    with pytest.raises(StaleKey):
        table.update(Member.at(member_id="m"), Member.name.set(Member.room | "x"))


def test_leaving_an_index_needs_no_other_source(table: Table) -> None:
    """Where one attribute alone keeps an item out, the others need not be given."""
    for action in (Member.state.set("closed"), Member.room.remove(), Member.room.set(None)):
        table.load([member(room="r", since=NOON)])
        found = table.update(Member.at(member_id="m"), action)
        assert found.stored is not None
        assert not {"GSI2PK", "GSI2SK"} & found.stored.keys()


def test_setting_none_removes(table: Table) -> None:
    """An absent value is absent, not stored as null."""
    table.create(member(visits=1))
    assert "visits" not in (
        table.update(Member.at(member_id="m"), Member.visits.set(None)).stored or {"visits"}
    )


def test_a_partial_update_reaches_into_values(table: Table) -> None:
    """Nested paths, list elements, sets and counters are changed in place."""
    table.create(member(address=Address(city="Rome", lines=["a", "b"]), tags={"x"}, visits=1))
    found = table.update(
        Member.at(member_id="m"),
        Member.address.city.set("Köln"),
        Member.address.lines[1].set("c"),
        Member.tags.add({"y"}),
        Member.visits.set(Member.visits + 1),
    )
    assert (found.address.city, found.address.lines) == ("Köln", ["a", "c"])
    assert (found.tags, found.visits, found.version) == ({"x", "y"}, 2, 2)


@pytest.mark.parametrize(
    "action",
    [
        Visit.room.set("r"),
        Member.version.set(7),
        Member.member_id.set("x"),
        Member.email.set("x"),
        Member.name.remove(),
        Member.name.set(None),
        UniqueLock.value.set("x"),
    ],
)
def test_what_a_partial_update_may_not_touch(table: Table, action: Any) -> None:
    """Foreign attributes, keys, locks, stamps and what has to be there are refused unsent."""
    table.create(member())
    before = rows(table)
    with pytest.raises(Misuse):
        table.update(Member.at(member_id="m"), action)
    assert rows(table) == before


def test_a_partial_update_leaves_the_actions_alone(table: Table) -> None:
    """The caller's own list of actions is the same afterwards."""
    table.create(member())
    actions = [Member.visits.add(1)]
    table.update(Member.at(member_id="m"), *actions)
    assert len(actions) == 1


def test_a_partial_update_of_nothing_is_missing(table: Table) -> None:
    """What is not there is not made by an update."""
    with pytest.raises(Missing):
        table.update(Member.at(member_id="m"), Member.visits.add(1))
    assert rows(table) == {}


def test_an_upsert_makes_what_a_save_would(table: Table, clock: Clock) -> None:
    """Defaults, type, key fields and index keys are there from the first."""
    ref, ends = Pass.at(pass_id="p"), NOON + timedelta(hours=1)
    made = table.upsert(ref, Pass.holder.set("h"), Pass.expires_at.set(ends))
    table.load([Pass(pass_id="q", holder="h", expires_at=ends)])
    fresh = table.get(Pass.at(pass_id="q"))
    assert made.stored is not None
    assert fresh is not None
    assert fresh.stored is not None
    assert made.stored.keys() == fresh.stored.keys()
    clock.now += timedelta(minutes=1)
    again = table.upsert(ref, Pass.uses.add(1), Pass.holder.set("i"), Pass.expires_at.set(ends))
    assert (again.uses, again.version, again.created_at, again.updated_at) == (
        1,
        2,
        NOON,
        clock.now,
    )
    assert again.stored is not None
    assert again.stored["GSI2PK"] == {"S": "HOLDER#i"}


def test_an_upsert_asks_for_what_has_to_be_there(table: Table) -> None:
    """An item that could not be saved is not made."""
    with pytest.raises(Misuse, match="expires_at"):
        table.upsert(Pass.at(pass_id="p"), Pass.uses.add(1), Pass.holder.set("h"))


# Items that expired
