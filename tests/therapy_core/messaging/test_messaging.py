"""Messages on a real engine: who writes, who reads, and what is unread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.practices import ADMIN, a_client, a_therapist, later, let_read, new_practice, related
from tests.transports import transport_to
from therapy_core import Actor, Once, PageRequest, Practice, Role
from therapy_core.audit.events import Event
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.budgets import counted
from therapy_core.errors import (
    Conflict,
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
    VersionMismatch,
)
from therapy_core.keys.models import RECORD
from therapy_core.messaging.models import MESSAGES, Conversation
from therapy_core.messaging.service import Messaging
from therapy_core.messaging.views import ConversationView, MessageView
from therapy_core.relationships.models import Contact, Mapping
from therapy_core.table.testing import FaultyTransport, answer_lost, before, meeting, no_wait

pytestmark = pytest.mark.exact
CLOSED = {"mapping": Mapping.ENDED.value, "contact": Contact.CLOSED.value}


class Talk:
    """Hold a client and a therapist who may write to one another."""

    def __init__(self, practice: Practice, client: Actor, therapist: Actor) -> None:
        self.practice, self.client, self.therapist = practice, client, therapist
        self.pair = client.profile_id, therapist.profile_id
        let_read(practice, client, therapist)

    def of(self, actor: Actor, once: Once | None = None) -> Messaging:
        """Return the use cases of one side."""
        return self.practice.acting_as(actor, once).messaging

    def send(self, actor: Actor, text: str = "Hello.") -> MessageView:
        """Send a message."""
        return self.of(actor).send(*self.pair, text)

    def seen(self, actor: Actor) -> ConversationView:
        """Return the conversation as a side sees it, from the table itself."""
        client_id, therapist_id = self.pair
        ref = Conversation.at(client_id=client_id, therapist_id=therapist_id)
        found = self.practice.table.get(ref)
        assert found is not None
        return ConversationView.of(found, self.of(actor)._side)

    def recounted(self, actor: Actor) -> int:
        """Count what lies behind a side's marker."""
        client_id, therapist_id = self.pair
        every = self.practice.table.every(MESSAGES, client_id=client_id, therapist_id=therapist_id)
        marker = self.seen(actor).read_to or ""
        return sum(
            m.message_id > marker and m.sender != actor.role.value and m.deleted_at is None
            for m in every
        )


@pytest.fixture
def talk(practice: Practice) -> Talk:
    """Return a client and a therapist who may write to one another."""
    return Talk(practice, a_client(practice), a_therapist(practice))


@pytest.fixture
def faulty(endpoint: str) -> FaultyTransport:
    """Return a transport to plan faults for."""
    return FaultyTransport(transport_to(endpoint))


@pytest.fixture
def shaky(faulty: FaultyTransport, endpoint: str, table_name: str) -> Talk:
    """Return two who may write, over that transport."""
    practice = new_practice(endpoint, table_name, faulty)
    return Talk(practice, a_client(practice), a_therapist(practice))


def test_both_sides_write_and_read(talk: Talk) -> None:
    """The newest message comes first, for both, and the conversation shows the last."""
    first = talk.send(talk.client, "Good morning.")
    talk.send(talk.therapist, "Good morning!\nHow was it?")
    for actor, unread in ((talk.client, 1), (talk.therapist, 1)):
        found = talk.of(actor)
        page = found.history(*talk.pair, PageRequest(1))
        rest = found.history(*talk.pair, PageRequest(1, page.next_cursor))
        assert [m.sender for m in (*page.items, *rest.items)] == ["therapist", "client"]
        assert found.get(*talk.pair, first.message_id) == first
        (listed,) = found.conversations().items
        assert (listed.last_sender, listed.unread) == ("therapist", unread)
        assert listed.last_text == "Good morning!\nHow was it?"
    assert "morning" not in repr(first)


def test_conversations_are_listed_by_their_last_message(practice: Practice) -> None:
    """Whoever wrote last comes first, page by page."""
    therapist = a_therapist(practice)
    talks = [Talk(practice, a_client(practice), therapist) for _ in range(3)]
    for talk in (*talks, talks[0]):
        talk.send(talk.client)
    messaging = practice.acting_as(therapist).messaging
    page = messaging.conversations(PageRequest(2))
    rest = messaging.conversations(PageRequest(2, page.next_cursor))
    found = [c.client_id for c in (*page.items, *rest.items)]
    assert found == [talks[n].client.profile_id for n in (0, 2, 1)]
    assert page.items[0].unread == 2


