"""Searching: what each finds, what nobody else finds, and what a page of it takes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest

from tests.practices import ADMIN, a_client, a_therapist, an_entry, let_read, related
from tests.transports import transport_to
from therapy_core import Actor, PageRequest, Practice, Role, ids
from therapy_core.audit.events import Event
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.budgets import BUDGETS, counted
from therapy_core.errors import InvalidCursor, InvalidInput, NotAllowed, NotFound, TryAgain
from therapy_core.keys.keyring import Keyring, destroy
from therapy_core.keys.models import RECORD
from therapy_core.relationships.models import Mapping, Relationship
from therapy_core.search.views import Hit, What, Where
from therapy_core.search.walking import MOST_CALLS, MOST_OWNERS
from therapy_core.sessions.models import Addendum, PrivateNote, SharedNote
from therapy_core.table import Backoff, Entity
from therapy_core.table.testing import FaultyTransport, failed, no_wait

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


def test_a_therapist_finds_clients_by_name(practice: Practice, therapist: Actor) -> None:
    """Whatever the two are to each other, and never before the client has acted."""
    pair = {"client_id": "cli_x", "therapist_id": therapist.profile_id}
    for mapping in Mapping:
        practice.table.load([Relationship(mapping=mapping, client_name="Zoë Ärm", **pair)])
        found = find(practice, therapist, "zoe arm", [Where.CLIENTS])
        assert [(h.what, h.client_id) for h in found] == [(What.CLIENT, "cli_x")]
    practice.table.load([Relationship(mapping=Mapping.NONE, **pair)])
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


def test_a_client_finds_the_own_journal(practice: Practice, client: Actor) -> None:
    """By the words and by the feeling, newest first, what is private included."""
    mine = practice.acting_as(client).journals
    for hours, private in ((3, False), (1, True), (2, False)):
        felt = practice.table.clock() - timedelta(hours=hours)
        mine.write(client.profile_id, "jöyful", 5, felt, f"Rain {hours}", private)
    found = find(practice, client, "rain joyful")
    assert [h.match.excerpt.text for h in found] == ["jöyful"] * 3
    words = [h.match.places[-1] for h in found]
    assert {(p.field, p.start, p.end) for p in words} == {("words", 0, 4)}
    assert [h.at for h in found] == sorted((h.at for h in found if h.at), reverse=True)
    assert find(practice, a_client(practice), "rain joyful", [Where.JOURNALS]) == []


def test_a_therapist_finds_what_opened_journals_say(practice: Practice, therapist: Actor) -> None:
    """Of every client who lets the therapist read, and nothing that is private."""
    for name, grant in (("Ada", True), ("Ben", False), ("Cem", True)):
        someone = a_client(practice, name)
        practice.table.load(
            an_entry(someone, NOON - timedelta(hours=n), f"{name} rain", private=n == 1)
            for n in range(3)
        )
        if grant:
            let_read(practice, someone, therapist)
        else:
            related(practice, someone, therapist, mapping=Mapping.ACTIVE.value)
    for limit in (1, 2, 100):
        found = find(practice, therapist, "rain", limit=limit)
        assert sorted(h.match.excerpt.text for h in found) == ["Ada rain"] * 2 + ["Cem rain"] * 2
        assert all(h.what == What.ENTRY and h.entry_id and h.client_id for h in found)


def wrote(practice: Practice, actor: Actor, client: Actor, therapist: Actor, text: str) -> str:
    """Write to the other side, and return the message's id."""
    pair = client.profile_id, therapist.profile_id
    return practice.acting_as(actor).messaging.send(*pair, text).message_id


