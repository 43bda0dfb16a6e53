"""Searching: the words of a record and of private notes are there, for whom they are for."""

from __future__ import annotations

from tests.practices import an_entry
from tests.therapy_api.matrix.rows import Row, of_the_party
from tests.therapy_api.matrix.world import WORDS, Scene
from therapy_core import ids
from therapy_core.messaging.models import Conversation, Message
from therapy_core.sessions.models import PrivateNote, SharedNote


def written(scene: Scene) -> None:
    """Add notes and a message between the two, and two entries to the owner's journal."""
    session = {"session_id": ids.SESSION + ids.new_ulid(scene.now), **scene.pair}
    scene.add(
        SharedNote(text=f"Of a {WORDS['record']}.", **session),
        PrivateNote(text=f"Of a {WORDS['private']}, and a {WORDS['record']}.", **session),
        Message(
            message_id=ids.MESSAGE + ids.new_ulid(scene.now),
            sender="client",
            sent_at=scene.now,
            text=f"A {WORDS['record']}!",
            **scene.pair,
        ),
        Conversation(last_at=scene.now, last_message_id="-", last_sender="client", **scene.pair),
        an_entry(scene.owner, scene.soon(-1), f"I saw a {WORDS['record']}."),
        an_entry(scene.owner, scene.soon(-2), f"Another {WORDS['record']}.", private=True),
    )


ROWS = [
    Row(
        "GET /clients/{clientId}/search",
        "search.of_client",
        things=written,
        query={"keyword": WORDS["record"]},
        tells=("record",),
    ),
    Row(
        "GET /therapists/{therapistId}/search",
        "search.of_therapist",
        subject=of_the_party,
        things=written,
        query={"keyword": WORDS["record"], "limit": "100"},
        tells=("record", "private"),
    ),
]
