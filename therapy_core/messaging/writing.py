"""Sending, editing and deleting: each writes the message and what follows for its conversation.

A message's identifier is greater than that of every message before it: the conversation takes it
on that condition alone. Whoever comes second looks at the clock again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from therapy_core import access, ids
from therapy_core.access import Subject
from therapy_core.actor import Actor, Once
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import NotFound, TryAgain
from therapy_core.idempotency import create_once
from therapy_core.messaging import rules
from therapy_core.messaging.models import READ_TO, UNREAD, Conversation, Message, Side
from therapy_core.relationships.models import Contact, Relationship
from therapy_core.service import expect_version
from therapy_core.table import Ref, Table, Unit


class _Moved(Exception):
    """Say that the conversation is no longer as it was taken to be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Name the two sides of a conversation."""

    client_id: str
    therapist_id: str

    @property
    def conversation(self) -> Ref[Conversation]:
        """Return the place of their conversation."""
        return Conversation.at(client_id=self.client_id, therapist_id=self.therapist_id)

    def message(self, message_id: str) -> Ref[Message]:
        """Return the place of one of their messages."""
        return Message.at(
            client_id=self.client_id, therapist_id=self.therapist_id, message_id=message_id
        )

    def check_open(self, unit: Unit) -> None:
        """Let `unit` pass only while the two may write to one another.

        On commit raises `Missing` where they never met, and `RuleViolated` after the end.
        """
        between = Relationship.at(client_id=self.client_id, therapist_id=self.therapist_id)
        unit.check(between, Relationship.contact == Contact.OPEN.value)


def send(table: Table, actor: Actor, once: Once | None, pair: Pair, text: str) -> Message:
    """Store a message of the actor's side as the last of the conversation, and return it.

    Raises `TryAgain` when others kept being faster.
    """
    last_at = None
    for _ in table.backoff.tries():
        message = _new(pair, Side(actor.role.value), text, table.clock(), last_at)
        try:
            return _stored(table, actor, once, pair, message)
        except _Moved:
            conversation = table.get(pair.conversation)
            last_at = conversation.last_at if conversation else None
    raise TryAgain


def require_open(table: Table, pair: Pair) -> None:
    """Raise as sending does where the two may not write to one another, with as many calls."""
    with table.transaction("send a message") as unit:
        pair.check_open(unit)


def _new(pair: Pair, side: Side, text: str, now: datetime, last_at: datetime | None) -> Message:
    sent_at = rules.sending_time(now, last_at)
    return Message(
        client_id=pair.client_id,
        therapist_id=pair.therapist_id,
        message_id=ids.MESSAGE + ids.new_ulid(sent_at),
        sender=side.value,
        sent_at=sent_at,
        text=text,
    )


def _stored(table: Table, actor: Actor, once: Once | None, pair: Pair, message: Message) -> Message:
    def write(unit: Unit) -> None:
        pair.check_open(unit)
        unit.create(message)
        last = Conversation.last_message_id
        unit.upsert(
            pair.conversation,
            last.set(message.message_id),
            Conversation.last_at.set(message.sent_at),
            Conversation.last_sender.set(message.sender),
            Conversation.preview.set(rules.preview(message.text)),
            UNREAD[Side(message.sender).other].add(1),
            when=last.does_not_exist() | (last < message.message_id),
            otherwise=_Moved(),
        )
        record(unit, actor, Event.MESSAGE_SENT, pair.client_id, message.message_id)

    return create_once(table, "send a message", actor.scope, once, message, write)


def edit(
    table: Table,
    actor: Actor,
    ref: Ref[Message],
    text: str,
    version: int | None,
    minutes: int,
) -> Message:
    """Replace the text of a message of the actor's, for so many minutes after it was sent.

    Raises `NotFound`, `VersionMismatch`, and `Conflict` once it is deleted or too old.
    """

    def change(message: Message, now: datetime) -> None:
        rules.check_editable(message, now, minutes)
        message.text, message.edited_at = text, now

    def follow(conversation: Conversation, message: Message) -> Following:
        found = Following()
        if rules.is_last(conversation, message):
            found.add(_still_last(message), Conversation.preview.set(rules.preview(text)))
        return found

    deed = Deed("messaging.edit", Event.MESSAGE_EDITED, change, follow)
    return _carry_out(table, actor, ref, version, deed)


def delete(table: Table, actor: Actor, ref: Ref[Message], version: int | None) -> None:
    """Take the text out of a message of the actor's, which keeps its place.

    It no longer counts as unread. Raises `NotFound`, `VersionMismatch`, and `Conflict` when it is
    deleted already.
    """

    def change(message: Message, now: datetime) -> None:
        rules.check_there(message)
        message.text, message.deleted_at = None, now

    deed = Deed("messaging.delete", Event.MESSAGE_DELETED, change, _buried)
    _carry_out(table, actor, ref, version, deed)


class Following:
    """Collect what a deed does to the conversation, and what has to be true for it."""

    def __init__(self) -> None:
        self.actions: list[Action] = []
        self.when: Condition | None = None

    def add(self, when: Condition, *actions: Action) -> None:
        """Add actions that are right while `when` holds."""
        self.actions += actions
        self.when = when if self.when is None else self.when & when

    def write(self, unit: Unit, ref: Ref[Conversation]) -> None:
        """Add it to `unit`, where there is anything."""
        if self.actions:
            unit.update(ref, *self.actions, when=self.when, otherwise=_Moved())


@dataclass(frozen=True)
class Deed:
    """Say what is done to a message: its use case, its event, the change, and what follows."""

    action: str
    event: Event
    change: Callable[[Message, datetime], None]
    follow: Callable[[Conversation, Message], Following]


def _carry_out(
    table: Table, actor: Actor, ref: Ref[Message], version: int | None, deed: Deed
) -> Message:
    pair = Pair(ref.values["client_id"], ref.values["therapist_id"])
    for _ in table.backoff.tries():
        message, conversation = table.get_many([ref, pair.conversation])
        if message is None or conversation is None:
            raise NotFound
        access.sight(actor, deed.action, Subject(message.sender_id))
        expect_version(message, version)
        deed.change(message, table.clock())
        try:
            with table.transaction(deed.event.value) as unit:
                pair.check_open(unit)
                unit.save(message)
                deed.follow(conversation, message).write(unit, pair.conversation)
                record(unit, actor, deed.event, pair.client_id, message.message_id)
        except _Moved:
            continue
        found: Message = message
        return found
    raise TryAgain


def _buried(conversation: Conversation, message: Message) -> Following:
    """Return what follows from a deletion: no preview, and one less to read."""
    found, reader = Following(), Side(message.sender).other
    if rules.is_last(conversation, message):
        found.add(_still_last(message), Conversation.preview.set(None))
    if not rules.has_read(conversation, reader, message.message_id):
        marker = READ_TO[reader]
        found.add(
            marker.does_not_exist() | (marker < message.message_id),
            UNREAD[reader].add(-1),
            Conversation.tombstones.add(1),
        )
    return found


def _still_last(message: Message) -> Condition:
    found: Condition = Conversation.last_message_id == message.message_id
    return found