def test_both_sides_find_what_they_wrote_to_one_another(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Of all their conversations, the latest first, and in each the newest; nobody else does."""
    other = a_therapist(practice)
    for one in (therapist, other):
        let_read(practice, client, one)
    first = wrote(practice, client, client, other, "Old rain")
    second = wrote(practice, therapist, client, therapist, "More rain")
    third = wrote(practice, client, client, therapist, "rain?")
    for limit in (1, 100):
        mine = find(practice, client, "rain", limit=limit)
        assert [h.message_id for h in mine] == [third, second, first]
        assert [h.message_id for h in find(practice, therapist, "rain", limit=limit)] == [
            third,
            second,
        ]
    assert {h.what for h in mine} == {What.MESSAGE}
    assert mine[0].therapist_id == therapist.profile_id
    assert find(practice, a_therapist(practice), "rain") == []


def test_what_was_written_stays_found_after_unmapping(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Both keep reading the past; a deleted message is found no more, an edited one as it is."""
    let_read(practice, client, therapist)
    pair = client.profile_id, therapist.profile_id
    gone = wrote(practice, client, client, therapist, "rain gone")
    kept = wrote(practice, client, client, therapist, "sun")
    mine = practice.acting_as(client)
    mine.messaging.delete(*pair, gone, 1)
    mine.messaging.edit(*pair, kept, {"text": "rain after all"}, 1)
    mine.relationships.unmap(*pair)
    for person in (client, therapist):
        found = find(practice, person, "rain", [Where.MESSAGES])
        assert [h.message_id for h in found] == [kept]


def test_a_conversation_that_moves_meanwhile_is_not_missed(
    practice: Practice, therapist: Actor
) -> None:
    """With a new message it goes to the front, which the search has passed; it comes at last."""
    people = [a_client(practice) for _ in range(3)]
    for person in people:
        let_read(practice, person, therapist)
        wrote(practice, person, person, therapist, "rain")
    search = practice.acting_as(therapist).search
    page = search.of_therapist(therapist.profile_id, "rain", PageRequest(1), [Where.MESSAGES])
    assert [h.client_id for h in page.items] == [people[2].profile_id]
    wrote(practice, therapist, people[0], therapist, "and sun")
    after = PageRequest(9, page.next_cursor)
    rest = search.of_therapist(therapist.profile_id, "rain", after, [Where.MESSAGES])
    assert [h.client_id for h in rest.items] == [people[1].profile_id, people[0].profile_id]
    assert rest.next_cursor is None


def searched(practice: Practice, client: Actor) -> int:
    """Return how often a search is written in a client's record."""
    events = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    return sum(e.event == Event.JOURNAL_SEARCHED for e in events)


def test_every_page_of_an_opened_journal_is_written_down_first(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """The grant and the record in one transaction before the entries, at every page anew."""
    practice.table.load(an_entry(client, NOON - timedelta(hours=n), "rain") for n in range(3))
    let_read(practice, client, therapist)
    search = practice.acting_as(therapist).search
    cursor = None
    for page in (1, 2, 3):
        with practice.metered() as meter:
            found = search.of_therapist(
                therapist.profile_id, "rain", PageRequest(1, cursor), [Where.JOURNALS]
            )
        cursor = found.next_cursor
        assert len(found.items) == 1
        assert searched(practice, client) == page
        writes = [c.operation == "TransactWriteItems" for c in meter.calls]
        assert writes.index(True) == len(writes) - 2, "the entries are read last"


def test_a_grant_taken_back_holds_from_the_next_page_on(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """The cursor of before finds nothing more, and nothing is written down."""
    practice.table.load(an_entry(client, NOON - timedelta(hours=n), "rain") for n in range(3))
    let_read(practice, client, therapist)
    search = practice.acting_as(therapist).search
    first = search.of_therapist(therapist.profile_id, "rain", PageRequest(1))
    assert (len(first.items), searched(practice, client)) == (1, 1)
    practice.acting_as(client).journal_access.revoke(client.profile_id, therapist.profile_id)
    rest = search.of_therapist(therapist.profile_id, "rain", PageRequest(9, first.next_cursor))
    assert (rest.items, rest.next_cursor, searched(practice, client)) == ([], None, 1)


def test_no_record_no_reading(
    endpoint: str, table_name: str, practice: Practice, client: Actor, therapist: Actor
) -> None:
    """Where the record can't be written, no entry is asked for."""
    practice.table.load([an_entry(client, NOON, "rain")])
    let_read(practice, client, therapist)
    faulty = FaultyTransport(transport_to(endpoint))
    shaky = Practice.connect(practice.settings, faulty)
    shaky.table.backoff = shaky.table.wire.backoff = Backoff(sleep=no_wait)
    faulty.next("TransactWriteItems", failed, 20)
    with pytest.raises(TryAgain):
        shaky.acting_as(therapist).search.of_therapist(
            therapist.profile_id, "rain", None, [Where.JOURNALS]
        )
    assert faulty.operations.count("Query") == 1, "the list of clients alone"


def test_no_word_of_a_search_is_stored(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Neither in the record nor anywhere else."""
    practice.table.load([an_entry(client, NOON, "a walk")])
    let_read(practice, client, therapist)
    find(practice, therapist, "canary7f3a")
    find(practice, client, "canary7f3a")
    scanned = practice.table.transport("Scan", {"TableName": practice.table.name})
    assert searched(practice, client) == 1
    assert "canary7f3a" not in repr(scanned)


def test_what_was_erased_is_passed_over(
    practice: Practice, client: Actor, therapist: Actor
) -> None:
    """A note whose key was destroyed can't be read, and stands in nobody's way."""
    other = a_client(practice)
    practice.table.load(notes(client, therapist, "rain", 1) + notes(other, therapist, "rain"))
    with practice.table.transaction("erase") as unit:
        destroy(unit, client.profile_id, RECORD)
    found = find(practice, therapist, "rain", [Where.NOTES])
    assert {h.client_id for h in found} == {other.profile_id}
    assert len(found) == 4


def test_the_promised_calls_are_those_of_a_page() -> None:
    """What the chart of budgets says is what a walk keeps to."""
    assert BUDGETS["search.of_client"] == BUDGETS["search.of_therapist"] == MOST_CALLS


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
    assert (page.items, meter.round_trips) == ([], MOST_CALLS)
    assert {c.operation for c in meter.calls} == {"Query"}
    assert page.next_cursor
    after = PageRequest(20, page.next_cursor)
    rest = mine.of_client(client.profile_id, "rain", after, [Where.NOTES])
    assert [h.what for h in rest.items] == [What.NOTE]


def test_a_page_opens_the_text_of_so_many_clients(practice: Practice, therapist: Actor) -> None:
    """Each may need its key unwrapped, so a page ends with the hundredth, and leaves none out."""
    people = [Actor(Role.CLIENT, "", f"cli_{n:03d}") for n in range(MOST_OWNERS + 20)]
    practice.table.load(
        notes(person, therapist, "rain" if n in (0, MOST_OWNERS) else "sun", -n)[0]
        for n, person in enumerate(people)
    )
    assert isinstance(practice.table.sealer, Keyring)
    practice.table.sealer.evict()
    with practice.metered() as meter:
        page = practice.acting_as(therapist).search.of_therapist(therapist.profile_id, "rain")
    assert meter.round_trips - counted(meter) == 1
    assert [h.client_id for h in page.items] == ["cli_000"]
    assert [h.client_id for h in find(practice, therapist, "rain")] == ["cli_000", "cli_100"]


def test_a_hit_prints_no_word(practice: Practice, client: Actor, therapist: Actor) -> None:
    """What is printed ends in logs."""
    practice.table.load(notes(client, therapist, "rain"))
    assert "rain" not in repr(find(practice, client, "rain"))
