"""Searching: what each finds, what nobody else finds, and what a page of it takes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest

from tests.practices import ADMIN, a_client, a_therapist
from therapy_core import Actor, PageRequest, Practice, ids
from therapy_core.errors import InvalidCursor, InvalidInput, NotAllowed, NotFound
from therapy_core.relationships.models import Mapping, Relationship
from therapy_core.search.views import Hit, What, Where
from therapy_core.sessions.models import Addendum, PrivateNote, SharedNote
from therapy_core.table import Entity

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def client(practice: Practice) -> Actor:
    """Return a client."""
    return a_client(practice, "Ada Client")


@pytest.fixture
def therapist(practice: Practice) -> Actor:
    """Return a listed therapist."""
    return a_therapist(practice, "Tom Therapist", expertise=["Grief"], location="Oslo")


def find(
    practice: Practice,
    actor: Actor,
    keyword: str,
    within: Collection[Where] | None = None,
    limit: int = 100,
) -> list[Hit]:
    """Return everything that somebody finds, over all pages."""
    searching = practice.acting_as(actor).search
    whose = searching.of_client if actor.role == "client" else searching.of_therapist
    found: list[Hit] = []
    cursor = None
    while True:
        page = whose(actor.profile_id, keyword, PageRequest(limit, cursor), within)
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def session_id(hours: float = 0) -> str:
    """Return an id of a session so many hours from noon."""
    return ids.SESSION + ids.new_ulid(NOON + timedelta(hours=hours))


def notes(client: Actor, therapist: Actor, text: str, hours: float = 0) -> list[Entity]:
    """Return a shared note, a private one, and an addendum to each."""
    pair = {"client_id": client.profile_id, "therapist_id": therapist.profile_id}
    pair["session_id"] = session_id(hours)
    return [
        SharedNote(text=f"shared {text}", assignments=f'["walk", "{text} home"]', **pair),
        PrivateNote(text=f"private {text}", **pair),
        *(
            Addendum(
                addendum_id=ids.ADDENDUM + ids.new_ulid(NOON),
                note=kind,
                text=f"{kind} addendum {text}",
                signed_at=NOON,
                **pair,
            )
            for kind in ("shared", "private")
        ),
    ]


def test_a_client_finds_what_was_shared(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """A shared note with its assignments and its addenda, each with the ids that lead there."""
    practice.table.load(notes(client, therapist, "Régen"))
    found = find(practice, client, "regen", [Where.NOTES])
    assert [(h.what, h.note) for h in found] == [(What.NOTE, "shared"), (What.ADDENDUM, "shared")]
    assert {h.therapist_id for h in found} == {therapist.profile_id}
    assert [p.field for p in found[0].match.places] == ["text", "assignments.1"]
    assert found[1].at == NOON
    assert found[1].addendum_id


def test_a_private_note_is_found_by_its_author_alone(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """The client finds nothing in it, whatever is asked for, nor does another therapist."""
    practice.table.load(notes(client, therapist, "rain"))
    found = find(practice, therapist, "private rain")
    assert [(h.what, h.note) for h in found] == [
        (What.NOTE, "private"),
        (What.ADDENDUM, "private"),
    ]
    assert find(practice, client, "private rain") == []
    assert find(practice, a_therapist(practice), "rain") == []
    assert find(practice, a_client(practice), "rain", [Where.NOTES]) == []


def test_a_note_of_two_words_is_found_across_its_fields(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Each word somewhere in it; one that is nowhere leaves it out."""
    practice.table.load(notes(client, therapist, "rain"))
    assert len(find(practice, client, "walk SHARED", [Where.NOTES])) == 1
    assert find(practice, client, "walk shared snow", [Where.NOTES]) == []


def test_notes_come_newest_first(practice: Practice, client: Actor, therapist: Actor) -> None:
    """By the time of the session; the page's limit changes nothing."""
    for hours in (2, 0, 1):
        practice.table.load(notes(client, therapist, f"rain {hours}", hours))
    for limit in (1, 2, 100):
        found = find(practice, client, "rain", [Where.NOTES], limit)
        told = [h.match.excerpt.text[-1] for h in found if h.what == What.NOTE]
        assert told == ["2", "1", "0"]
        assert len(found) == 6


