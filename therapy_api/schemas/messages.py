"""Messages, and the conversations that they make."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of
from therapy_core.messaging.rules import LONGEST_MESSAGE

CLIENT = ("The client's side.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1")
THERAPIST = ("The therapist's side.", "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3")
A_MESSAGE = "msg_01JD3W8QZ7M5T0X9V2B4C6D8E5"
A_TEXT = "Could we meet an hour later on Tuesday?"


def message_text(**rules: Any) -> fields.Text:
    """Return the field of a message."""
    return fields.text(LONGEST_MESSAGE, "Plain text.", A_TEXT, kind=fields.Prose, **rules)


class NewMessage(Schema):
    """Read a message to send."""

    client_id = fields.text(64, *CLIENT, required=True)
    therapist_id = fields.text(64, *THERAPIST, required=True)
    text = message_text(required=True)


class MessageChange(Change):
    """Read what a message is to say instead."""

    text = message_text()


class MessageQuery(PageQuery):
    """Ask for the messages of a conversation, the newest first."""

    client_id = fields.text(64, *CLIENT, required=True)
    therapist_id = fields.text(64, *THERAPIST, required=True)


class MessageAnswer(Answer):
    """Show a message; a deleted one has no text."""

    client_id = fields.identifier(*CLIENT)
    therapist_id = fields.identifier(*THERAPIST)
    message_id = fields.identifier("The message.", A_MESSAGE)
    sender = fields.shown(ma.fields.String, "Who sent it: client or therapist.", "client")
    sent_at = fields.instant("When it was sent.")
    text = fields.shown(ma.fields.String, "What it says.", A_TEXT, allow_none=True)
    edited_at = fields.instant("When it was last edited.", allow_none=True)
    deleted_at = fields.instant("When it was deleted.", allow_none=True)
    editable_until = fields.instant("Until when its sender may edit it.")
    version = fields.version()


MessagePage = page_of(MessageAnswer, "MessagePage")


class ReadMarker(Schema):
    """Read up to where somebody has read."""

    message_id = fields.text(64, "The last message that was read.", A_MESSAGE, required=True)


class ConversationAnswer(Answer):
    """Show a conversation to one of its sides."""

    client_id = fields.identifier(*CLIENT)
    therapist_id = fields.identifier(*THERAPIST)
    last_message_id = fields.identifier("The last message.", A_MESSAGE)
    last_sender = fields.shown(ma.fields.String, "Who sent it: client or therapist.", "client")
    last_at = fields.instant("When it was sent.")
    last_text = fields.shown(
        ma.fields.String, "How it begins; null once it is deleted.", A_TEXT, allow_none=True
    )
    unread = fields.shown(ma.fields.Integer, "How many messages the caller has not read.", 1)
    read_to = fields.identifier("Up to where the caller has read.", A_MESSAGE, allow_none=True)
    other_read_to = fields.identifier(
        "Up to where the other side has read.", A_MESSAGE, allow_none=True
    )


ConversationPage = page_of(ConversationAnswer, "ConversationPage")
