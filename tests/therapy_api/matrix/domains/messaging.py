"""Messages: between the two sides, while there is something between them."""

from __future__ import annotations

from typing import Any

from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.cast import PAIR, UNRELATED
from tests.therapy_api.matrix.rows import VERSION, Row, of_the_owner, of_the_party
from tests.therapy_api.matrix.world import Scene
from therapy_core.access import Sight
from therapy_core.messaging.models import Side
from therapy_core.relationships.models import Contact

MESSAGE = "/messages/{clientId}/{therapistId}/{messageId}"
MARKER = "/conversations/{clientId}/{therapistId}/read-marker"
BY_CLIENT, BY_THERAPIST = things.message_by(Side.CLIENT), things.message_by(Side.THERAPIST)
SENDERS = {
    "the client's": {"things": BY_CLIENT, "subject": of_the_owner},
    "the therapist's": {"things": BY_THERAPIST, "subject": of_the_party},
}


def may_write(scene: Scene, seen: Sight) -> int | None:
    """Let nobody write where there is nothing between the two, or no longer."""
    if scene.relationship is None:
        return 404
    return 409 if scene.relationship.contact == Contact.CLOSED else None


def written(scene: Scene) -> dict[str, Any]:
    """Return a message to the other side."""
    pair = {name: scene.ids[name] for name in ("clientId", "therapistId")}
    return {**pair, "text": "Until Tuesday."}


def row(method: str, path: str, use_case: str, success: int = 200, **more: Any) -> Row:
    """Return a row about a message between a client and a therapist."""
    use_case, cast = f"messaging.{use_case}", (*PAIR, UNRELATED)
    return Row(f"{method} {path}", use_case, success, cast=cast, tells=("record",), **more)


ROWS = [
    row("POST", "/messages", "send", 201, body=written, clash=may_write, veiled=True),
    row(
        "GET",
        "/messages",
        "history",
        things=BY_CLIENT,
        query={"clientId": "{clientId}", "therapistId": "{therapistId}"},
        within=of_the_owner,
        lists="messageId",
    ),
    row("GET", MESSAGE, "get", things=BY_CLIENT),
    *(
        row(
            "PATCH",
            MESSAGE,
            "edit",
            case=whose,
            headers=VERSION,
            body=lambda scene: {"text": "Until Friday."},
            clash=may_write,
            **sent,
        )
        for whose, sent in SENDERS.items()
    ),
    *(
        row("DELETE", MESSAGE, "delete", 204, case=whose, headers=VERSION, clash=may_write, **sent)
        for whose, sent in SENDERS.items()
    ),
    row("GET", "/conversations", "conversations", things=BY_CLIENT, lists="messageId"),
    row(
        "PUT",
        MARKER,
        "mark_read",
        things=BY_CLIENT,
        body=lambda scene: {"messageId": scene.ids["messageId"]},
    ),
]
