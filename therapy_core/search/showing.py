"""How each kind of entity is searched, and what a hit in it shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, TypeVar

from therapy_core.directory.models import Therapist
from therapy_core.journals.models import JournalEntry
from therapy_core.messaging.models import Message
from therapy_core.relationships.models import Relationship
from therapy_core.search.matching import Keyword, Text
from therapy_core.search.views import Hit, What
from therapy_core.sessions.models import Addendum, NoteKind, PrivateNote, SharedNote
from therapy_core.table.errors import Erased

E = TypeVar("E")
Finder = Callable[[Keyword, E], Hit | None]


def unless_erased(find: Finder[E]) -> Finder[E]:
    """Let `find` pass over what can't be read any more, because its client was erased."""

    @wraps(find)
    def finding(keyword: Keyword, entity: E) -> Hit | None:
        try:
            return find(keyword, entity)
        except Erased:
            return None

    return finding


def in_client(keyword: Keyword, relationship: Relationship) -> Hit | None:
    """Find a client by the name that the therapist knows."""
    texts = [("name", relationship.client_name or "")]
    return _hit(What.CLIENT, keyword, texts, client_id=relationship.client_id)


def in_therapist(keyword: Keyword, therapist: Therapist) -> Hit | None:
    """Find a therapist by name, fields of work, location and bio."""
    texts = [
        ("name", therapist.name),
        *numbered("expertise", therapist.expertise),
        ("location", therapist.location or ""),
        ("bio", therapist.bio or ""),
    ]
    return _hit(What.THERAPIST, keyword, texts, therapist_id=therapist.therapist_id)


@unless_erased
def in_entry(keyword: Keyword, entry: JournalEntry) -> Hit | None:
    """Find a journal's entry by the feeling and the words."""
    texts = [("feeling", entry.feeling), ("words", entry.words or "")]
    about = {"client_id": entry.client_id, "entry_id": entry.entry_id}
    return _hit(What.ENTRY, keyword, texts, at=entry.felt_at, **about)


@unless_erased
def in_note(keyword: Keyword, note: SharedNote | PrivateNote) -> Hit | None:
    """Find a note by its text and, where it is shared, its assignments."""
    texts, kind = [("text", note.text)], NoteKind.PRIVATE
    if isinstance(note, SharedNote):
        texts += numbered("assignments", json.loads(note.assignments or "[]"))
        kind = NoteKind.SHARED
    about = {"note": kind.value, "at": note.created_at}
    return _hit(What.NOTE, keyword, texts, **_session(note), **about)


@unless_erased
def in_addendum(keyword: Keyword, addendum: Addendum) -> Hit | None:
    """Find an addendum by its text."""
    about = {"note": addendum.note, "addendum_id": addendum.addendum_id, "at": addendum.signed_at}
    texts = [("text", addendum.text)]
    return _hit(What.ADDENDUM, keyword, texts, **_session(addendum), **about)


@unless_erased
def in_message(keyword: Keyword, message: Message) -> Hit | None:
    """Find a message by its text; a deleted one has none."""
    about = {
        "client_id": message.client_id,
        "therapist_id": message.therapist_id,
        "message_id": message.message_id,
    }
    return _hit(What.MESSAGE, keyword, [("text", message.text or "")], at=message.sent_at, **about)


def _hit(what: What, keyword: Keyword, texts: Iterable[Text], **about: Any) -> Hit | None:
    match = keyword.find(texts)
    return Hit(what, match, **about) if match else None


def _session(entity: SharedNote | PrivateNote | Addendum) -> dict[str, str]:
    return {
        "client_id": entity.client_id,
        "therapist_id": entity.therapist_id,
        "session_id": entity.session_id,
    }


def numbered(name: str, texts: Iterable[str]) -> Iterator[Text]:
    """Yield each of a list's texts as a field of its own: `expertise.0`, `expertise.1`."""
    return ((f"{name}.{n}", text) for n, text in enumerate(texts))
