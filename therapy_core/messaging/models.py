"""Conversations of a client with a therapist, and the messages in them.

In a conversation identifiers grow with every message that is stored, so that what lies up to one
has been there when it was read (docs/adr/0019).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI1, GSI2
from therapy_core.table import AccessPattern, Entity, Primary, SealedText


class Side(StrEnum):
    """Name the two sides of a conversation."""

    CLIENT = "client"
    THERAPIST = "therapist"

    @property
    def other(self) -> Side:
        """Return the side across."""
        return Side.THERAPIST if self is Side.CLIENT else Side.CLIENT


class Conversation(Entity, discriminator="conversation"):
    """Hold the last message of a conversation, and how far each side has read.

    `preview` is the beginning of the last message, absent once that is deleted. What is unread
    by a side are the other's messages behind its marker that are not deleted. `tombstones` counts
    the deleted ones.
    """

    primary = Primary("CLIENT#{client_id}", "CONV#{therapist_id}")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "CONV#{last_at:time}#{client_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "CONV#{last_at:time}#{therapist_id}")
    sealed_for: ClassVar[str] = "client_id"

    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    last_at = UTCDateTimeAttribute()
    last_message_id = UnicodeAttribute()
    last_sender = UnicodeAttribute()
    preview = SealedText("record", null=True)
    client_unread = NumberAttribute(default=0)
    therapist_unread = NumberAttribute(default=0)
    client_read_to = UnicodeAttribute(null=True)
    therapist_read_to = UnicodeAttribute(null=True)
    tombstones = NumberAttribute(default=0)

    def unread(self, side: Side) -> int:
        """Return how many messages a side has not read."""
        return int(self.client_unread if side is Side.CLIENT else self.therapist_unread)

    def read_to(self, side: Side) -> str | None:
        """Return up to which message a side has read; None for none at all."""
        found: str | None = self.client_read_to
        return found if side is Side.CLIENT else self.therapist_read_to


UNREAD = {Side.CLIENT: Conversation.client_unread, Side.THERAPIST: Conversation.therapist_unread}
READ_TO = {Side.CLIENT: Conversation.client_read_to, Side.THERAPIST: Conversation.therapist_read_to}


class Message(Entity, discriminator="message"):
    """Hold a message; a deleted one keeps its place and loses its text."""

    primary = Primary("CONV#{client_id}#{therapist_id}", "MSG#{message_id}")
    sealed_for: ClassVar[str] = "client_id"

    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    message_id = UnicodeAttribute()
    sender = UnicodeAttribute()
    sent_at = UTCDateTimeAttribute()
    text = SealedText("record", null=True)
    edited_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)

    @property
    def sender_id(self) -> str:
        """Return the profile of whoever sent it."""
        found: str = self.client_id if self.sender == Side.CLIENT else self.therapist_id
        return found


MESSAGES = AccessPattern[Message](
    "messages of a conversation",
    on=Message.primary,
    newest_first=True,
    consistent=True,
    why="Both sides read the history, from the newest message back.",
)
CONVERSATIONS_OF_CLIENT = AccessPattern[Conversation](
    "conversations of a client",
    on=Conversation.by_client,
    newest_first=True,
    why="A client sees who wrote last.",
)
CONVERSATIONS_OF_THERAPIST = AccessPattern[Conversation](
    "conversations of a therapist",
    on=Conversation.by_therapist,
    newest_first=True,
    why="A therapist sees who wrote last.",
)
