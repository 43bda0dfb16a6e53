"""What a message may be, until when it can be edited, and what follows for its conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from therapy_core import ids
from therapy_core.errors import Conflict
from therapy_core.messaging.models import Conversation, Message, Side
from therapy_core.values import paragraph

LONGEST_MESSAGE = 5000
LONGEST_PREVIEW = 140

FIELDS = {"text": paragraph(LONGEST_MESSAGE)}


def preview(text: str) -> str:
    """Return the beginning of a message, for lists."""
    return text[:LONGEST_PREVIEW]


def sending_time(now: datetime, last_at: datetime | None) -> datetime:
    """Return the time of a message, in whole milliseconds: now, and later than the last one's.

    The clock of whoever sent the last one may be ahead of ours.
    """
    whole = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return whole if last_at is None else max(whole, last_at + ids.MILLISECOND)


def check_editable(message: Message, now: datetime, minutes: int) -> None:
    """Raise `Conflict` for a message that is deleted, or was sent over `minutes` ago.

    Source: access.md, rule 10.
    """
    check_there(message)
    if now > message.sent_at + timedelta(minutes=minutes):
        raise Conflict("A message can be edited for a while only, which is over.")


def check_there(message: Message) -> None:
    """Raise `Conflict` for a message that is deleted."""
    if message.deleted_at is not None:
        raise Conflict("This message is deleted.")


def is_last(conversation: Conversation | None, message: Message) -> bool:
    """Tell whether a message is the last of its conversation."""
    return conversation is not None and conversation.last_message_id == message.message_id


def has_read(conversation: Conversation, side: Side, message_id: str) -> bool:
    """Tell whether a side's marker lies at a message or behind it."""
    return (conversation.read_to(side) or "") >= message_id


def unread_in(messages: Iterable[Message], side: Side) -> int:
    """Return how many of some messages count as unread for a side that has read none of them."""
    return sum(m.sender == side.other and m.deleted_at is None for m in messages)
