"""What a client and what a therapist searches, in the order in which it is gone through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.directory.models import LISTED, THERAPISTS_BY_NAME, Therapist
from therapy_core.errors import NotFound
from therapy_core.journals.models import JOURNAL, JournalEntry
from therapy_core.journals.reading import let_in
from therapy_core.messaging.models import (
    CONVERSATIONS_OF_CLIENT,
    CONVERSATIONS_OF_THERAPIST,
    MESSAGES,
    Conversation,
    Message,
)
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, JournalAccess, Relationship
from therapy_core.relationships.rules import has_acted
from therapy_core.search import showing
from therapy_core.search.matching import Keyword
from therapy_core.search.views import Hit, Where
from therapy_core.search.walking import Show, Source, Within, list_of_lists, one_list
from therapy_core.sessions.models import (
    ADDENDA_OF_CLIENT,
    ADDENDA_OF_THERAPIST,
    NOTES_OF_CLIENT,
    NOTES_OF_THERAPIST,
    Addendum,
    NoteKind,
    PrivateNote,
    SharedNote,
)
from therapy_core.table import AccessPattern, Narrow, Table

Between = SharedNote | PrivateNote | Addendum | Message
E = TypeVar("E", SharedNote | PrivateNote, Addendum, Message, JournalEntry)
Sources = Mapping[Where, list[Source]]


def of_client(table: Table, sight: Sight) -> Sources:
    """Return what a client searches: what is their own, shared with them, or open to all."""
    mine = {"client_id": sight.actor.profile_id}
    shared = {"note": NoteKind.SHARED.value, **mine}
    return {
        Where.JOURNALS: [one_list(table, JOURNAL, sight.own_entry, mine)],
        Where.NOTES: [
            one_list(table, NOTES_OF_CLIENT, sight.note, mine),
            one_list(table, ADDENDA_OF_CLIENT, sight.addendum, shared),
        ],
        Where.MESSAGES: _messages(table, sight, CONVERSATIONS_OF_CLIENT, mine),
        Where.THERAPISTS: [
            one_list(table, THERAPISTS_BY_NAME, sight.therapist, {"listing": LISTED}, table.shards)
        ],
    }


def of_therapist(table: Table, sight: Sight) -> Sources:
    """Return what a therapist searches: what is their own, and journals opened to them."""
    mine = {"therapist_id": sight.actor.profile_id}
    return {
        Where.CLIENTS: [one_list(table, CLIENTS_OF_THERAPIST, sight.client, mine)],
        Where.NOTES: [
            one_list(table, NOTES_OF_THERAPIST, sight.note, mine),
            one_list(table, ADDENDA_OF_THERAPIST, sight.addendum, mine),
        ],
        Where.MESSAGES: _messages(table, sight, CONVERSATIONS_OF_THERAPIST, mine),
        Where.JOURNALS: [list_of_lists(table, CLIENTS_OF_THERAPIST, _journals(table, sight), mine)],
    }


def _messages(
    table: Table, sight: Sight, pattern: AccessPattern[Conversation], mine: dict[str, str]
) -> list[Source]:
    """Go through conversations, the latest first, and again through those that moved meanwhile.

    A conversation goes to the front with each message. So that none is missed which did that
    before its turn came, those with a message since the search began are gone through at last,
    at the price that their messages may be found twice.
    """
    within = Within(MESSAGES, _conversation, _sides, show=sight.message)
    since = {**mine, "narrow": Narrow(low=sight.began + timedelta(microseconds=1))}
    return [
        list_of_lists(table, pattern, within, mine),
        list_of_lists(table, pattern, within, since),
    ]


def _conversation(found: Conversation) -> str:
    return f"{found.client_id} {found.therapist_id}"


def _sides(key: str) -> dict[str, str]:
    client_id, therapist_id = key.split(" ")
    return {"client_id": client_id, "therapist_id": therapist_id}


def _journals(table: Table, sight: Sight) -> Within:
    """Go into each journal that was opened, once the grant is confirmed and that written down."""

    def enter(client_id: str) -> Show | None:
        try:
            reader = let_in(table, sight.actor, "journals.list", client_id, Event.JOURNAL_SEARCHED)
        except NotFound:
            return None

        def show(entry: JournalEntry) -> Hit | None:
            return sight.opened(showing.in_entry, entry) if reader.sees(entry) else None

        return show

    def opened(relationship: Relationship) -> str | None:
        granted = relationship.journal_access == JournalAccess.GRANTED
        return relationship.client_id if granted else None

    return Within(JOURNAL, opened, lambda client_id: {"client_id": client_id}, enter=enter)


@dataclass(frozen=True, repr=False)
class Sight:
    """Look for a keyword in what access lets the actor see, and pass over all else unopened.

    `began` is when the search did; `owners` are the clients whose sealed text was opened.
    """

    actor: Actor
    keyword: Keyword
    began: datetime
    owners: set[str] = field(default_factory=set)

    def opened(self, find: showing.Finder[E], entity: E) -> Hit | None:
        """Look into what is sealed for its client."""
        self.owners.add(entity.client_id)
        return find(self.keyword, entity)

    def own_entry(self, entry: JournalEntry) -> Hit | None:
        """Look into an entry of one's own."""
        may = self._may("journals.list", Subject(entry.client_id))
        return self.opened(showing.in_entry, entry) if may else None

    def note(self, note: SharedNote | PrivateNote) -> Hit | None:
        """Look into a note."""
        action = "notes.shared" if isinstance(note, SharedNote) else "notes.private"
        return self.opened(showing.in_note, note) if self._may(action, sides(note)) else None

    def addendum(self, addendum: Addendum) -> Hit | None:
        """Look into an addendum."""
        shared = addendum.note == NoteKind.SHARED
        may = self._may("notes.addenda" if shared else "notes.private_addenda", sides(addendum))
        return self.opened(showing.in_addendum, addendum) if may else None

    def message(self, message: Message) -> Hit | None:
        """Look into a message."""
        may = self._may("messaging.history", sides(message))
        return self.opened(showing.in_message, message) if may else None

    def therapist(self, therapist: Therapist) -> Hit | None:
        """Look at a listed therapist."""
        subject = Subject(therapist.therapist_id, listed=therapist.listing == LISTED)
        may = self._may("therapists.list", subject)
        return showing.in_therapist(self.keyword, therapist) if may else None

    def client(self, relationship: Relationship) -> Hit | None:
        """Look at the name of a client, who has to have acted before it shows."""
        return showing.in_client(self.keyword, relationship) if has_acted(relationship) else None

    def _may(self, action: str, subject: Subject) -> bool:
        return access.is_shown(self.actor, action, subject)


def sides(entity: Between) -> Subject:
    """Return what access is asked about for what lies between a client and a therapist."""
    return Subject(client_id=entity.client_id, therapist_id=entity.therapist_id)