def test_strangers_and_admins_have_no_part_in_it(talk: Talk) -> None:
    """To others there is nothing; an admin is refused."""
    sent = talk.send(talk.client)
    path = (*talk.pair, sent.message_id)
    for stranger in (a_client(talk.practice), a_therapist(talk.practice)):
        others = talk.of(stranger)
        for call in (
            lambda o=others: o.history(*talk.pair),
            lambda o=others: o.get(*path),
            lambda o=others: o.send(*talk.pair, "Hello."),
            lambda o=others: o.edit(*path, {"text": "X"}),
            lambda o=others: o.delete(*path),
            lambda o=others: o.mark_read(*path),
        ):
            with pytest.raises(NotFound):
                call()
        assert others.conversations().items == []
    admins = talk.of(ADMIN)
    with pytest.raises(NotAllowed):
        admins.history(*talk.pair)
    with pytest.raises(NotAllowed):
        admins.conversations()


def test_who_never_met_can_not_write(practice: Practice) -> None:
    """To somebody one has nothing to do with there is no way, whether there is such a person."""
    ada, tom = a_client(practice), a_therapist(practice)
    for therapist_id in (tom.profile_id, "thr_nobody"):
        with pytest.raises(NotFound):
            practice.acting_as(ada).messaging.send(ada.profile_id, therapist_id, "Hello.")


def test_a_message_to_nobody_leaves_nothing(practice: Practice) -> None:
    """No data key is made for a client who is not there."""
    tom = a_therapist(practice)
    with pytest.raises(NotFound):
        practice.acting_as(tom).messaging.send("cli_nobody", tom.profile_id, "Hello.")
    assert practice.keyring.generation("cli_nobody", RECORD) is None


def test_after_the_end_both_read_and_nobody_writes(talk: Talk) -> None:
    """The past stays as it is: nothing is sent, edited or deleted."""
    sent = talk.send(talk.client)
    related(talk.practice, talk.client, talk.therapist, **CLOSED)
    path = (*talk.pair, sent.message_id)
    for actor in (talk.client, talk.therapist):
        with pytest.raises(Conflict):
            talk.send(actor)
        assert talk.of(actor).history(*talk.pair).items == [sent]
    for write in (
        lambda: talk.of(talk.client).edit(*path, {"text": "X"}),
        lambda: talk.of(talk.client).delete(*path),
    ):
        with pytest.raises(Conflict):
            write()
    assert talk.of(talk.therapist).mark_read(*path).unread == 0


def test_an_end_in_the_middle_keeps_a_message_out(shaky: Talk, faulty: FaultyTransport) -> None:
    """The relationship is checked by the write itself."""
    faulty.next(
        "TransactWriteItems",
        before(lambda: related(shaky.practice, shaky.client, shaky.therapist, **CLOSED)),
    )
    with pytest.raises(Conflict):
        shaky.send(shaky.client)
    assert shaky.of(shaky.client).history(*shaky.pair).items == []


def test_only_the_sender_edits_and_within_the_window(talk: Talk) -> None:
    """The edit is marked and the preview follows; the other side has no message to edit."""
    sent = talk.send(talk.client, "Tusday?")
    path = (*talk.pair, sent.message_id)
    with pytest.raises(NotFound):
        talk.of(talk.therapist).edit(*path, {"text": "Never."})
    with pytest.raises(NotFound):
        talk.of(talk.therapist).delete(*path)
    edited = talk.of(talk.client).edit(*path, {"text": "Tuesday?"}, 1)
    assert (edited.text, edited.version) == ("Tuesday?", 2)
    assert edited.edited_at is not None
    assert talk.seen(talk.therapist).last_text == "Tuesday?"
    with pytest.raises(VersionMismatch):
        talk.of(talk.client).edit(*path, {"text": "X"}, 1)
    with pytest.raises(InvalidInput):
        talk.of(talk.client).edit(*path, {"text": ""})
    later(talk.practice, minutes=15, seconds=1)
    with pytest.raises(Conflict):
        talk.of(talk.client).edit(*path, {"text": "Too late."})
    assert talk.of(talk.therapist).history(*talk.pair).items == [edited]


def test_an_edit_of_an_earlier_message_leaves_the_preview(talk: Talk) -> None:
    """The conversation shows its last message."""
    first = talk.send(talk.client, "One")
    talk.send(talk.client, "Two")
    talk.of(talk.client).edit(*talk.pair, first.message_id, {"text": "1"})
    assert talk.seen(talk.client).last_text == "Two"


def test_a_deleted_message_leaves_its_place(talk: Talk) -> None:
    """The text goes, from the message and the preview; it no longer counts as unread."""
    talk.send(talk.client, "One")
    sent = talk.send(talk.client, "Two")
    path = (*talk.pair, sent.message_id)
    talk.of(talk.client).delete(*path, 1)
    stone = talk.of(talk.therapist).get(*path)
    assert (stone.text, stone.sent_at) == (None, sent.sent_at)
    assert stone.deleted_at is not None
    seen = talk.seen(talk.therapist)
    assert (seen.last_text, seen.unread, seen.last_message_id) == (None, 1, sent.message_id)
    for again in (
        lambda: talk.of(talk.client).delete(*path),
        lambda: talk.of(talk.client).edit(*path, {"text": "X"}),
    ):
        with pytest.raises(Conflict):
            again()
    raw = talk.practice.table.wire.dispatch("Scan", {"TableName": talk.practice.table.name})
    stored = next(i for i in raw["Items"] if i["SK"]["S"].endswith(sent.message_id))
    assert "text" not in stored


