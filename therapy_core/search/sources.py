"""What a client and what a therapist searches, in the order in which it is gone through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Actor
from therapy_core.directory.models import LISTED, THERAPISTS_BY_NAME, Therapist
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, Relationship
from therapy_core.search import showing
from therapy_core.search.matching import Keyword
from therapy_core.search.views import Hit, Where
from therapy_core.search.walking import Show, Source, one_list
from therapy_core.sessions.models import (
    ADDENDA_OF_CLIENT,
    ADDENDA_OF_THERAPIST,
    NOTES_OF_CLIENT,
    NOTES_OF_THERAPIST,
    NoteKind,
)
from therapy_core.table import Table

Sources = Mapping[Where, list[Source]]


def of_client(table: Table, actor: Actor, keyword: Keyword) -> Sources:
    """Return what a client searches: what is their own, shared with them, or open to all."""
    mine = {"client_id": actor.profile_id}
    note, addendum = (_between(actor, keyword, f) for f in (showing.in_note, showing.in_addendum))
    therapist = partial(_listed, actor, keyword)
    return {
        Where.NOTES: [
            one_list(table, NOTES_OF_CLIENT, note, mine),
            one_list(table, ADDENDA_OF_CLIENT, addendum, {"note": NoteKind.SHARED.value, **mine}),
        ],
        Where.THERAPISTS: [
            one_list(table, THERAPISTS_BY_NAME, therapist, {"listing": LISTED}, table.shards)
        ],
    }


def of_therapist(table: Table, actor: Actor, keyword: Keyword) -> Sources:
    """Return what a therapist searches: what is their own, and journals opened to them."""
    mine = {"therapist_id": actor.profile_id}
    note, addendum = (_between(actor, keyword, f) for f in (showing.in_note, showing.in_addendum))
    client = partial(_related, actor, keyword)
    return {
        Where.CLIENTS: [one_list(table, CLIENTS_OF_THERAPIST, client, mine)],
        Where.NOTES: [
            one_list(table, NOTES_OF_THERAPIST, note, mine),
            one_list(table, ADDENDA_OF_THERAPIST, addendum, mine),
        ],
    }


def _between(actor: Actor, keyword: Keyword, find: Callable[[Keyword, Any], Hit | None]) -> Show:
    """Show what lies between a client and a therapist to those two alone."""

    def show(entity: Any) -> Hit | None:
        sides = Subject(client_id=entity.client_id, therapist_id=entity.therapist_id)
        return find(keyword, entity) if access.participant(actor, sides) else None

    return show


def _listed(actor: Actor, keyword: Keyword, therapist: Therapist) -> Hit | None:
    subject = Subject(therapist.therapist_id, listed=therapist.listing == LISTED)
    if not access.is_shown(actor, "therapists.list", subject):
        return None
    return showing.in_therapist(keyword, therapist)


def _related(actor: Actor, keyword: Keyword, relationship: Relationship) -> Hit | None:
    subject = Subject(relationship.client_id, relationship)
    if not access.is_shown(actor, "clients.list", subject):
        return None
    return showing.in_client(keyword, relationship)
