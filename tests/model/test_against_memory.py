"""The library and a practice in plain memory do the same, whatever happens in whatever order.

A short run is part of the tests; `make model` runs MODEL_RUNS of MODEL_STEPS.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.model.memory import Memory
from tests.practices import a_client, a_therapist, new_practice
from therapy_core import Actor, PageRequest, Practice
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from therapy_core.practice import Acting

RUNS = int(os.environ.get("MODEL_RUNS", "12"))
STEPS = int(os.environ.get("MODEL_STEPS", "30"))
CLIENTS, THERAPISTS = ("ann", "ben"), ("tom", "uma")
ALL = PageRequest(limit=100)
START = datetime(2031, 3, 5, 9, 0, tzinfo=UTC)

clients, therapists = st.sampled_from(CLIENTS), st.sampled_from(THERAPISTS)
numbers = st.integers(0, 10_000)
REFUSALS: tuple[tuple[type[Exception], str], ...] = (
    (Conflict, "conflict"),
    (NotFound, "missing"),
    (NotAllowed, "not_allowed"),
    (InvalidInput, "invalid"),
)


def outcome(deed: Callable[[], Any]) -> tuple[str, Any]:
    """Do something, and return how it ended and what it gave."""
    try:
        return "ok", deed()
    except tuple(kind for kind, _ in REFUSALS) as refused:
        return next(name for kind, name in REFUSALS if isinstance(refused, kind)), None


def machine(practice: Practice) -> type[RuleBasedStateMachine]:
    """Return the machine that drives `practice` and the memory side by side."""

    class Machine(RuleBasedStateMachine):
        """Do the same to both, and compare."""

        def __init__(self) -> None:
            super().__init__()
            self.memory = Memory(START)
            self._set_clock()
            self.people: dict[str, Actor] = {n: a_client(practice, n) for n in CLIENTS}
            self.people |= {n: a_therapist(practice, n) for n in THERAPISTS}
            self.requests: list[str] = []
            self.slots: list[str] = []
            self.appointments: list[str] = []
            self.sessions: list[str] = []
            self.entries: dict[int, str] = {}

        def _set_clock(self) -> None:
            moment = self.memory.now
            practice.table.clock = lambda: moment

        def acting(self, who: str) -> Acting:
            """Return the use cases bound to somebody."""
            return practice.acting_as(self.people[who])

        def same(self, expected: str, deed: Callable[[], Any]) -> Any:
            """Do it to the library, and require the outcome that the memory had."""
            found, value = outcome(deed)
            if expected == "refused":
                assert found in ("conflict", "missing", "invalid"), found
            else:
                assert found == expected, f"the library says {found}, the memory {expected}"
            return value

        @rule(hours=st.sampled_from((1, 5, 12, 24, 31 * 24)))
        def time_passes(self, hours: int) -> None:
            """Let time pass; now and then the due work runs, and must change nothing."""
            self.memory.now += timedelta(hours=hours)
            self._set_clock()

        @rule()
        def sweeps(self) -> None:
            """Sweep what is due: nothing that anybody sees changes."""
            sweep_table(practice.table)

        @rule(c=clients, t=therapists, by=st.sampled_from(("client", "therapist")))
        def asks_for_mapping(self, c: str, t: str, by: str) -> None:
            """One side asks to be mapped."""
            expected = self.memory.ask((c, t), "mapping", by)
            client_id, therapist_id = self.people[c].profile_id, self.people[t].profile_id
            asking = self.acting(c if by == "client" else t).mapping_requests
            given = {"therapist_id": therapist_id} if by == "client" else {"client_id": client_id}
            made = self.same(expected, lambda: asking.ask(**given))
            if made:
                self.requests.append(made.request_id)

        @rule(c=clients, t=therapists)
        def asks_for_access(self, c: str, t: str) -> None:
            """A therapist asks to read a journal."""
            expected = self.memory.ask((c, t), "access", "therapist")
            asking = self.acting(t).journal_access_requests
            made = self.same(expected, lambda: asking.ask(client_id=self.people[c].profile_id))
            if made:
                self.requests.append(made.request_id)

        @precondition(lambda self: self.requests)
        @rule(
            n=numbers,
            who=st.sampled_from(CLIENTS + THERAPISTS),
            status=st.sampled_from(("approved", "approved", "rejected", "withdrawn")),
        )
        def answers(self, n: int, who: str, status: str) -> None:
            """Somebody answers a request, perhaps another's, perhaps twice."""
            number = n % len(self.requests)
            kind = self.memory.asked[number].kind
            side = "client" if who in CLIENTS else "therapist"
            expected = self.memory.answer(number, who, side, status)
            acting = self.acting(who)
            mapping = kind == "mapping"
            service = acting.mapping_requests if mapping else acting.journal_access_requests
            self.same(expected, lambda: service.answer(self.requests[number], status))

        @rule(c=clients, t=therapists, opens=st.booleans())
        def opens_or_closes_the_journal(self, c: str, t: str, opens: bool) -> None:
            """A client grants or revokes."""
            pair = self.people[c].profile_id, self.people[t].profile_id
            service = self.acting(c).journal_access
            if opens:
                self.same(self.memory.grant((c, t)), lambda: service.grant(*pair))
            else:
                self.same(self.memory.revoke((c, t)), lambda: service.revoke(*pair))

        @rule(c=clients, t=therapists, by=st.sampled_from(("client", "therapist")))
        def unmaps(self, c: str, t: str, by: str) -> None:
            """One side ends the mapping."""
            expected = self.memory.unmap((c, t), by)
            service = self.acting(c if by == "client" else t).relationships
            pair = self.people[c].profile_id, self.people[t].profile_id
            self.same(expected, lambda: service.unmap(*pair))

        @rule(t=therapists, half_hours=st.integers(-2, 120), minutes=st.sampled_from((30, 50, 90)))
        def publishes(self, t: str, half_hours: int, minutes: int) -> None:
            """A therapist offers a slot, now and then over midnight or over another."""
            start = self.memory.now + timedelta(minutes=30 * half_hours)
            expected = self.memory.publish(t, start, minutes)
            therapist_id = self.people[t].profile_id
            slots = self.acting(t).slots
            made = self.same(
                expected,
                lambda: slots.publish(
                    therapist_id, start, duration_minutes=minutes, timezone="UTC"
                ),
            )
            if made:
                self.slots.append(made.slots[0].slot_id)

        @precondition(lambda self: self.slots)
        @rule(n=numbers, who=therapists)
        def withdraws_a_slot(self, n: int, who: str) -> None:
            """A therapist takes a slot back."""
            number = n % len(self.slots)
            expected = self.memory.withdraw_slot(number, who)
            owner = self.people[self.memory.slots[number].therapist].profile_id
            slots = self.acting(who).slots
            self.same(expected, lambda: slots.withdraw(owner, self.slots[number]))

        @precondition(lambda self: self.slots)
        @rule(n=numbers, c=clients)
        def asks_for_a_slot(self, n: int, c: str) -> None:
            """A client asks for a slot, open or not."""
            number = n % len(self.slots)
            expected = self.memory.request(c, number)
            owner = self.people[self.memory.slots[number].therapist].profile_id
            asking = self.acting(c).appointment_requests
            made = self.same(expected, lambda: asking.ask(owner, self.slots[number]))
            if made:
                self.appointments.append(made.request_id)

        @precondition(lambda self: self.appointments)
        @rule(
            n=numbers,
            who=st.sampled_from(CLIENTS + THERAPISTS),
            status=st.sampled_from(("approved", "approved", "rejected", "withdrawn")),
        )
        def decides(self, n: int, who: str, status: str) -> None:
            """Somebody answers a request for a slot, perhaps another's, perhaps twice."""
            number = n % len(self.appointments)
            side = "client" if who in CLIENTS else "therapist"
            many = len(self.memory.sessions)
            expected = self.memory.decide(number, who, side, status)
            service = self.acting(who).appointment_requests
            made = self.same(expected, lambda: service.answer(self.appointments[number], status))
            if len(self.memory.sessions) > many:
                self.sessions.append(made.session_id)

        @precondition(lambda self: self.sessions)
        @rule(n=numbers, who=st.sampled_from(CLIENTS + THERAPISTS))
        def cancels(self, n: int, who: str) -> None:
            """Somebody cancels a session."""
            number = n % len(self.sessions)
            side = "client" if who in CLIENTS else "therapist"
            expected = self.memory.cancel(number, who, side)
            self.same(expected, lambda: self.acting(who).sessions.cancel(self.sessions[number]))

        @precondition(lambda self: self.sessions)
        @rule(n=numbers, to=numbers, who=therapists)
        def moves(self, n: int, to: int, who: str) -> None:
            """A therapist moves a session to another slot."""
            number, slot = n % len(self.sessions), to % len(self.slots)
            expected = self.memory.move(number, who, slot)
            change = {"slot_id": self.slots[slot]}
            service = self.acting(who).sessions
            self.same(expected, lambda: service.change(self.sessions[number], change))

        @precondition(lambda self: self.sessions)
        @rule(n=numbers, who=therapists, status=st.sampled_from(("completed", "missed")))
        def closes(self, n: int, who: str, status: str) -> None:
            """A therapist says what a session came to."""
            number = n % len(self.sessions)
            expected = self.memory.close(number, who, status)
            service = self.acting(who).sessions
            change = {"status": status}
            self.same(expected, lambda: service.change(self.sessions[number], change))

        @rule(c=clients, intensity=st.integers(1, 10), private=st.booleans())
        def writes(self, c: str, intensity: int, private: bool) -> None:
            """A client writes in the journal."""
            made = self.acting(c).journals.write(
                self.people[c].profile_id, "dread", intensity, private=private
            )
            number = len(self.entries)
            self.entries[number] = made.entry_id
            self.memory.write(number, c, intensity, private)

        @precondition(lambda self: self.memory.entries)
        @rule(n=numbers, private=st.booleans(), intensity=st.integers(1, 10))
        def rewrites(self, n: int, private: bool, intensity: int) -> None:
            """A client changes an entry."""
            number = list(self.memory.entries)[n % len(self.memory.entries)]
            entry = self.memory.entries[number]
            entry.private, entry.intensity = private, intensity
            changes = {"private": private, "intensity": intensity}
            journals = self.acting(entry.client).journals
            owner = self.people[entry.client].profile_id
            journals.change(owner, self.entries[number], changes)

        @precondition(lambda self: self.memory.entries)
        @rule(n=numbers)
        def removes(self, n: int) -> None:
            """A client removes an entry."""
            number = list(self.memory.entries)[n % len(self.memory.entries)]
            entry = self.memory.entries.pop(number)
            owner = self.people[entry.client].profile_id
            self.acting(entry.client).journals.remove(owner, self.entries[number])

        @rule(c=clients, t=st.one_of(st.none(), therapists))
        def reads_a_journal(self, c: str, t: str | None) -> None:
            """Somebody reads a journal and its trends: all, what is shared, or nothing."""
            readable = self.memory.readable(c, t)
            acting, owner = self.acting(t or c), self.people[c].profile_id
            expected = "missing" if readable is None else "ok"
            page = self.same(expected, lambda: acting.journals.list(owner, ALL))
            trends = self.same(expected, lambda: acting.journals.trends(owner))
            if readable is None:
                return
            assert {e.entry_id for e in page.items} == {self.entries[n] for n in readable}
            many = sum(mood.count for day in trends.items for mood in day.families)
            assert many == len(readable)

        @rule()
        def looks(self) -> None:
            """Everybody looks at everything: both tell the same."""
            self._compare_bonds()
            self._compare_requests()
            self._compare_slots()
            self._compare_sessions()

        def teardown(self) -> None:
            """Look once more at the end."""
            self.looks()

        def _compare_bonds(self) -> None:
            for c in CLIENTS:
                client_id = self.people[c].profile_id
                found = self.acting(c).relationships.therapists(client_id, ALL).items
                seen = {
                    r.therapist_id: (
                        r.between.mapping,
                        r.between.journal_access,
                        r.between.contact,
                    )
                    for r in found
                }
                for t in THERAPISTS:
                    bond = self.memory.bond((c, t))
                    told = seen.get(self.people[t].profile_id, ("none", "none", "closed"))
                    assert told == (bond.mapping, bond.access, bond.contact)

        def _compare_requests(self) -> None:
            for number, request_id in enumerate(self.requests):
                asked = self.memory.asked[number]
                acting = self.acting(asked.pair[0])
                mapping = asked.kind == "mapping"
                service = acting.mapping_requests if mapping else acting.journal_access_requests
                assert service.get(request_id).status == self.memory.request_status(number)
            for number, request_id in enumerate(self.appointments):
                acting = self.acting(self.memory.appointments[number].pair[0])
                told = acting.appointment_requests.get(request_id).status
                assert told == self.memory.appointment_status(number)

        def _compare_slots(self) -> None:
            for t in THERAPISTS:
                found = self.acting(t).slots.list(self.people[t].profile_id, ALL).items
                told = {slot.slot_id: slot.status for slot in found}
                expected = {
                    slot_id: self.memory.slot_status(n)
                    for n, slot_id in enumerate(self.slots)
                    if self.memory.slots[n].therapist == t
                }
                assert told == expected

        def _compare_sessions(self) -> None:
            for side in CLIENTS + THERAPISTS:
                found = self.acting(side).sessions.list(ALL).items
                told = {s.session_id: (s.status, s.starts_at) for s in found}
                expected = {
                    session_id: (s.status, self.memory.slots[s.slot].start)
                    for session_id, s in zip(self.sessions, self.memory.sessions, strict=True)
                    if side in s.pair
                }
                assert told == expected

    return Machine


@pytest.mark.slow
@pytest.mark.exact
def test_the_library_does_what_the_rules_say(endpoint: str, table_name: str) -> None:
    """In every order of deeds that was tried, library and memory tell the same."""
    practice = new_practice(endpoint, table_name)
    chosen = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(machine(practice), settings=chosen)  # type: ignore[no-untyped-call]