def test_a_marker_never_goes_back(talk: Talk) -> None:
    """It moves on to a message, to the last for what lies behind it, and stays otherwise."""
    sent = [talk.send(talk.client, str(n)) for n in range(5)]
    talk.send(talk.therapist)
    reader = talk.of(talk.therapist)

    def unread_after(message_id: str) -> int:
        return reader.mark_read(*talk.pair, message_id).unread

    assert unread_after(sent[1].message_id) == 3
    assert unread_after(sent[0].message_id) == 3
    assert unread_after(sent[2].message_id) == 2
    assert unread_after("msg_7ZZZZZZZZZZZZZZZZZZZZZZZZZ") == 0
    assert talk.seen(talk.client).other_read_to == talk.seen(talk.client).last_message_id
    talk.send(talk.client)
    assert talk.seen(talk.therapist).unread == 1
    with pytest.raises(InvalidInput):
        reader.mark_read(*talk.pair, "zzz")


def test_there_is_nothing_to_mark_where_nobody_wrote(talk: Talk) -> None:
    """A marker needs a conversation."""
    with pytest.raises(NotFound):
        talk.of(talk.client).mark_read(*talk.pair, "msg_01JD3W8QZ7M5T0X9V2B4C6D8E5")


def test_a_marker_meets_a_message(shaky: Talk, faulty: FaultyTransport) -> None:
    """What is sent just before the marker is written stays unread."""
    first = shaky.send(shaky.client)
    faulty.next("UpdateItem", before(lambda: shaky.send(shaky.client)))
    assert shaky.of(shaky.therapist).mark_read(*shaky.pair, first.message_id).unread == 1


@pytest.mark.parametrize("write", [0, 1], ids=["its first try", "its second"])
def test_a_marker_meets_a_deletion(shaky: Talk, faulty: FaultyTransport, write: int) -> None:
    """What is deleted in the middle is not taken off twice."""
    sent = [shaky.send(shaky.client, str(n)) for n in range(3)]
    path = (*shaky.pair, sent[0].message_id)
    if write:
        faulty.next("UpdateItem", lambda send, o, r: send(o, r))
    faulty.next("UpdateItem", before(lambda: shaky.of(shaky.client).delete(*path)))
    seen = shaky.of(shaky.therapist).mark_read(*shaky.pair, sent[1].message_id)
    assert seen.unread == shaky.recounted(shaky.therapist) == 1


def test_a_deletion_meets_a_marker(shaky: Talk, faulty: FaultyTransport) -> None:
    """What was read before it is deleted is not taken off again."""
    sent = [shaky.send(shaky.client, str(n)) for n in range(2)]
    path = (*shaky.pair, sent[0].message_id)
    faulty.next("TransactWriteItems", before(lambda: shaky.of(shaky.therapist).mark_read(*path)))
    shaky.of(shaky.client).delete(*path)
    assert shaky.seen(shaky.therapist).unread == shaky.recounted(shaky.therapist) == 1


def test_an_edit_meets_another_message(shaky: Talk, faulty: FaultyTransport) -> None:
    """The preview stays that of the last message."""
    sent = shaky.send(shaky.client, "One")
    faulty.next("TransactWriteItems", before(lambda: shaky.send(shaky.therapist, "Two")))
    edited = shaky.of(shaky.client).edit(*shaky.pair, sent.message_id, {"text": "1"}, 1)
    assert (edited.text, edited.version) == ("1", 2)
    assert shaky.seen(shaky.client).last_text == "Two"


def test_two_who_send_at_once_come_in_order(shaky: Talk, faulty: FaultyTransport) -> None:
    """Both are kept, the later one is the last, and each is unread on the other side."""
    barrier = Barrier(2)
    faulty.next("TransactWriteItems", meeting(barrier), times=2)
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(shaky.send, (shaky.client, shaky.therapist)))
    last = max(sent, key=lambda m: m.message_id)
    for actor in (shaky.client, shaky.therapist):
        seen = shaky.seen(actor)
        assert (seen.last_message_id, seen.last_sender) == (last.message_id, last.sender)
        assert (seen.unread, seen.last_at) == (1, last.sent_at)


def test_a_clock_that_is_behind_puts_no_message_before_another(talk: Talk) -> None:
    """A message comes after the last one, whatever the time of whoever sends it."""
    first = talk.send(talk.client)
    later(talk.practice, hours=-1)
    second = talk.send(talk.therapist)
    assert second.message_id > first.message_id
    assert second.sent_at == first.sent_at + timedelta(milliseconds=1)


