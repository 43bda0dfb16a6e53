"""Messages between a client and a therapist."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.locations import located
from therapy_api.paging import PageQuery, paged
from therapy_api.schemas.messages import (
    ConversationAnswer,
    ConversationPage,
    MessageAnswer,
    MessageChange,
    MessagePage,
    MessageQuery,
    NewMessage,
    ReadMarker,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("messages", __name__, description="Messages between a client and a therapist.")


@blp.route("/messages")
class Messages(MethodView):
    """Serve the messages of a conversation."""

    @blp.arguments(MessageQuery, location="query")
    @blp.response(200, MessagePage)
    @paged
    @refuses(403, 404)
    def get(self, page: PageRequest, client_id: str, therapist_id: str) -> Page[Any]:
        """List the messages of a conversation.

        The newest first. Both sides keep reading what was written when they no longer write.
        """
        return acting().messaging.history(client_id, therapist_id, page)

    @blp.arguments(NewMessage)
    @blp.response(201, MessageAnswer)
    @tagged
    @repeatable
    @located("/messages/{client_id}/{therapist_id}/{message_id}")
    @refuses(403, 404, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Send a message.

        To the other side of a mapping, a grant or an appointment; after unmapping it is a
        conflict.
        """
        return acting().messaging.send(**values)


@blp.route("/messages/<id:client_id>/<id:therapist_id>/<id:message_id>")
class Message(MethodView):
    """Serve one message."""

    @blp.response(200, MessageAnswer)
    @tagged
    @refuses(403)
    def get(self, client_id: str, therapist_id: str, message_id: str) -> Any:
        """Read a message.

        For both sides.
        """
        return acting().messaging.get(client_id, therapist_id, message_id)

    @blp.arguments(MessageChange)
    @blp.response(200, MessageAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def patch(
        self,
        values: dict[str, Any],
        client_id: str,
        therapist_id: str,
        message_id: str,
        version: int,
    ) -> Any:
        """Edit a message.

        For its sender, within 15 minutes; it is marked as edited.
        """
        return acting().messaging.edit(client_id, therapist_id, message_id, values, version)

    @blp.response(204)
    @if_match
    @refuses(403, 409)
    def delete(self, client_id: str, therapist_id: str, message_id: str, version: int) -> None:
        """Delete a message.

        For its sender. That there was one stays; the text goes.
        """
        acting().messaging.delete(client_id, therapist_id, message_id, version)


@blp.route("/conversations")
class Conversations(MethodView):
    """Serve one's conversations."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, ConversationPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest) -> Page[Any]:
        """List one's conversations.

        By their last message, the newest first, each with what is unread.
        """
        return acting().messaging.conversations(page)


@blp.route("/conversations/<id:client_id>/<id:therapist_id>/read-marker")
class ConversationReadMarker(MethodView):
    """Serve the marker of how far one has read."""

    @blp.arguments(ReadMarker)
    @blp.response(200, ConversationAnswer)
    @refuses(403)
    def put(self, values: dict[str, Any], client_id: str, therapist_id: str) -> Any:
        """Mark what was read.

        Everything up to a message. The marker only moves on, so that it needs no `If-Match`.
        """
        return acting().messaging.mark_read(client_id, therapist_id, **values)
