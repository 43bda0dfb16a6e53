"""No key and no lock is ever stale, whatever sequence of writes led to an item."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.therapy_core.table.tables import NOON, SCHEMA, Clock, Member, made_table, rows
from therapy_core.table import Table, Transport
from therapy_core.table.changes import stamped, taken
from therapy_core.table.errors import StaleKey, UniqueViolation
from therapy_core.table.writes import comparable

IDS = ("a", "b#")
names = st.sampled_from(["Ann", "ann lee", "Émile", "#", "名"])
emails = st.sampled_from([None, "a@x", "A@x", "b@x"])
rooms = st.sampled_from([None, "r1", "r#2"])
states = st.sampled_from(["new", "open", "closed"])
times = st.sampled_from([None, NOON, NOON + timedelta(days=1)])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": names,
    "email": emails,
    "room": rooms,
    "state": states,
    "since": times,
    "visits": st.sampled_from([None, 1, 2.50, 10**21]),
    "tags": st.sampled_from([None, {"x", "y"}, {"y", "x", "z"}]),
}
changes = st.fixed_dictionaries({}, optional=FIELDS)
PARTIAL = {n: s for n, s in FIELDS.items() if n != "email"}


class Machine(RuleBasedStateMachine):
    """Write to two members in every way there is, and compare with a fresh save each time."""

    transport: Transport

    @initialize()
    def start(self) -> None:
        """Begin with an empty table."""
        self.clock = Clock()
        name = f"therapy-test-{uuid.uuid4().hex[:12]}"
        self.table: Table = made_table(self.transport, name, clock=self.clock)
        self.held: dict[str, Member] = {}

    def teardown(self) -> None:
        """Remove the table."""
        self.transport("DeleteTable", {"TableName": self.table.name})

    def _later(self) -> None:
        self.clock.now += timedelta(seconds=1)

    @rule(member_id=st.sampled_from(IDS), name=names, given=changes)
    def create(self, member_id: str, name: str, given: dict[str, Any]) -> None:
        """Create a member, unless its address is taken."""
        if member_id in self.held:
            return
        self._later()
        member = Member(member_id=member_id, **{"name": name, **given})
        try:
            self.held[member_id] = self.table.create(member)
        except UniqueViolation:
            assert self._is_taken(member)

    def _is_taken(self, member: Member) -> bool:
        email = (member.email or "").casefold()
        others = (m for i, m in self.held.items() if i != member.member_id)
        return any((m.email or "").casefold() == email for m in others)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), given=changes, together=st.booleans())
    def save(self, data: st.DataObject, given: dict[str, Any], together: bool) -> None:
        """Save changes, alone or in a transaction."""
        member = self.held[data.draw(st.sampled_from(sorted(self.held)))]
        self._later()
        for name, value in given.items():
            setattr(member, name, value)
        try:
            with self.table.transaction("save") as unit:
                unit.save(member)
                if together:
                    unit.check(member.at(member_id="nobody"), Member.name.does_not_exist())
        except UniqueViolation:
            assert self._is_taken(member)
            self.held[member.member_id] = self._read(member.member_id)

    @precondition(lambda self: self.held)
    @rule(
        data=st.data(),
        given=st.fixed_dictionaries({}, optional=PARTIAL),
        removed=st.sets(st.sampled_from(["room", "since", "visits", "tags"])),
        together=st.booleans(),
    )
    def update(
        self, data: st.DataObject, given: dict[str, Any], removed: set[str], together: bool
    ) -> None:
        """Set and remove attributes unread, alone or in a transaction."""
        member_id = data.draw(st.sampled_from(sorted(self.held)))
        self._later()
        attributes = Member.get_attributes()
        actions = [attributes[n].set(v) for n, v in given.items() if n not in removed]
        actions += [attributes[n].remove() for n in removed]
        try:
            if together:
                with self.table.transaction("update") as unit:
                    unit.update(Member.at(member_id=member_id), *actions)
                    unit.check(Member.at(member_id="nobody"), Member.name.does_not_exist())
            else:
                self.table.update(Member.at(member_id=member_id), *actions)
        except StaleKey:
            assert {"room", "since", "state"} & given.keys()
        self.held[member_id] = self._read(member_id)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), name=names, together=st.booleans())
    def delete(self, data: st.DataObject, name: str, together: bool) -> None:
        """Delete a member, or swap it for another in one transaction."""
        member = self.held.pop(data.draw(st.sampled_from(sorted(self.held))))
        if together and member.member_id != "c" and "c" not in self.held:
            self.held["c"] = Member(member_id="c", name=name)
            with self.table.transaction("swap") as unit:
                unit.delete(member)
                unit.create(self.held["c"])
        else:
            self.table.delete(member)

    def _read(self, member_id: str) -> Member:
        found = self.table.get(Member.at(member_id=member_id))
        assert found is not None
        return found

    @invariant()
    def everything_stands_as_a_fresh_save_would_leave_it(self) -> None:
        """Compare items, index keys, locks and versions."""
        standing = rows(self.table)
        expected: dict[tuple[str, str], Any] = {}
        for member in self.held.values():
            fresh = Member(**{n: v for n, v in member.values().items() if n != "type"})
            for entity in (fresh, *taken(fresh).values()):
                ref = entity.ref
                expected[ref.pk, ref.sk] = _bare(stamped(self.table, entity, NOON))
        assert {key: _bare(row) for key, row in standing.items()} == expected
        for member in self.held.values():
            ref = member.ref
            assert standing[ref.pk, ref.sk]["version"] == {"N": str(member.version)}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    stamps = {"version", "created_at", "updated_at"}
    return comparable({n: v for n, v in row.items() if n not in stamps})


def test_no_key_is_ever_stale(transport: Transport) -> None:
    """After any sequence of writes the table holds what a fresh save would write, and its locks."""
    machine = type("Bound", (Machine,), {"transport": transport})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # the machine's invariant asserts after every step


def test_the_machine_covers_the_schema() -> None:
    """The entity of the machine has every kind of index key and a unique attribute."""
    assert Member in SCHEMA.entities
    with pytest.raises(AttributeError):
        _ = Member.PK  # type: ignore[attr-defined]
