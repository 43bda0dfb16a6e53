"""Upserts in a unit of work, and what is to be done once it is committed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.therapy_core.table.sealed.items import (
    CANARY,
    Card,
    card,
    entry,
    read,
)
from tests.therapy_core.table.tables import NOON, Clock, rows
from therapy_core.table import Table


def test_an_upsert_makes_or_changes_together_with_others(table: Table) -> None:
    """Alone and in a transaction; a missing item is made whole."""
    ref, ends = Card.at(card_id="c"), Card.expires_at.set(NOON + timedelta(hours=1))
    for expected in (1, 2, 3):
        with table.transaction("count") as unit:
            unit.upsert(ref, Card.uses.add(1), Card.owner_id.set("o"), ends)
            if expected == 2:
                unit.create(entry())
        found = table.get(ref)
        assert found is not None
        assert (found.uses, found.version) == (expected, expected)


def test_an_upsert_judges_by_its_rule(table: Table) -> None:
    """The caller's own error, whether the item is there or not; nothing is written."""
    ref = Card.at(card_id="c")
    more = (Card.uses.add(1), Card.owner_id.set("o"), Card.expires_at.set(NOON + timedelta(1)))
    few = Card.uses.does_not_exist() | (Card.uses < 2)

    def count(when: Any) -> None:
        with table.transaction("count") as unit:
            unit.create(entry(str(len(rows(table)))))
            unit.upsert(ref, *more, when=when, otherwise=ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        count(Card.uses > 5)
    assert rows(table) == {}
    count(few)
    count(few)
    with pytest.raises(ZeroDivisionError):
        count(few)
    assert len(rows(table)) == 3


def test_an_expired_item_makes_room_in_a_transaction(table: Table, clock: Clock) -> None:
    """Nothing of it lives on, and what goes with the upsert happens as well."""
    table.create(card(uses=7, words="old"))
    clock.now = NOON + timedelta(minutes=2)
    ends = Card.expires_at.set(clock.now + timedelta(minutes=1))
    with table.transaction("count") as unit:
        unit.create(entry())
        unit.upsert(Card.at(card_id="c"), Card.uses.add(1), Card.owner_id.set("o"), ends)
    found = table.get(Card.at(card_id="c"))
    assert found is not None
    assert (found.uses, found.version, found.words) == (1, 1, None)
    assert read(table).words == CANARY
    clock.now += timedelta(minutes=2)
    with table.transaction("alone") as unit:
        unit.upsert(Card.at(card_id="c"), Card.owner_id.set("o"), Card.expires_at.set(clock.now))


def test_deeds_follow_what_was_written(table: Table) -> None:
    """What is to be done afterwards is done once, and not where nothing was written."""
    done: list[str] = []
    with table.transaction("t") as unit:
        unit.create(entry())
        unit.then(lambda: done.append("yes"))
    with pytest.raises(ZeroDivisionError), table.transaction("t") as unit:
        unit.create(entry("f"))
        unit.then(lambda: done.append("no"))
        raise ZeroDivisionError
    assert done == ["yes"]
