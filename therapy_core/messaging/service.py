"""The use cases of messaging: what a client and a therapist write to one another."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any, ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.errors import InvalidInput, NotFound
from therapy_core.keys.models import RECORD
from therapy_core.messaging import reading, rules, writing
from therapy_core.messaging.models import (
    CONVERSATIONS_OF_CLIENT,
    CONVERSATIONS_OF_THERAPIST,
    MESSAGES,
    Conversation,
    Message,
    Side,
)
from therapy_core.messaging.views import ConversationView, MessageView
from therapy_core.messaging.writing import Pair
from therapy_core.service import Service
from therapy_core.values import checked

_MESSAGE_ID = re.compile("msg_[0-7][0-9A-HJKMNP-TV-Z]{25}")


class Messaging(Service):
    """Write, and read what was written."""

    domain: ClassVar[str] = "messaging"

    def send(self, client_id: str, therapist_id: str, text: str) -> MessageView:
        """Send a message (1 to 5,000 characters) to the other side, and return it.

        Raises `InvalidInput`; `NotFound` for a conversation of others and for somebody the actor
        has nothing to do with; `Conflict` once the two may no longer write.
        """
        pair = self._pair("messaging.send", client_id, therapist_id)
        found = checked(rules.FIELDS, {"text": text})
        if self._practice.keyring.generation(client_id, RECORD) is None:
            writing.require_open(self._table, pair)  # lest a key be made for nobody
        sent = writing.send(self._table, self._actor, self._once, pair, found["text"])
        return self._view(sent)

    def history(
        self, client_id: str, therapist_id: str, page: PageRequest | None = None
    ) -> Page[MessageView]:
        """Return a page of messages, the newest first.

        Raises `NotFound` for a conversation of others, and `InvalidCursor`.
        """
        self._pair("messaging.history", client_id, therapist_id)
        with self._own_key_ahead():
            found = self._table.page(
                MESSAGES,
                page or PageRequest(),
                scope=self._actor.scope,
                client_id=client_id,
                therapist_id=therapist_id,
            )
        return Page([self._view(m) for m in found.items], found.next_cursor)

    def get(self, client_id: str, therapist_id: str, message_id: str) -> MessageView:
        """Return a message. Raises `NotFound`."""
        pair = self._pair("messaging.get", client_id, therapist_id)
        with self._own_key_ahead():
            found = self._table.get(pair.message(message_id))
        if found is None:
            raise NotFound
        return self._view(found)

    def edit(
        self,
        client_id: str,
        therapist_id: str,
        message_id: str,
        changes: dict[str, Any],
        version: int | None = None,
    ) -> MessageView:
        """Replace the `text` of a message of one's own, and return it marked as edited.

        Raises `InvalidInput`, `NotFound` for another's message, `VersionMismatch`, and `Conflict`
        for one that is deleted or was sent over 15 minutes ago (the setting
        `message_edit_minutes`), and once the two may no longer write.
        """
        text = checked(rules.FIELDS, changes | {"text": changes.get("text")})["text"]
        minutes = self._practice.settings.message_edit_minutes
        ref = Pair(client_id, therapist_id).message(message_id)
        edited = writing.edit(self._table, self._actor, ref, text, version, minutes)
        return self._view(edited)

    def delete(
        self, client_id: str, therapist_id: str, message_id: str, version: int | None = None
    ) -> None:
        """Take the text out of a message of one's own; that it was sent stays.

        Raises `NotFound` for another's message, `VersionMismatch`, and `Conflict` for one that is
        deleted already and once the two may no longer write.
        """
        ref = Pair(client_id, therapist_id).message(message_id)
        writing.delete(self._table, self._actor, ref, version)

    def mark_read(self, client_id: str, therapist_id: str, message_id: str) -> ConversationView:
        """Move the actor's marker up to a message, and return the conversation.

        The marker never goes back, and behind the last message it stays at the last. Raises
        `InvalidInput` for what is no message's id, and `NotFound`.
        """
        pair = self._pair("messaging.mark_read", client_id, therapist_id)
        if not _MESSAGE_ID.fullmatch(message_id):
            raise InvalidInput({"message_id": "is not the id of a message"})
        found = reading.mark(self._table, pair, self._side, message_id)
        return ConversationView.of(found, self._side)

    def conversations(self, page: PageRequest | None = None) -> Page[ConversationView]:
        """Return a page of the actor's conversations, by their last message, newest first.

        Raises `InvalidCursor`.
        """
        request, scope, me = page or PageRequest(), self._actor.scope, self._actor.profile_id
        found: Page[Conversation]
        if self._side is Side.CLIENT:
            with self._own_key_ahead():
                found = self._table.page(
                    CONVERSATIONS_OF_CLIENT, request, scope=scope, client_id=me
                )
        else:
            found = self._table.page(
                CONVERSATIONS_OF_THERAPIST, request, scope=scope, therapist_id=me
            )
        self._table.warm(found.items)
        views = [ConversationView.of(c, self._side) for c in found.items]
        return Page(views, found.next_cursor)

    def _own_key_ahead(self) -> AbstractContextManager[None]:
        """Fetch a client's key beside the block; no read tells a therapist whether there is one."""
        if self._side is Side.CLIENT:
            return self._practice.keyring.ahead(self._actor.profile_id, RECORD)
        return nullcontext()

    @property
    def _side(self) -> Side:
        return Side.CLIENT if self._actor.role is Role.CLIENT else Side.THERAPIST

    def _view(self, message: Message) -> MessageView:
        minutes = self._practice.settings.message_edit_minutes
        return MessageView.of(message, timedelta(minutes=minutes))

    def _pair(self, action: str, client_id: str, therapist_id: str) -> Pair:
        """Return the two sides of a conversation, one of whom the actor has to be."""
        subject = Subject(client_id=client_id, therapist_id=therapist_id)
        access.sight(self._actor, action, subject)
        return Pair(client_id, therapist_id)
