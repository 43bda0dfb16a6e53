"""Conversations: what clients and therapists wrote to one another, and what is still unread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from seeds import audit, clock, people, texts
from seeds.chance import chance
from seeds.order import LESS, LIVELY, Order
from seeds.relationships import of_client
from seeds.together import Together
from therapy_core import ids
from therapy_core.audit.events import Event
from therapy_core.directory.models import Client
from therapy_core.messaging import rules
from therapy_core.messaging.models import Conversation, Message, Side
from therapy_core.relationships.models import Contact, Mapping, Relationship
from therapy_core.table import Entity

_WRITE = 0.5
_WEEKS, _DEMO_ROUNDS = 6, 3
_READ_WITHIN = timedelta(minutes=5)


def messages(order: Order) -> Iterator[Together]:
    """Yield the conversations of those who are in contact, or were while they were mapped."""
    for number in range(order.clients):
        client = people.client(number)
        for between in of_client(number, client):
            random = chance(f"talk {between.client_id} {between.therapist_id}")
            talks = between.contact == Contact.OPEN or between.mapping == Mapping.ENDED
            often = _WRITE if number < LIVELY else _WRITE / LESS
            if talks and (random.random() < often or number == 0):
                yield _conversation(order, number, client, between, random)


def _conversation(
    order: Order, number: int, client: Client, between: Relationship, random: Random
) -> Together:
    """Return a conversation that stands at its last message, with all of its messages."""
    sent = _messages(order, number, client, between, random)
    last = sent[-1]
    unread = _unread_by_the_other(sent) if random.random() < 0.5 or number == 0 else 0  # noqa: PLR2004 - half
    reader = Side(last.sender).other
    read = {Side(last.sender): last, reader: sent[-1 - unread] if unread < len(sent) else None}
    conversation = Conversation(
        client_id=between.client_id,
        therapist_id=between.therapist_id,
        last_at=last.sent_at,
        last_message_id=last.message_id,
        last_sender=last.sender,
        preview=rules.preview(last.text),
        client_unread=unread if reader is Side.CLIENT else 0,
        therapist_unread=unread if reader is Side.THERAPIST else 0,
        client_read_to=_id(read[Side.CLIENT]),
        therapist_read_to=_id(read[Side.THERAPIST]),
        created_at=sent[0].sent_at,
    )
    told = _audited(order, sent) if number == 0 else ()
    return Together((conversation,), (*sent, *told))


def _messages(
    order: Order, number: int, client: Client, between: Relationship, random: Random
) -> list[Message]:
    """Return the messages, the earliest first; all of them lie before the week of planting."""
    demo = number == 0 and between.journal_access == "granted"
    language = "en" if number == 0 else texts.languages(client.timezone)[0]
    talk = texts.TALK[language] * (_DEMO_ROUNDS if demo else 1)
    ended = between.mapping == Mapping.ENDED
    begins = order.weeks(-_WEEKS * (4 if ended else 1))
    step = timedelta(days=7 * _WEEKS - 2) / len(talk)
    found = []
    for at, (sender, text) in enumerate(talk):
        sent_at = begins + at * step + timedelta(minutes=random.randrange(7 * 60, 20 * 60) % 400)
        found.append(_message(between, sender, text, _to_second(sent_at)))
    if demo:
        _mend(found[3], found[4])
    return found


def _message(between: Relationship, sender: str, text: str, sent_at: datetime) -> Message:
    label = f"{between.client_id} {between.therapist_id} {sent_at.isoformat()}"
    return Message(
        client_id=between.client_id,
        therapist_id=between.therapist_id,
        message_id=ids.MESSAGE + clock.ulid(sent_at, label),
        sender=sender,
        sent_at=sent_at,
        text=text,
        created_at=sent_at,
    )


def _mend(edited: Message, deleted: Message) -> None:
    """Let one message be edited, and another, which was read, be deleted."""
    edited.edited_at = edited.sent_at + _READ_WITHIN
    deleted.text, deleted.deleted_at = None, deleted.sent_at + timedelta(hours=20)


def _unread_by_the_other(sent: list[Message]) -> int:
    """Return how many messages at the end one side wrote in a row."""
    last = sent[-1].sender
    return next((n for n, m in enumerate(reversed(sent)) if m.sender != last), len(sent))


def _audited(order: Order, sent: list[Message]) -> Iterator[Entity]:
    for each in sent:
        at, about = each.sent_at, each.message_id
        yield from audit.event(order, Event.MESSAGE_SENT, at, each.client_id, each.sender_id, about)


def _to_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _id(message: Message | None) -> str | None:
    return message.message_id if message else None
