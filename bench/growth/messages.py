"""A long conversation, and a therapist who has as many others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.growth.subject import (
    CLIENT,
    NOW,
    PAIR,
    THERAPIST,
    WORDS,
    Subject,
    of_client,
    of_therapist,
)
from therapy_core import PageRequest, ids
from therapy_core.messaging.models import Conversation, Message
from therapy_core.search.views import Where
from therapy_core.table import Entity

ME = CLIENT.profile_id


def messages(size: int) -> Iterator[Entity]:
    """Yield a conversation of so many messages, and as many of the therapist with others."""
    pair = {"client_id": ME, "therapist_id": THERAPIST.profile_id}
    last = ""
    for n in range(size):
        at = NOW - (size - n) * timedelta(minutes=5)
        last = ids.MESSAGE + ids.new_ulid(at)
        side = ("client", "therapist")[n % 2]
        yield Message(message_id=last, sender=side, sent_at=at, text=WORDS, **pair)
        other = {"client_id": f"cli_{n:06}", "therapist_id": THERAPIST.profile_id}
        yield Conversation(last_at=at, last_message_id=last, last_sender=side, **other)
    half = {"client_unread": (size + 1) // 2, "therapist_unread": size // 2}
    yield Conversation(
        last_at=NOW, last_message_id=last, last_sender="client", preview=WORDS[:140], **half, **pair
    )


def read_to_the_end(acting: Any, _: int) -> None:
    """Mark the last message as read, in a list that was just opened."""
    last = acting.messaging.conversations(PageRequest(1)).items[0].last_message_id
    acting.messaging.mark_read(*PAIR, last)


def second_page(acting: Any, _: int) -> None:
    """Read the history's newest page and the one before."""
    first = acting.messaging.history(*PAIR)
    acting.messaging.history(*PAIR, PageRequest(20, first.next_cursor))


def searching(keyword: str) -> Any:
    """Return the case of a search of messages."""
    return of_client(lambda a, _: a.search.of_client(ME, keyword, within=[Where.MESSAGES]))


MESSAGES = Subject(
    "messages",
    messages,
    {
        "history, newest page": of_client(lambda a, _: a.messaging.history(*PAIR)),
        "history, two pages": of_client(second_page),
        "conversations": of_therapist(lambda a, _: a.messaging.conversations()),
        "conversations, and all marked as read": of_therapist(read_to_the_end),
        "search of messages, a page of matches": searching("river"),
        "search of messages, nothing found": searching("zebra"),
        "a message is sent": of_client(lambda a, _: a.messaging.send(*PAIR, WORDS)),
    },
    most=100_000,
    pages=("history, newest page", "conversations"),
)
