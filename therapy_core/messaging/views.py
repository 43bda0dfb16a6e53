"""What is shown of messages. Printed, a view shows ids alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from therapy_core.messaging.models import Conversation, Message, Side


@dataclass(frozen=True, slots=True, repr=False)
class MessageView:
    """Show a message; a deleted one has no text. Its sender may edit it before `editable_until`."""

    client_id: str
    therapist_id: str
    message_id: str
    sender: str
    sent_at: datetime
    text: str | None
    edited_at: datetime | None
    deleted_at: datetime | None
    editable_until: datetime
    version: int

    def __repr__(self) -> str:
        return f"<MessageView {self.message_id}>"

    @classmethod
    def of(cls, message: Message, editable: timedelta) -> MessageView:
        """Return what there is to see of a message, which is `editable` for so long."""
        return cls(
            message.client_id,
            message.therapist_id,
            message.message_id,
            message.sender,
            message.sent_at,
            message.text,
            message.edited_at,
            message.deleted_at,
            message.sent_at + editable,
            int(message.version),
        )


@dataclass(frozen=True, slots=True, repr=False)
class ConversationView:
    """Show a conversation to one of its sides.

    `unread` is how many messages that side has not read, `read_to` its marker and
    `other_read_to` that of the other side; `last_text` is the beginning of the last message, None
    when that is deleted.
    """

    client_id: str
    therapist_id: str
    last_message_id: str
    last_sender: str
    last_at: datetime
    last_text: str | None
    unread: int
    read_to: str | None
    other_read_to: str | None

    def __repr__(self) -> str:
        return f"<ConversationView {self.last_message_id}>"

    @classmethod
    def of(cls, conversation: Conversation, side: Side) -> ConversationView:
        """Return what a side is shown of a conversation."""
        return cls(
            conversation.client_id,
            conversation.therapist_id,
            conversation.last_message_id,
            conversation.last_sender,
            conversation.last_at,
            conversation.preview,
            conversation.unread(side),
            conversation.read_to(side),
            conversation.read_to(side.other),
        )
