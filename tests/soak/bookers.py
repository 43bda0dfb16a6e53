"""Clients who book at once, each in the library of its own, over a connection that loses answers.

Whatever is not answered is repeated as it was, under the same key, until it is known what became
of it; every answer is written down in the `Ledger`, for the test to compare with the table.
"""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from tests.practices import SETTINGS
from therapy_core import Actor, Practice
from therapy_core.actor import Once
from therapy_core.errors import Conflict, RequestUnderWay, TryAgain, VersionMismatch
from therapy_core.practice import Acting
from therapy_core.scheduling.views import AppointmentRequestView
from therapy_core.schema import PRACTICE
from therapy_core.sessions.views import SessionView
from therapy_core.table import Table, Transport
from therapy_core.table.backoff import Backoff
from therapy_core.table.testing import FaultyTransport, answer_lost, conflicting, never_sent

T = TypeVar("T")
TRIES = 4
"""How often the library repeats a call before it leaves that to its caller."""
FAULTS = (
    (answer_lost, 1),
    (answer_lost, TRIES),
    (answer_lost, TRIES + 1),
    (conflicting, 1),
    (never_sent, TRIES),
)
MOST_PENDING, MOST_SESSIONS = 3, 4
TIMES = ((9, 0), (10, 0), (11, 0), (23, 30))
"""When a therapist's slots begin, each an hour long; the last reaches over midnight in UTC."""


@dataclass
class Ledger:
    """Hold what was acknowledged: what each request and each session came to, and how often."""

    keys: set[str] = field(default_factory=set)
    requests: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, tuple[str, str]] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        """Count something that happened."""
        with self._guard:
            self.tally[what] += 1

    def made(self, key: str, what: str) -> None:
        """Write down that a key made something."""
        with self._guard:
            self.keys.add(key)
            self.tally[what] += 1

    def asked(self, key: str, request: AppointmentRequestView) -> None:
        """Write down that a key made a request."""
        self.made(key, "requested")
        with self._guard:
            assert request.request_id not in self.requests, "another key made it"
            self.requests[request.request_id] = "pending"

    def answered(self, request: AppointmentRequestView) -> None:
        """Write down the one answer that a request has, told once or twice, and its session."""
        with self._guard:
            before = self.requests[request.request_id]
            assert before in ("pending", request.status), "two answers were acknowledged"
            self.requests[request.request_id] = request.status
            self.tally[request.status] += before == "pending"
            if request.session_id:
                self.sessions.setdefault(request.session_id, ("scheduled", request.slot_id))

    def changed(self, deed: str, session: SessionView) -> None:
        """Write down what a session has become."""
        with self._guard:
            self.sessions[session.session_id] = (session.status, session.slot_id)
            self.tally[deed] += 1


@dataclass
class Market:
    """Hold what the clients meet over: therapists, their slots, requests left for others."""

    therapists: list[Actor]
    ledger: Ledger = field(default_factory=Ledger)
    slots: dict[str, list[str]] = field(default_factory=dict)
    desk: deque[AppointmentRequestView] = field(default_factory=deque)

    def open(self, practice: Practice, days: int = 10) -> None:
        """Offer slots; those of different therapists overlap."""
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        for number, therapist in enumerate(self.therapists):
            publishing = practice.acting_as(therapist).slots
            for day, (hour, minute) in itertools.product(range(1, days + 1), TIMES):
                starts_at = today + timedelta(days=day, hours=hour, minutes=minute + 20 * number)
                made = publishing.publish(
                    therapist.profile_id, starts_at, duration_minutes=60, timezone="UTC"
                )
                self.slots.setdefault(therapist.profile_id, []).append(made.slots[0].slot_id)

    def named(self, therapist_id: str) -> Actor:
        """Return a therapist."""
        return next(t for t in self.therapists if t.profile_id == therapist_id)


