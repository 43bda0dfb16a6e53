"""The whole seeded practice: nothing contradicts, and the demo people have all there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from seeds import demo
from seeds.order import Order
from seeds.run import PLANTS, plant
from seeds.therapists import LISTED_THERAPISTS
from seeds.together import entities_of
from tests.migrations.things import dump
from tests.practice_checker import faults
from tests.practices import actor_of, new_practice
from therapy_core import Actor, PageRequest, Practice
from therapy_core.actor import Page
from therapy_core.audit import sealing
from therapy_core.audit.verification import verify
from therapy_core.journals import rules
from therapy_core.journals.models import FAMILIES, JournalEntry, Mood, counter
from therapy_core.journals.rules import Felt
from therapy_core.messaging.models import Conversation, Message, Side
from therapy_core.messaging.rules import unread_in
from therapy_core.relationships.models import Status
from therapy_core.sessions.models import SessionStatus
from therapy_core.table import Entity

SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
MOST = PageRequest(limit=100)


@dataclass
class Planted:
    """Hold a seeded practice and the demo people, logged in."""

    practice: Practice
    client: Actor
    therapist: Actor


@pytest.fixture(scope="module")
def seeded(endpoint: str) -> Planted:
    """Return a practice of forty clients; nothing in this module changes it."""
    practice = new_practice(endpoint, f"seeded-{datetime.now(UTC).timestamp():.6f}")
    plant(practice, clients=40)
    people = (actor_of(practice, one.email, demo.PASSWORD) for one in demo.LOGINS[:2])
    return Planted(practice, *people)


def entities(practice: Practice, kind: type[Entity]) -> list[Any]:
    """Return everything of a kind that lies in the table."""
    found = (practice.table.parse(raw) for raw in dump(practice.table))
    return [each for each in found if isinstance(each, kind)]


def all_pages(ask: Any, *args: Any, **given: Any) -> list[Any]:
    """Return the items of every page of a list."""
    found, page = [], PageRequest(limit=100)
    while True:
        answer: Page[Any] = ask(*args, page=page, **given)
        found += answer.items
        if answer.next_cursor is None:
            return found
        page = PageRequest(100, answer.next_cursor)


def test_nothing_in_the_calendar_contradicts(seeded: Planted) -> None:
    """Slots, sessions, requests, holds and both sides' sheets agree, and nothing overlaps."""
    assert faults(seeded.practice) == []