def test_a_message_whose_answer_was_lost_is_sent_once(shaky: Talk, faulty: FaultyTransport) -> None:
    """The same key, in the same request or a later one, makes one message and one event."""
    made = set()
    for _ in range(3):
        faulty.next("TransactWriteItems", answer_lost)
        sent = shaky.of(shaky.client, Once("one", "print")).send(*shaky.pair, "Hello.")
        made.add(sent.message_id)
    assert len(made) == 1
    assert shaky.seen(shaky.therapist).unread == 1
    with pytest.raises(KeyReused):
        shaky.of(shaky.client, Once("one", "other")).send(*shaky.pair, "Hello again.")
    faulty.next("UpdateItem", answer_lost)
    assert shaky.of(shaky.therapist).mark_read(*shaky.pair, made.pop()).unread == 0
    about = shaky.client.profile_id
    events = [e.event for e in shaky.practice.table.every(EVENTS_OF_RECORD, subject_id=about)]
    assert events == [Event.MESSAGE_SENT]


def test_what_is_unread_is_exact_under_races(practice: Practice) -> None:
    """Both sides send, read and delete at once, and the counts equal a recount."""
    practice.table.backoff = type(practice.table.backoff)(attempts=200, sleep=no_wait)
    practice.table.wire._backoff = practice.table.backoff
    talk = Talk(practice, a_client(practice), a_therapist(practice))

    def work(number: int) -> None:
        me = talk.client if number % 2 else talk.therapist
        for n in range(5):
            sent = talk.send(me, str(n))
            newest = talk.of(me).history(*talk.pair, PageRequest(3)).items
            talk.of(me).mark_read(*talk.pair, newest[n % len(newest)].message_id)
            if n % 2:
                talk.of(me).delete(*talk.pair, sent.message_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    for actor in (talk.client, talk.therapist):
        assert talk.seen(actor).unread == talk.recounted(actor)
        assert len(talk.of(actor).history(*talk.pair, PageRequest(100)).items) == 20


class Numbers:
    """Count the conversations, so that each run has its own."""

    last = 0


steps = st.tuples(
    st.sampled_from(["send", "send", "delete", "edit", "mark"]),
    st.booleans(),
    st.integers(0, 9),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, max_size=14))
def test_a_conversation_says_what_its_messages_say(practice: Practice, sequence: list[Any]) -> None:
    """After any sequence: the last message, its preview, and what is unread on both sides."""
    Numbers.last += 1
    number = Numbers.last
    talk = Talk(
        practice,
        Actor(Role.CLIENT, f"acc_{number}", f"cli_{number}"),
        Actor(Role.THERAPIST, f"acc_t{number}", f"thr_{number}"),
    )
    sent: list[MessageView] = []
    stones: set[str] = set()
    for what, by_client, which in sequence:
        me = talk.client if by_client else talk.therapist
        if what == "send":
            sent.append(talk.send(me, f"text {len(sent)}"))
        elif sent:
            one = sent[which % len(sent)]
            author = talk.client if one.sender == "client" else talk.therapist
            if what == "mark":
                talk.of(me).mark_read(*talk.pair, one.message_id)
            elif one.message_id not in stones and what == "edit":
                talk.of(author).edit(*talk.pair, one.message_id, {"text": "new"})
            elif one.message_id not in stones:
                talk.of(author).delete(*talk.pair, one.message_id)
                stones.add(one.message_id)
    if not sent:
        return
    history = talk.of(talk.client).history(*talk.pair, PageRequest(100)).items
    assert [m.message_id for m in history] == sorted((m.message_id for m in sent), reverse=True)
    for actor in (talk.client, talk.therapist):
        seen = talk.seen(actor)
        assert (seen.last_message_id, seen.last_text) == (history[0].message_id, history[0].text)
        assert seen.unread == talk.recounted(actor)


def test_a_list_opens_the_texts_of_many_clients_with_one_call_for_their_keys(
    practice: Practice,
) -> None:
    """A process that has none of the keys yet reads them together, not one by one."""
    therapist = a_therapist(practice)
    for n in range(4):
        client = a_client(practice, f"Client {n}")
        let_read(practice, client, therapist)
        practice.acting_as(client).messaging.send(client.profile_id, therapist.profile_id, f"{n}")
    practice.keyring.evict()
    with practice.metered() as meter:
        found = practice.acting_as(therapist).messaging.conversations()
        assert sorted(view.last_text for view in found.items if view.last_text) == [*"0123"]
        hits = practice.acting_as(therapist).search.of_therapist(therapist.profile_id, "nothing")
        assert not hits.items
    assert meter.round_trips - counted(meter) == 1