def test_a_client_finds_listed_therapists(practice: Practice, client: Actor) -> None:
    """By name, field of work, location and bio, as far as everybody sees them."""
    listed = a_therapist(practice, "Tom Regen", expertise=["Grief"], location="Oslo")
    more = {"bio": "Works with réfugiés."}
    practice.acting_as(ADMIN).therapists.change(listed.profile_id, more)
    hidden = a_therapist(practice, "Tom Hidden", verified=False)
    practice.acting_as(ADMIN).therapists.change(hidden.profile_id, more)
    for keyword in ("tom", "regen", "GRIEF", "oslo", "refugies", "tom grief oslo"):
        found = find(practice, client, keyword, [Where.THERAPISTS])
        assert [h.therapist_id for h in found] == [listed.profile_id], keyword
    practice.acting_as(ADMIN).therapists.unverify(listed.profile_id)
    assert find(practice, client, "tom") == []


@pytest.mark.parametrize(("mapping", "shown"), [("active", 1), ("ended", 1), ("none", 0)])
def test_a_therapist_finds_clients_whose_name_is_shown(
    practice: Practice, therapist: Actor, mapping: str, shown: int
) -> None:
    """As the list of clients shows them, and never before the client has acted."""
    pair = {"client_id": "cli_x", "therapist_id": therapist.profile_id}
    practice.table.load([Relationship(mapping=mapping, client_name="Zoë Ärm", **pair)])
    assert len(find(practice, therapist, "zoe arm", [Where.CLIENTS])) == shown
    practice.table.load([Relationship(mapping=Mapping.ACTIVE.value, **pair)])
    assert find(practice, therapist, "zoe") == []


def test_nobody_searches_for_another(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Another's search is not there; an admin, or the other role, can never do it."""
    acting = practice.acting_as
    for actor, of_client, of_therapist in (
        (a_client(practice), NotFound, NotAllowed),
        (a_therapist(practice), NotAllowed, NotFound),
        (ADMIN, NotAllowed, NotAllowed),
    ):
        with pytest.raises(of_client):
            acting(actor).search.of_client(client.profile_id, "rain")
        with pytest.raises(of_therapist):
            acting(actor).search.of_therapist(therapist.profile_id, "rain")


def test_a_cursor_is_good_for_its_search_alone(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Not for another keyword, other kinds, another caller, or another list."""
    practice.table.load(notes(client, therapist, "rain"))
    mine, theirs = practice.acting_as(client), practice.acting_as(therapist)
    page = mine.search.of_client(client.profile_id, "rain", PageRequest(1))
    after = PageRequest(1, page.next_cursor)
    wrong: list[Callable[[], object]] = [
        lambda: mine.search.of_client(client.profile_id, "snow", after),
        lambda: mine.search.of_client(client.profile_id, "rain", after, [Where.NOTES]),
        lambda: theirs.search.of_therapist(therapist.profile_id, "rain", after),
        lambda: mine.therapists.list(after),
    ]
    for call in wrong:
        with pytest.raises(InvalidCursor):
            call()
    assert mine.search.of_client(client.profile_id, "RAIN", after).items


@pytest.mark.parametrize("within", [[], [Where.CLIENTS], [Where.NOTES, Where.CLIENTS]])
def test_only_what_is_ones_own_can_be_chosen(
    practice: Practice, client: Actor, within: list[Where]
) -> None:
    """A client has no clients, and a search of nothing is none."""
    with pytest.raises(InvalidInput):
        practice.acting_as(client).search.of_client(client.profile_id, "rain", None, within)


def test_a_page_takes_bounded_work_when_nothing_is_found(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Ten calls at most of a hundred rows each; an empty page has a next, until the end."""
    many = [n for hours in range(1150) for n in notes(client, therapist, "sun", hours)[:1]]
    practice.table.load(many)
    last = notes(client, therapist, "rain", -1)[0]
    practice.table.load([last])
    mine = practice.acting_as(client).search
    with practice.metered() as meter:
        page = mine.of_client(client.profile_id, "rain", within=[Where.NOTES])
    calls = [c for c in meter.calls if c.operation == "Query"]
    assert (page.items, len(calls)) == ([], 10)
    assert page.next_cursor
    after = PageRequest(20, page.next_cursor)
    rest = mine.of_client(client.profile_id, "rain", after, [Where.NOTES])
    assert [h.what for h in rest.items] == [What.NOTE]


def test_a_hit_prints_no_word(practice: Practice, client: Actor, therapist: Actor) -> None:
    """What is printed ends in logs."""
    practice.table.load(notes(client, therapist, "rain"))
    assert "rain" not in repr(find(practice, client, "rain"))
