"""Markers: up to where a side has read. They never go back, and what is unread is exact."""

from __future__ import annotations

from collections.abc import Iterator

from therapy_core.errors import NotFound, TryAgain
from therapy_core.messaging import rules
from therapy_core.messaging.models import MESSAGES, READ_TO, UNREAD, Conversation, Message, Side
from therapy_core.messaging.writing import Pair
from therapy_core.table import Narrow, PageRequest, Table
from therapy_core.table.errors import RuleViolated

_MOST = 100


def mark(table: Table, pair: Pair, side: Side, message_id: str) -> Conversation:
    """Move a side's marker up to a message, and return the conversation as it then is.

    What lies behind the last message means the last; what lies before the marker changes
    nothing. Raises `NotFound` where there is no conversation, and `TryAgain` when it kept moving.
    """
    marker = READ_TO[side]
    try:
        return table.update(
            pair.conversation,
            marker.set(message_id),
            UNREAD[side].set(0),
            when=(Conversation.last_message_id == message_id)
            & (marker.does_not_exist() | (marker <= message_id)),
        )
    except RuleViolated:
        return _looked_up(table, pair, side, message_id)


def _looked_up(table: Table, pair: Pair, side: Side, message_id: str) -> Conversation:
    for _ in table.backoff.tries():
        conversation = table.get(pair.conversation)
        if conversation is None:
            raise NotFound
        target = min(message_id, conversation.last_message_id)
        if rules.has_read(conversation, side, target):
            return conversation
        try:
            return _moved(table, pair, side, conversation, target)
        except RuleViolated:
            continue
    raise TryAgain


def _moved(
    table: Table, pair: Pair, side: Side, conversation: Conversation, target: str
) -> Conversation:
    """Move the marker of a conversation that stands as it was read, counting what it passes.

    No message comes to lie before the last one, and a deletion is told by the tombstones, so that
    the count holds. Raises `RuleViolated` when marker or tombstones moved.
    """
    marker, old = READ_TO[side], conversation.read_to(side)
    passed = rules.unread_in(_between(table, pair, old, target), side)
    return table.update(
        pair.conversation,
        marker.set(target),
        UNREAD[side].add(-passed),
        when=(marker.does_not_exist() if old is None else marker == old)
        & (Conversation.tombstones == conversation.tombstones),
    )


def _between(table: Table, pair: Pair, after: str | None, target: str) -> Iterator[Message]:
    """Yield the messages behind `after` up to `target`, a hundred at a call."""
    request = PageRequest(_MOST)
    while True:
        page = table.page(
            MESSAGES,
            request,
            scope="marker",
            narrow=Narrow(low=after, high=target),
            client_id=pair.client_id,
            therapist_id=pair.therapist_id,
        )
        yield from (m for m in page.items if m.message_id != after)
        if page.next_cursor is None:
            return
        request = PageRequest(_MOST, page.next_cursor)
