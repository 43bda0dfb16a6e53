"""The rules of access.md on dictionaries: one thread, no table, no versions.

Every deed returns "ok" or how the library has to refuse it: `missing`, `conflict`, `not_allowed`,
`invalid`, or `refused` where two reasons meet and either may be told. It is written from the rules
and not from the library, and shares none of its code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

REQUEST_DAYS, HOLD_HOURS, MOST_HOLDS, CUTOFF = 30, 24, 3, timedelta(hours=24)
Pair = tuple[str, str]


@dataclass
class Bond:
    """Hold what a client and a therapist are to each other."""

    mapping: str = "none"
    access: str = "none"
    contact: str = "closed"


@dataclass
class Asked:
    """Hold a request for a mapping or for the journal."""

    pair: Pair
    kind: str
    by: str
    due: datetime
    status: str = "pending"


@dataclass
class Slot:
    """Hold a slot, with the request that holds it and the session that has it."""

    therapist: str
    start: datetime
    end: datetime
    status: str = "open"
    holder: int | None = None


@dataclass
class Appointment:
    """Hold a request for a slot."""

    pair: Pair
    slot: int
    due: datetime
    status: str = "pending"
    session: int | None = None


@dataclass
class Session:
    """Hold a session in a slot."""

    pair: Pair
    slot: int
    status: str = "scheduled"
    cancelled_by: str | None = None


@dataclass
class Entry:
    """Hold a journal entry."""

    client: str
    intensity: int
    private: bool


@dataclass
class Message:
    """Hold a message of one side."""

    pair: Pair
    by: str
    sent: datetime
    deleted: bool = False


@dataclass
class Memory:
    """Run a practice in memory."""

    now: datetime
    bonds: dict[Pair, Bond] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    read_to: dict[tuple[Pair, str], int] = field(default_factory=dict)

    def bond(self, pair: Pair) -> Bond:
        """Return what stands between two people."""
        return self.bonds.setdefault(pair, Bond())

    # --- relationships ---------------------------------------------------------------------

    def request_status(self, number: int) -> str:
        """Return the status that counts now."""
        found = self.asked[number]
        late = found.status == "pending" and found.due <= self.now
        return "expired" if late else found.status

    def waiting(self, pair: Pair, kind: str) -> list[int]:
        """Return the requests of a kind that wait for an answer."""
        return [
            n
            for n, a in enumerate(self.asked)
            if (a.pair, a.kind) == (pair, kind) and self.request_status(n) == "pending"
        ]

    def ask(self, pair: Pair, kind: str, by: str) -> str:
        """Ask for a mapping (either side) or for the journal (the therapist)."""
        bond = self.bond(pair)
        given = bond.mapping == "active" if kind == "mapping" else bond.access == "granted"
        if given or self.waiting(pair, kind):
            return "conflict"
        self.asked.append(Asked(pair, kind, by, self.now + timedelta(days=REQUEST_DAYS)))
        return "ok"

    def answer(self, number: int, who: str, side: str, status: str) -> str:
        """Answer a request, as somebody who may be none of the two."""
        found = self.asked[number]
        if who not in found.pair:
            return "missing"
        mine = found.by == side
        if self.request_status(number) != "pending" or mine != (status == "withdrawn"):
            return "conflict"
        found.status = status
        if status == "approved":
            bond = self.bond(found.pair)
            bond.contact = "open"
            if found.kind == "mapping":
                bond.mapping = "active"
            else:
                bond.access = "granted"
        return "ok"

    def grant(self, pair: Pair) -> str:
        """Open the journal without being asked, which answers a request for it."""
        bond = self.bond(pair)
        if bond.access != "granted":
            for number in self.waiting(pair, "access"):
                self.asked[number].status = "approved"
            bond.access, bond.contact = "granted", "open"
        return "ok"

    def revoke(self, pair: Pair) -> str:
        """Close the journal; the mapping stays."""
        bond = self.bond(pair)
        if bond.access != "granted":
            return "missing"
        bond.access = "none"
        return "ok"

    def unmap(self, pair: Pair, side: str) -> str:
        """End a mapping, and everything that was to come of it."""
        bond = self.bond(pair)
        if bond.mapping != "active":
            return "missing"
        bond.mapping, bond.access, bond.contact = "ended", "none", "closed"
        for number in self.waiting(pair, "access"):
            self.asked[number].status = "withdrawn"
        for number, request in enumerate(self.appointments):
            if request.pair == pair and self.appointment_status(number) == "pending":
                request.status = "withdrawn" if side == "client" else "rejected"
                self._let_go(number)
        for session in self.sessions:
            to_come = self.slots[session.slot].start > self.now
            if session.pair == pair and session.status == "scheduled" and to_come:
                session.status, session.cancelled_by = "cancelled", side
                self.slots[session.slot].status = "open" if side == "client" else "withdrawn"
        return "ok"

    # --- scheduling ------------------------------------------------------------------------

    def slot_status(self, number: int) -> str:
        """Return the status that counts now: a hold that has lapsed leaves the slot open."""
        slot = self.slots[number]
        held = slot.status == "held" and slot.holder is not None
        if held and self.appointment_status(slot.holder or 0) != "pending":
            return "open"
        return slot.status

    def appointment_status(self, number: int) -> str:
        """Return the status that counts now."""
        found = self.appointments[number]
        late = found.status == "pending" and found.due <= self.now
        return "expired" if late else found.status

    def publish(self, therapist: str, start: datetime, minutes: int) -> str:
        """Offer a slot, unless another of the therapist's is in the way."""
        if start <= self.now:
            return "invalid"
        end = start + timedelta(minutes=minutes)
        for slot in self.slots:
            apart = end <= slot.start or slot.end <= start
            if slot.therapist == therapist and slot.status != "withdrawn" and not apart:
                return "conflict"
        self.slots.append(Slot(therapist, start, end))
        return "ok"

    def withdraw_slot(self, number: int, who: str) -> str:
        """Take a slot back; whoever holds it is refused."""
        slot = self.slots[number]
        if slot.therapist != who:
            return "missing"
        if slot.status == "withdrawn":
            return "ok"
        if slot.status == "booked" or slot.start <= self.now:
            return "conflict"
        if self.slot_status(number) == "held" and slot.holder is not None:
            self.appointments[slot.holder].status = "rejected"
        slot.status = "withdrawn"
        return "ok"

    def request(self, client: str, number: int) -> str:
        """Ask for a slot, which is held until it is answered or the request lapses."""
        slot = self.slots[number]
        if slot.start <= self.now or self.slot_status(number) != "open":
            return "conflict"
        mine = [n for n, a in enumerate(self.appointments) if a.pair[0] == client]
        if sum(self.appointment_status(n) == "pending" for n in mine) >= MOST_HOLDS:
            return "conflict"
        pair = (client, slot.therapist)
        due = min(self.now + timedelta(hours=HOLD_HOURS), slot.start)
        self.appointments.append(Appointment(pair, number, due))
        slot.status, slot.holder = "held", len(self.appointments) - 1
        self.bond(pair).contact = "open"
        return "ok"

    def decide(self, number: int, who: str, side: str, status: str) -> str:
        """Answer a request for a slot."""
        found = self.appointments[number]
        if (side == "client") != (status == "withdrawn"):
            return "not_allowed"
        if who not in found.pair:
            return "missing"
        if found.status == status:
            return "ok"
        if self.appointment_status(number) != "pending":
            return "conflict"
        if status == "approved":
            return self._approve(number)
        found.status = status
        self._let_go(number)
        return "ok"

    def _approve(self, number: int) -> str:
        found = self.appointments[number]
        if self.bond(found.pair).contact != "open" or not self._is_free(found.pair[0], found.slot):
            return "conflict"
        found.status, self.slots[found.slot].status = "approved", "booked"
        self.sessions.append(Session(found.pair, found.slot))
        found.session = len(self.sessions) - 1
        return "ok"

    def _is_free(self, client: str, number: int, but: int | None = None) -> bool:
        """Tell whether a client sits in no other session while the slot lasts."""
        slot = self.slots[number]
        for other, session in enumerate(self.sessions):
            sits = session.pair[0] == client and session.status in (
                "scheduled",
                "completed",
                "missed",
            )
            taken = self.slots[session.slot]
            apart = slot.end <= taken.start or taken.end <= slot.start
            if sits and other != but and not apart:
                return False
        return True

    def _let_go(self, number: int) -> None:
        slot = self.slots[self.appointments[number].slot]
        if slot.status == "held" and slot.holder == number:
            slot.status, slot.holder = "open", None

    # --- sessions --------------------------------------------------------------------------

    def cancel(self, number: int, who: str, side: str) -> str:
        """Cancel a session; a client who is late cancels late."""
        session = self.sessions[number]
        slot = self.slots[session.slot]
        if who not in session.pair:
            return "missing"
        if session.cancelled_by == side:
            return "ok"
        if session.status != "scheduled" or slot.start <= self.now:
            return "conflict"
        session.cancelled_by = side
        if side == "therapist":
            session.status, slot.status = "cancelled", "withdrawn"
        elif self.now <= slot.start - CUTOFF:
            session.status, slot.status = "cancelled", "open"
        else:
            session.status = "late_cancelled"
        return "ok"

    def move(self, number: int, who: str, to: int) -> str:
        """Move a session to another open slot of its therapist."""
        session, slot = self.sessions[number], self.slots[to]
        if session.pair[1] != who:
            return "missing"
        if self.bond(session.pair).contact != "open":
            return "refused"
        begun = self.slots[session.slot].start <= self.now
        if session.status != "scheduled" or begun:
            return "conflict"
        if slot.therapist != who or slot.start <= self.now or self.slot_status(to) != "open":
            return "refused"
        if not self._is_free(session.pair[0], to, but=number):
            return "conflict"
        self.slots[session.slot].status = "open"
        slot.status, session.slot = "booked", to
        return "ok"

    def close(self, number: int, who: str, status: str) -> str:
        """Say what a session came to, once it has begun."""
        session = self.sessions[number]
        if session.pair[1] != who:
            return "missing"
        if self.bond(session.pair).contact != "open":
            return "refused"
        if session.status != "scheduled" or self.slots[session.slot].start > self.now:
            return "conflict"
        session.status = status
        return "ok"

    # --- journals --------------------------------------------------------------------------

    def write(self, number: int, client: str, intensity: int, private: bool) -> None:
        """Write an entry down."""
        self.entries[number] = Entry(client, intensity, private)

    def readable(self, client: str, therapist: str | None) -> set[int] | None:
        """Return the entries that somebody may read, or None who may not read the journal."""
        mine = {n for n, e in self.entries.items() if e.client == client}
        if therapist is None:
            return mine
        if self.bond((client, therapist)).access != "granted":
            return None
        return {n for n in mine if not self.entries[n].private}

    # --- messages --------------------------------------------------------------------------

    def send(self, pair: Pair, by: str) -> str:
        """Write to the other side, while the two may write."""
        if self.bond(pair).contact != "open":
            return "refused"
        self.messages.append(Message(pair, by, self.now))
        return "ok"

    def edit(self, number: int, who: str, side: str) -> str:
        """Change a message of one's own, for a quarter of an hour."""
        found = self.messages[number]
        if who not in found.pair or side != found.by:
            return "missing"
        late = self.now > found.sent + timedelta(minutes=15)
        if found.deleted or late or self.bond(found.pair).contact != "open":
            return "conflict"
        return "ok"

    def delete(self, number: int, who: str, side: str) -> str:
        """Take the text of a message of one's own away."""
        found = self.messages[number]
        if who not in found.pair or side != found.by:
            return "missing"
        if found.deleted or self.bond(found.pair).contact != "open":
            return "conflict"
        found.deleted = True
        return "ok"

    def read(self, number: int, who: str, side: str) -> str:
        """Move one's marker up to a message; it never goes back."""
        pair = self.messages[number].pair
        if who not in pair:
            return "missing"
        self.read_to[pair, side] = max(number, self.read_to.get((pair, side), -1))
        return "ok"

    def unread(self, pair: Pair, side: str) -> int:
        """Return how many messages of the other side lie behind one's marker."""
        return sum(
            m.pair == pair and m.by != side and not m.deleted
            for m in self.messages[self.read_to.get((pair, side), -1) + 1 :]
        )
