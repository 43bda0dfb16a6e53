"""A machine that does the same to the library and to a practice in plain memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.model.memory import Memory
from tests.practices import a_client, a_therapist
from therapy_core import Actor, PageRequest, Practice
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from therapy_core.practice import Acting

TALLY: Counter[tuple[str, str]] = Counter()
"""How often each deed ended how: a run that never books proves little."""

CLIENTS, THERAPISTS = ("ann", "ben"), ("tom", "uma")
ALL = PageRequest(limit=100)
START = datetime(2031, 3, 5, 9, 0, tzinfo=UTC)

ANSWERING, ASKING, STRANGER = "answering", "asking", "stranger"
clients, therapists = st.sampled_from(CLIENTS), st.sampled_from(THERAPISTS)
numbers = st.integers(0, 10_000)
whoever = st.sampled_from((ANSWERING, ANSWERING, ASKING, STRANGER))
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


class Machine(RuleBasedStateMachine):
    """Do the same to the library and to the memory, and compare."""

    practice: ClassVar[Practice]

    def __init__(self) -> None:
        super().__init__()
        self.memory = Memory(START)
        self._set_clock()
        self.people: dict[str, Actor] = {n: a_client(self.practice, n) for n in CLIENTS}
        self.people |= {n: a_therapist(self.practice, n) for n in THERAPISTS}
        self.requests: list[str] = []
        self.slots: list[str] = []
        self.appointments: list[str] = []
        self.sessions: list[str] = []
        self.entries: dict[int, str] = {}
        self.messages: list[str] = []
        self._furnish()

    def _furnish(self) -> None:
        """Begin with slots to ask for, a mapping, and a session of it."""
        for t in THERAPISTS:
            for half_hours in (4, 9, 51, 60, 97):
                self.publishes(t, half_hours, 50)
        self.asks_for_mapping("ann", "tom", "client")
        self.answers(0, ANSWERING, "approved")
        for slot in (0, 2):
            self.asks_for_a_slot(slot, "ann")
            self.decides(0, ANSWERING, "approved")

    def _latest(self, n: int, found: list[Any]) -> int:
        """Return the number of one of the latest four."""
        return len(found) - 1 - n % min(len(found), 4)

    def _who(self, whom: str, pair: tuple[str, str], asked_by: str) -> str:
        """Return who does it: the side that is asked, the one that asked, or a stranger."""
        client, therapist = pair
        answering = therapist if asked_by == "client" else client
        strangers = [name for name in CLIENTS + THERAPISTS if name not in pair]
        chosen = {ANSWERING: answering, ASKING: client if answering == therapist else therapist}
        return chosen.get(whom, strangers[0])

    def _set_clock(self) -> None:
        moment = self.memory.now
        self.practice.table.clock = lambda: moment

    def acting(self, who: str) -> Acting:
        """Return the use cases bound to somebody."""
        return self.practice.acting_as(self.people[who])

    def same(self, expected: str, deed: Callable[[], Any]) -> Any:
        """Do it to the library, and require the outcome that the memory had."""
        found, value = outcome(deed)
        TALLY[deed.__qualname__.split(".")[1], found] += 1
        if expected == "refused":
            assert found in ("conflict", "missing", "invalid"), found
        else:
            assert found == expected, f"the library says {found}, the memory {expected}"
        return value

    @rule(hours=st.sampled_from((1, 1, 2, 5, 12, 24, 31 * 24)))
    def time_passes(self, hours: int) -> None:
        """Let time pass; now and then the due work runs, and must change nothing."""
        self.memory.now += timedelta(hours=hours)
        self._set_clock()

    @rule()
    def sweeps(self) -> None:
        """Sweep what is due: nothing that anybody sees changes."""
        sweep_table(self.practice.table)

    @rule(c=clients, t=therapists, by=st.sampled_from(("client", "therapist")))
    def asks_for_mapping(self, c: str, t: str, by: str) -> None:
        """Let one side ask to be mapped."""
        expected = self.memory.ask((c, t), "mapping", by)
        client_id, therapist_id = self.people[c].profile_id, self.people[t].profile_id
        asking = self.acting(c if by == "client" else t).mapping_requests
        given = {"therapist_id": therapist_id} if by == "client" else {"client_id": client_id}
        made = self.same(expected, lambda: asking.ask(**given))
        if made:
            self.requests.append(made.request_id)

    @rule(c=clients, t=therapists)
    def asks_for_access(self, c: str, t: str) -> None:
        """Let a therapist ask to read a journal."""
        expected = self.memory.ask((c, t), "access", "therapist")
        asking = self.acting(t).journal_access_requests
        made = self.same(expected, lambda: asking.ask(client_id=self.people[c].profile_id))
        if made:
            self.requests.append(made.request_id)

    @precondition(lambda self: self.requests)
    @rule(
        n=numbers,
        whom=whoever,
        status=st.sampled_from(("approved", "approved", "rejected", "withdrawn")),
    )
    def answers(self, n: int, whom: str, status: str) -> None:
        """Let somebody answer a request, perhaps another's, perhaps twice."""
        number = self._latest(n, self.requests)
        kind = self.memory.asked[number].kind
        who = self._who(whom, self.memory.asked[number].pair, self.memory.asked[number].by)
        side = "client" if who in CLIENTS else "therapist"
        expected = self.memory.answer(number, who, side, status)
        acting = self.acting(who)
        mapping = kind == "mapping"
        service = acting.mapping_requests if mapping else acting.journal_access_requests
        self.same(expected, lambda: service.answer(self.requests[number], status))

    @rule(c=clients, t=therapists, opens=st.booleans())
    def opens_or_closes_the_journal(self, c: str, t: str, opens: bool) -> None:
        """Let a client grant or revoke."""
        pair = self.people[c].profile_id, self.people[t].profile_id
        service = self.acting(c).journal_access
        if opens:
            self.same(self.memory.grant((c, t)), lambda: service.grant(*pair))
        else:
            self.same(self.memory.revoke((c, t)), lambda: service.revoke(*pair))

    @rule(c=clients, t=therapists, by=st.sampled_from(("client", "therapist")))
    def unmaps(self, c: str, t: str, by: str) -> None:
        """Let one side end the mapping."""
        expected = self.memory.unmap((c, t), by)
        service = self.acting(c if by == "client" else t).relationships
        pair = self.people[c].profile_id, self.people[t].profile_id
        self.same(expected, lambda: service.unmap(*pair))

    @rule(t=therapists, half_hours=st.integers(-2, 120), minutes=st.sampled_from((30, 50, 90)))
    def publishes(self, t: str, half_hours: int, minutes: int) -> None:
        """Let a therapist offer a slot, now and then over midnight or over another."""
        start = self.memory.now + timedelta(minutes=30 * half_hours)
        expected = self.memory.publish(t, start, minutes)
        therapist_id = self.people[t].profile_id
        slots = self.acting(t).slots
        made = self.same(
            expected,
            lambda: slots.publish(therapist_id, start, duration_minutes=minutes, timezone="UTC"),
        )
        if made:
            self.slots.append(made.slots[0].slot_id)

    @precondition(lambda self: self.slots)
    @rule(n=numbers, who=therapists)
    def withdraws_a_slot(self, n: int, who: str) -> None:
        """Let a therapist take a slot back."""
        number = n % len(self.slots)
        expected = self.memory.withdraw_slot(number, who)
        owner = self.people[self.memory.slots[number].therapist].profile_id
        slots = self.acting(who).slots
        self.same(expected, lambda: slots.withdraw(owner, self.slots[number]))

    @precondition(lambda self: self.slots)
    @rule(n=numbers, c=clients)
    def asks_for_a_slot(self, n: int, c: str) -> None:
        """Let a client ask for a slot, open or not."""
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
        whom=whoever,
        status=st.sampled_from(("approved", "approved", "rejected", "withdrawn")),
    )
    def decides(self, n: int, whom: str, status: str) -> None:
        """Let somebody answer a request for a slot, perhaps another's, perhaps twice."""
        number = self._latest(n, self.appointments)
        who = self._who(whom, self.memory.appointments[number].pair, "client")
        side = "client" if who in CLIENTS else "therapist"
        many = len(self.memory.sessions)
        expected = self.memory.decide(number, who, side, status)
        service = self.acting(who).appointment_requests
        made = self.same(expected, lambda: service.answer(self.appointments[number], status))
        if len(self.memory.sessions) > many:
            self.sessions.append(made.session_id)

    @rule(n=numbers, c=clients)
    def books(self, n: int, c: str) -> None:
        """Let a client ask for a slot, and approve the latest request."""
        self.asks_for_a_slot(n, c)
        if self.appointments:
            self.decides(0, ANSWERING, "approved")

    @rule(c=clients, t=therapists)
    def maps(self, c: str, t: str) -> None:
        """Let a client ask for a mapping, and approve the latest request."""
        self.asks_for_mapping(c, t, "client")
        self.answers(0, ANSWERING, "approved")

    @precondition(lambda self: self.sessions)
    @rule(n=numbers, whom=whoever)
    def cancels(self, n: int, whom: str) -> None:
        """Let somebody cancel a session."""
        number = self._latest(n, self.sessions)
        who = self._who(whom, self.memory.sessions[number].pair, "client")
        side = "client" if who in CLIENTS else "therapist"
        expected = self.memory.cancel(number, who, side)
        self.same(expected, lambda: self.acting(who).sessions.cancel(self.sessions[number]))

    @precondition(lambda self: self.sessions)
    @rule(n=numbers, to=numbers, who=therapists)
    def moves(self, n: int, to: int, who: str) -> None:
        """Let a therapist move a session to another slot."""
        number, slot = self._latest(n, self.sessions), to % len(self.slots)
        expected = self.memory.move(number, who, slot)
        change = {"slot_id": self.slots[slot]}
        service = self.acting(who).sessions
        self.same(expected, lambda: service.change(self.sessions[number], change))

    @precondition(lambda self: self.sessions)
    @rule(n=numbers, who=therapists, status=st.sampled_from(("completed", "missed")))
    def closes(self, n: int, who: str, status: str) -> None:
        """Let a therapist say what a session came to."""
        number = self._latest(n, self.sessions)
        expected = self.memory.close(number, who, status)
        service = self.acting(who).sessions
        change = {"status": status}
        self.same(expected, lambda: service.change(self.sessions[number], change))

    @rule(c=clients, intensity=st.integers(1, 10), private=st.booleans())
    def writes(self, c: str, intensity: int, private: bool) -> None:
        """Let a client write in the journal."""
        made = self.acting(c).journals.write(
            self.people[c].profile_id, "dread", intensity, private=private
        )
        number = len(self.entries)
        self.entries[number] = made.entry_id
        self.memory.write(number, c, intensity, private)

    @precondition(lambda self: self.memory.entries)
    @rule(n=numbers, private=st.booleans(), intensity=st.integers(1, 10))
    def rewrites(self, n: int, private: bool, intensity: int) -> None:
        """Let a client change an entry."""
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
        """Let a client remove an entry."""
        number = list(self.memory.entries)[n % len(self.memory.entries)]
        entry = self.memory.entries.pop(number)
        owner = self.people[entry.client].profile_id
        self.acting(entry.client).journals.remove(owner, self.entries[number])

    @rule(c=clients, t=st.one_of(st.none(), therapists))
    def reads_a_journal(self, c: str, t: str | None) -> None:
        """Let somebody read a journal and its trends: all, what is shared, or nothing."""
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

    @rule(c=clients, t=therapists, by=st.sampled_from(("client", "therapist")))
    def sends(self, c: str, t: str, by: str) -> None:
        """Let one side write to the other."""
        pair = self.people[c].profile_id, self.people[t].profile_id
        messaging = self.acting(c if by == "client" else t).messaging
        made = self.same(self.memory.send((c, t), by), lambda: messaging.send(*pair, "Hello"))
        if made:
            self.messages.append(made.message_id)

    @precondition(lambda self: self.messages)
    @rule(n=numbers, whom=whoever, deed=st.sampled_from(("edit", "delete", "read", "read")))
    def touches_a_message(self, n: int, whom: str, deed: str) -> None:
        """Let somebody edit, delete or read a message, perhaps another's."""
        number = self._latest(n, self.messages)
        message, message_id = self.memory.messages[number], self.messages[number]
        who = self._who(whom, message.pair, message.by)
        side = "client" if who in CLIENTS else "therapist"
        place = [self.people[name].profile_id for name in message.pair]
        messaging = self.acting(who).messaging
        if deed == "edit":
            expected = self.memory.edit(number, who, side)
            change = {"text": "Hello again"}
            self.same(expected, lambda: messaging.edit(*place, message_id, change))
        elif deed == "delete":
            expected = self.memory.delete(number, who, side)
            self.same(expected, lambda: messaging.delete(*place, message_id))
        else:
            expected = self.memory.read(number, who, side)
            self.same(expected, lambda: messaging.mark_read(*place, message_id))

    @rule()
    def looks(self) -> None:
        """Let everybody look at everything: both tell the same."""
        self._compare_bonds()
        self._compare_requests()
        self._compare_slots()
        self._compare_sessions()
        self._compare_messages()

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

    def _compare_messages(self) -> None:
        for who in CLIENTS + THERAPISTS:
            side = "client" if who in CLIENTS else "therapist"
            for view in self.acting(who).messaging.conversations(ALL).items:
                ids = (view.client_id, view.therapist_id)
                pair = self._names(ids)
                assert view.unread == self.memory.unread(pair, side)
                history = self.acting(who).messaging.history(*ids, ALL).items
                told = [(m.message_id, m.text is None) for m in reversed(history)]
                assert told == [
                    (message_id, message.deleted)
                    for message_id, message in zip(self.messages, self.memory.messages, strict=True)
                    if message.pair == pair
                ]

    def _names(self, ids: tuple[str, str]) -> tuple[str, str]:
        names = {actor.profile_id: name for name, actor in self.people.items()}
        return names[ids[0]], names[ids[1]]