class Booker:
    """Be a client, and the therapists who deal with the client, in one thread at a time."""

    def __init__(
        self, number: int, client: Actor, market: Market, inner: Transport, table_name: str
    ) -> None:
        self._name = f"booker-{number}"
        self._client = client
        self._market = market
        self._ledger = market.ledger
        self._random = random.Random(number)
        self._faulty = FaultyTransport(inner)
        self._practice = _patient(table_name, self._faulty)
        self._numbers = itertools.count()
        self._pending: dict[str, AppointmentRequestView] = {}
        self._sessions: dict[str, SessionView] = {}
        self._left: set[str] = set()

    def turn(self) -> None:
        """Answer for another client, ask, settle what was asked, and change what was booked."""
        self._faulty.calls.clear()
        if self._market.desk and self._random.random() < 0.7:
            self._answer_for_another()
        if len(self._pending) < MOST_PENDING:
            self._ask()
        for request in list(self._pending.values()):
            self._settle(request)
        if self._sessions:
            self._change(self._random.choice(list(self._sessions.values())))

    # --- requests ---------------------------------------------------------------------------

    def _ask(self) -> None:
        therapist_id = self._random.choice(list(self._market.slots))
        slot_id = self._any_slot(therapist_id)
        key = self._key()

        def deed() -> AppointmentRequestView:
            once = Once(key, slot_id)
            made = self._mine(once).appointment_requests.ask(therapist_id, slot_id)
            if once.replayed:
                self._ledger.count("replayed under the key")
            return made

        made = self._attempt(deed)
        if made is not None:
            self._ledger.asked(key, made)
            self._pending[made.request_id] = made
            if self._random.random() < 0.1:
                assert self._insist(deed).request_id == made.request_id

    def _settle(self, request: AppointmentRequestView) -> None:
        """Withdraw, let the therapist approve, or leave it to another thread to do so."""
        chance = self._random.random()
        if chance < 0.3:
            self._answer(self._client, request, "withdrawn")
        elif chance < 0.8:
            self._answer(self._therapist(request), request, "approved")
        elif request.request_id not in self._left:
            self._left.add(request.request_id)
            self._market.desk.append(request)
        self._learn(request)

    def _answer_for_another(self) -> None:
        try:
            request = self._market.desk.popleft()
        except IndexError:
            return
        self._answer(self._therapist(request), request, "approved")

    def _answer(self, actor: Actor, request: AppointmentRequestView, status: str) -> None:
        """Give an answer; repeated, it gives back what was answered so before.

        Both threads may answer in the therapist's name, and only one of them makes a difference.
        """
        requests = self._as(actor).appointment_requests
        answered = self._attempt(lambda: requests.answer(request.request_id, status))
        if answered is None and status == "approved" and self._random.random() < 0.5:
            status = "rejected"
            answered = self._attempt(lambda: requests.answer(request.request_id, status))
        if answered is not None:
            self._ledger.answered(answered)

    def _learn(self, request: AppointmentRequestView) -> None:
        """Look up what became of a request, whoever answered it."""
        stands = self._insist(lambda: self._mine().appointment_requests.get(request.request_id))
        if stands.status != "pending":
            self._pending.pop(request.request_id)
        if stands.session_id is not None:
            session_id = stands.session_id
            found = self._insist(lambda: self._mine().sessions.get(session_id))
            self._sessions[session_id] = found

    # --- sessions ---------------------------------------------------------------------------

    def _change(self, session: SessionView) -> None:
        chance = self._random.random()
        if chance < 0.35:
            self._move(session)
        elif chance < 0.6 or len(self._sessions) >= MOST_SESSIONS:
            self._cancel(self._client, session)
        elif chance < 0.7:
            self._cancel(self._therapist(session), session)
            self._offer_again(session)

    def _cancel(self, actor: Actor, session: SessionView) -> None:
        cancelled = self._insist(lambda: self._as(actor).sessions.cancel(session.session_id))
        self._ledger.changed("cancelled", cancelled)
        del self._sessions[session.session_id]

    def _move(self, session: SessionView) -> None:
        """Move a session; where the answer was lost, read whether it was moved."""
        slot_id = self._any_slot(session.therapist_id)
        if slot_id == session.slot_id:
            return
        sessions = self._as(self._therapist(session)).sessions
        given = {"slot_id": slot_id}
        self._attempt(lambda: sessions.change(session.session_id, given, session.version))
        stands = self._insist(lambda: sessions.get(session.session_id))
        if stands.slot_id == slot_id:
            self._ledger.changed("moved", stands)
        assert stands.slot_id in (slot_id, session.slot_id)
        self._sessions[session.session_id] = stands

    def _offer_again(self, session: SessionView) -> None:
        """Offer a time again, whose slot was withdrawn with its session."""
        therapist = self._therapist(session)
        key = self._key()

        def deed() -> str:
            slots = self._as(therapist, Once(key, session.slot_id)).slots
            interval = (session.starts_at, session.ends_at)
            return slots.publish(therapist.profile_id, *interval, timezone="UTC").slots[0].slot_id

        if slot_id := self._attempt(deed):
            self._ledger.made(key, "offered again")
            self._market.slots[therapist.profile_id].append(slot_id)
            self._market.slots[therapist.profile_id].remove(session.slot_id)

    # --- how --------------------------------------------------------------------------------

    def _attempt(self, deed: Callable[[], T]) -> T | None:
        """Return what a deed gives, or None where the present state forbids it."""
        try:
            return self._insist(deed)
        except (Conflict, VersionMismatch) as refused:
            self._ledger.count(f"refused: {type(refused).__name__}")
            return None

    def _insist(self, deed: Callable[[], T]) -> T:
        """Return what a deed gives, repeated while it is not known what became of it."""
        if self._random.random() < 0.15:
            self._faulty.next("TransactWriteItems", *self._random.choice(FAULTS))
        while True:
            try:
                return deed()
            except (TryAgain, RequestUnderWay):
                self._ledger.count("repeated by the caller")

    def _any_slot(self, therapist_id: str) -> str:
        return self._random.choice(list(self._market.slots[therapist_id]))

    def _key(self) -> str:
        return f"{self._name}-{next(self._numbers)}"

    def _mine(self, once: Once | None = None) -> Acting:
        return self._as(self._client, once)

    def _as(self, actor: Actor, once: Once | None = None) -> Acting:
        return self._practice.acting_as(actor, once)

    def _therapist(self, thing: AppointmentRequestView | SessionView) -> Actor:
        return self._market.named(thing.therapist_id)


def _patient(table_name: str, transport: FaultyTransport) -> Practice:
    """Return a practice on a table that is there, which soon leaves a lost answer to its caller."""
    secret = SETTINGS.jwt_secret.reveal().encode()
    backoff = Backoff(attempts=TRIES, first=0.005)
    return Practice(
        SETTINGS, Table(PRACTICE, table_name, transport, secret=secret, backoff=backoff)
    )