def test_every_counter_equals_a_recount(seeded: Planted) -> None:
    """The counters of each day are those that its entries add up to."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for entry in entities(seeded.practice, JournalEntry):
        felt = Felt(entry.family, int(entry.intensity), entry.private)
        day = counted.setdefault((entry.client_id, entry.felt_on), Counter())
        day += rules.tally(felt)
    names = [
        counter(a, f, x) for a in ("all", "shared") for f in FAMILIES for x in ("count", "sum")
    ]
    moods = entities(seeded.practice, Mood)
    assert {(m.client_id, m.day) for m in moods} == counted.keys()
    for mood in moods:
        stands = {n: int(getattr(mood, n)) for n in names if getattr(mood, n)}
        assert stands == dict(counted[mood.client_id, mood.day])


def test_every_conversation_stands_at_its_last_message(seeded: Planted) -> None:
    """The last message, the unread counts and the markers are those of the messages."""
    sent: dict[tuple[str, str], list[Message]] = {}
    for message in entities(seeded.practice, Message):
        sent.setdefault((message.client_id, message.therapist_id), []).append(message)
    conversations = entities(seeded.practice, Conversation)
    assert len(conversations) == len(sent)
    for one in conversations:
        own = sorted(sent[one.client_id, one.therapist_id], key=lambda m: m.message_id)
        assert (one.last_message_id, one.last_at) == (own[-1].message_id, own[-1].sent_at)
        for side in (own[-1].sender, "client", "therapist"):
            _check_unread(one, own, side)


def _check_unread(one: Conversation, own: list[Message], side: str) -> None:
    marker = one.read_to(Side(side)) or ""
    behind = [m for m in own if m.message_id > marker]
    assert one.unread(Side(side)) == unread_in(behind, Side(side))


def test_the_demo_client_has_everything(seeded: Planted) -> None:
    """Sessions and requests in every state, notes, months of journal, news, consents, audit."""
    acting, own = seeded.practice.acting_as(seeded.client), seeded.client.profile_id
    sessions = all_pages(acting.sessions.list)
    assert {s.status for s in sessions} == set(SessionStatus)
    asked = all_pages(acting.appointment_requests.list)
    assert {r.status for r in asked} == set(Status)
    related = all_pages(acting.relationships.therapists, own)
    assert {"active", "ended", "none"} <= {r.between.mapping for r in related}
    entries = all_pages(acting.journals.list, own)
    assert any(e.private for e in entries)
    assert len(entries) > 60
    assert acting.messaging.conversations(MOST).items[0].unread > 0
    assert all_pages(acting.consents.list, own)
    assert all_pages(acting.audit.mine)
    waiting = acting.journal_access_requests.list(MOST).items
    assert [r.status for r in waiting].count("pending") == 1


def test_the_demo_therapist_reads_what_is_granted(seeded: Planted) -> None:
    """The journal without what is private, drafts and signed notes, requests to answer."""
    acting, client_id = seeded.practice.acting_as(seeded.therapist), seeded.client.profile_id
    assert not any(e.private for e in all_pages(acting.journals.list, client_id))
    assert acting.journals.trends(client_id).items
    done = all_pages(acting.sessions.list, status="completed", client_id=client_id)
    notes = [acting.notes.shared(s.session_id) for s in done]
    assert {note.signed_at is None for note in notes} == {True, False}
    assert all(acting.notes.private(s.session_id).text for s in done)
    assert any(acting.notes.addenda(s.session_id).items for s in done)
    pending = acting.appointment_requests.list(MOST, status="pending").items
    assert len(pending) >= 2
    assert acting.mapping_requests.list(MOST, status="pending").items
    assert acting.search.of_therapist(seeded.therapist.profile_id, "breathing").items


def test_every_listed_therapist_has_open_slots_ahead(seeded: Planted) -> None:
    """In each of the next two weeks there is something to ask for, with everybody."""
    acting, now = seeded.practice.acting_as(seeded.client), seeded.practice.table.clock()
    for therapist in LISTED_THERAPISTS:
        for weeks in (0, 1):
            since = now + timedelta(weeks=weeks)
            until = since + timedelta(weeks=1)
            own = therapist.therapist_id
            assert acting.slots.list(own, MOST, "open", since, until).items


def test_everything_ends_within_its_week(seeded: Planted) -> None:
    """Planted in the last minute of a week, nothing is told before it happened."""
    at = Order(40, now=SUNDAY_NIGHT)
    early = Order(40, now=at.week)
    for order in (at, early):
        for each in planted(order):
            for name in ("written_at", "sent_at", "signed_at", "happened_at", "cancelled_at"):
                assert (getattr(each, name, None) or order.now) <= order.now


def planted(order: Order) -> Iterator[Entity]:
    """Yield everything that is planted for `order`."""
    for _, _, plants in PLANTS:
        for each in plants(order):
            yield from entities_of(each)


def test_planting_later_goes_on(endpoint: str, table_name: str) -> None:
    """In the same week nothing is added, later the weeks that came since; all stays in step."""
    practice = new_practice(endpoint, table_name)
    now = datetime(2026, 11, 16, 9, tzinfo=UTC)
    practice.table.clock = lambda: now
    plant(practice, clients=20)
    now += timedelta(days=6, hours=14)
    assert plant(practice, clients=20).written == 0
    for _ in range(3):
        now += timedelta(weeks=2)
        assert plant(practice, clients=20).written > 0
        assert faults(practice) == []


def test_a_sealed_audit_stays_whole(endpoint: str, table_name: str) -> None:
    """Once the audit is sealed, planting more slips no event into it."""
    practice = new_practice(endpoint, table_name)
    plant(practice, clients=3)
    assert sealing.seal(practice) > 0
    plant(practice, clients=6)
    assert verify(practice).findings == []
