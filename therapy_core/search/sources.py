"""What a client and what a therapist searches, in the order in which it is gone through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Actor
from therapy_core.audit.events import Event
from therapy_core.directory.models import LISTED, THERAPISTS_BY_NAME, Therapist
from therapy_core.errors import NotFound
from therapy_core.journals.models import JOURNAL, JournalEntry
from therapy_core.journals.reading import let_in
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
from therapy_core.table import Table

Sources = Mapping[Where, list[Source]]


def of_client(table: Table, actor: Actor, keyword: Keyword) -> Sources:
    """Return what a client searches: what is their own, shared with them, or open to all."""
    sight = Sight(actor, keyword)
    mine = {"client_id": actor.profile_id}
    shared = {"note": NoteKind.SHARED.value, **mine}
    return {
        Where.JOURNALS: [one_list(table, JOURNAL, sight.own_entry, mine)],
        Where.NOTES: [
            one_list(table, NOTES_OF_CLIENT, sight.note, mine),
            one_list(table, ADDENDA_OF_CLIENT, sight.addendum, shared),
        ],
        Where.THERAPISTS: [
            one_list(table, THERAPISTS_BY_NAME, sight.therapist, {"listing": LISTED}, table.shards)
        ],
    }


def of_therapist(table: Table, actor: Actor, keyword: Keyword) -> Sources:
    """Return what a therapist searches: what is their own, and journals opened to them."""
    sight = Sight(actor, keyword)
    mine = {"therapist_id": actor.profile_id}
    return {
        Where.CLIENTS: [one_list(table, CLIENTS_OF_THERAPIST, sight.client, mine)],
        Where.NOTES: [
            one_list(table, NOTES_OF_THERAPIST, sight.note, mine),
            one_list(table, ADDENDA_OF_THERAPIST, sight.addendum, mine),
        ],
        Where.JOURNALS: [list_of_lists(table, CLIENTS_OF_THERAPIST, _journals(table, sight), mine)],
    }


def _journals(table: Table, sight: Sight) -> Within:
    """Go into each journal that was opened, once the grant is confirmed and that written down."""

    def enter(client_id: str) -> Show | None:
        try:
            reader = let_in(table, sight.actor, "journals.list", client_id, Event.JOURNAL_SEARCHED)
        except NotFound:
            return None

        def show(entry: JournalEntry) -> Hit | None:
            return showing.in_entry(sight.keyword, entry) if reader.sees(entry) else None

        return show

    def opened(relationship: Relationship) -> str | None:
        granted = relationship.journal_access == JournalAccess.GRANTED
        return relationship.client_id if granted else None

    return Within(JOURNAL, opened, lambda client_id: {"client_id": client_id}, enter=enter)


@dataclass(frozen=True, repr=False)
class Sight:
    """Look for a keyword in what access lets the actor see, and pass over all else unopened."""

    actor: Actor
    keyword: Keyword

    def own_entry(self, entry: JournalEntry) -> Hit | None:
        """Look into an entry of one's own."""
        if not self._may("journals.list", Subject(entry.client_id)):
            return None
        return showing.in_entry(self.keyword, entry)

    def note(self, note: SharedNote | PrivateNote) -> Hit | None:
        """Look into a note."""
        action = "notes.shared" if isinstance(note, SharedNote) else "notes.private"
        return showing.in_note(self.keyword, note) if self._may(action, sides(note)) else None

    def addendum(self, addendum: Addendum) -> Hit | None:
        """Look into an addendum."""
        shared = addendum.note == NoteKind.SHARED
        action = "notes.addenda" if shared else "notes.private_addenda"
        if not self._may(action, sides(addendum)):
            return None
        return showing.in_addendum(self.keyword, addendum)

    def therapist(self, therapist: Therapist) -> Hit | None:
        """Look at a listed therapist."""
        subject = Subject(therapist.therapist_id, listed=therapist.listing == LISTED)
        if not self._may("therapists.list", subject):
            return None
        return showing.in_therapist(self.keyword, therapist)

    def client(self, relationship: Relationship) -> Hit | None:
        """Look at the name of a client, who has to have acted before it shows."""
        return showing.in_client(self.keyword, relationship) if has_acted(relationship) else None

    def _may(self, action: str, subject: Subject) -> bool:
        return access.is_shown(self.actor, action, subject)


def sides(entity: Any) -> Subject:
    """Return what access is asked about for what lies between a client and a therapist."""
    return Subject(client_id=entity.client_id, therapist_id=entity.therapist_id)
