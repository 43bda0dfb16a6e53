"""Notes: drafted, signed, corrected, and private where they are private."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bookings import a_session, part
from tests.practices import ADMIN, a_client, a_therapist
from therapy_core import Actor, Page, PageRequest, Practice
from therapy_core.actor import Once
from therapy_core.audit.models import EVENTS_OF_RECORD, EVENTS_OF_THERAPIST
from therapy_core.errors import (
    Conflict,
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
    VersionMismatch,
)
from therapy_core.practice import Acting
from therapy_core.sessions.models import NoteKind

SHARED, PRIVATE = NoteKind.SHARED, NoteKind.PRIVATE
CANARY = "canary-of-a-note"


@pytest.fixture
def session_id(practice: Practice, client: Actor, therapist: Actor) -> str:
    """Return a session of the two."""
    return a_session(practice, client, therapist).session_id


@pytest.fixture
def author(practice: Practice, therapist: Actor) -> Acting:
    """Return the use cases as the therapist has them."""
    return practice.acting_as(therapist)


@pytest.fixture
def reader(practice: Practice, client: Actor) -> Acting:
    """Return the use cases as the client has them."""
    return practice.acting_as(client)


def test_a_shared_note_is_read_as_it_stands(
    author: Acting, reader: Acting, session_id: str
) -> None:
    """The client sees the draft with its assignments, and that it is one."""
    author.notes.write(session_id, SHARED, {"text": "Slept better.", "assignments": ["Walk."]}, 0)
    for seen in (reader.notes.shared(session_id), author.notes.shared(session_id)):
        assert (seen.text, seen.assignments) == ("Slept better.", ["Walk."])
        assert (seen.note, seen.signed_at, seen.version) == ("shared", None, 1)
    author.notes.write(session_id, SHARED, {"text": "Slept worse."}, 1)
    assert reader.notes.shared(session_id).text == "Slept worse."
    assert reader.notes.shared(session_id).assignments == []


def test_there_is_no_note_until_it_is_written(
    author: Acting, reader: Acting, session_id: str
) -> None:
    """Nothing is made by being looked at."""
    for read in (author.notes.shared, author.notes.private, reader.notes.shared):
        with pytest.raises(NotFound):
            read(session_id)
    with pytest.raises(NotFound):
        author.notes.sign(session_id, SHARED, 1)
    with pytest.raises(NotFound):
        author.notes.add(session_id, SHARED, "More.")


def test_a_private_note_is_its_authors_alone(
    practice: Practice, author: Acting, reader: Acting, session_id: str
) -> None:
    """No role but the therapist's can ever read it, and no therapist but its author does."""
    author.notes.write(session_id, PRIVATE, {"text": CANARY}, 0)
    author.notes.sign(session_id, PRIVATE, 1)
    author.notes.add(session_id, PRIVATE, CANARY)
    assert author.notes.private(session_id).text == CANARY
    assert author.notes.private(session_id).assignments is None
    for other in (reader, practice.acting_as(ADMIN), practice.acting_as(a_client(practice))):
        for read in (other.notes.private, other.notes.private_addenda):
            with pytest.raises(NotAllowed):
                read(session_id)
    stranger = practice.acting_as(a_therapist(practice)).notes
    for read in (stranger.private, stranger.private_addenda):
        with pytest.raises(NotFound):
            read(session_id)


def test_no_read_of_a_client_or_an_admin_touches_what_is_private(
    practice: Practice, author: Acting, reader: Acting, session_id: str
) -> None:
    """Everything they can read is read; not even what the table sends holds the private note."""
    author.notes.write(session_id, SHARED, {"text": "For both."}, 0)
    author.notes.sign(session_id, SHARED, 1)
    author.notes.write(session_id, PRIVATE, {"text": CANARY}, 0)
    author.notes.sign(session_id, PRIVATE, 1)
    author.notes.add(session_id, PRIVATE, CANARY)
    sent: list[dict[str, Any]] = []
    send = practice.table.wire.dispatch

    def listening(operation: str, request: Any) -> Any:
        answer = send(operation, request)
        sent.append(answer)
        return answer

    practice.table.wire.dispatch = listening  # type: ignore[method-assign]
    reader.sessions.get(session_id), reader.sessions.list()
    reader.notes.shared(session_id)
    assert reader.notes.addenda(session_id).items == []
    admin = practice.acting_as(ADMIN)
    admin.sessions.get(session_id)
    assert len(sent) >= 5
    assert "private" not in repr(sent)


def test_notes_are_nobody_elses(practice: Practice, author: Acting, session_id: str) -> None:
    """Strangers find nothing, an admin may not ask, and a client may not write."""
    author.notes.write(session_id, SHARED, {"text": "For both."}, 0)
    for other in (a_client(practice), a_therapist(practice)):
        with pytest.raises(NotFound):
            practice.acting_as(other).notes.shared(session_id)
        with pytest.raises(NotFound):
            practice.acting_as(other).notes.addenda(session_id)
    stranger = practice.acting_as(a_therapist(practice)).notes
    for call in (
        lambda: stranger.write(session_id, SHARED, {"text": "Mine."}),
        lambda: stranger.sign(session_id, SHARED),
        lambda: stranger.add(session_id, SHARED, "Mine."),
    ):
        with pytest.raises(NotFound):
            call()
    admin = practice.acting_as(ADMIN).notes
    for read in (admin.shared, admin.addenda):
        with pytest.raises(NotAllowed):
            read(session_id)
    assert author.notes.shared(session_id).version == 1


def test_a_client_writes_no_note(reader: Acting, session_id: str) -> None:
    """A client's role can never write, sign or correct one."""
    with pytest.raises(NotAllowed):
        reader.notes.write(session_id, SHARED, {"text": "Mine."})
    with pytest.raises(NotAllowed):
        reader.notes.sign(session_id, SHARED)
    with pytest.raises(NotAllowed):
        reader.notes.add(session_id, SHARED, "Mine.")


@pytest.mark.parametrize("note", NoteKind)
def test_what_is_signed_never_changes(author: Acting, session_id: str, note: NoteKind) -> None:
    """Neither by writing, nor by signing at another version; signing again tells the signature."""
    author.notes.write(session_id, note, {"text": "Two weeks."}, 0)
    signed = author.notes.sign(session_id, note, 1)
    assert signed.signed_at is not None
    for version in (None, 0, 1, 2):
        with pytest.raises(Conflict):
            author.notes.write(session_id, note, {"text": "Three weeks."}, version)
    assert author.notes.sign(session_id, note, 1) == signed
    assert author.notes.sign(session_id, note, 2) == signed
    with pytest.raises(Conflict):
        author.notes.sign(session_id, note, 7)
    read = author.notes.shared if note is SHARED else author.notes.private
    assert read(session_id) == signed


def test_a_note_is_written_over_the_version_that_was_read(author: Acting, session_id: str) -> None:
    """A first one only where none is, a later one only over what was read, a signature likewise."""
    with pytest.raises(VersionMismatch):
        author.notes.write(session_id, SHARED, {"text": "One."}, 1)
    author.notes.write(session_id, SHARED, {"text": "One."}, 0)
    for version in (0, 2):
        with pytest.raises(VersionMismatch):
            author.notes.write(session_id, SHARED, {"text": "Two."}, version)
    author.notes.write(session_id, SHARED, {"text": "Two."}, 1)
    with pytest.raises(VersionMismatch):
        author.notes.sign(session_id, SHARED, 1)
    assert author.notes.sign(session_id, SHARED, 2).text == "Two."


def test_addenda_come_in_order_and_after_signing(
    author: Acting, reader: Acting, session_id: str
) -> None:
    """A draft takes none; then each is signed at once, and pages keep their order."""
    author.notes.write(session_id, SHARED, {"text": "Two weeks."}, 0)
    with pytest.raises(Conflict):
        author.notes.add(session_id, SHARED, "Three.")
    author.notes.sign(session_id, SHARED, 1)
    for n in range(5):
        assert author.notes.add(session_id, SHARED, f"{n}.").signed_at is not None
    first = reader.notes.addenda(session_id, PageRequest(3))
    rest = reader.notes.addenda(session_id, PageRequest(3, first.next_cursor))
    assert texts(first) + texts(rest) == [f"{n}." for n in range(5)]
    assert rest.next_cursor is None


def test_the_addenda_of_one_note_are_not_those_of_the_other(
    author: Acting, reader: Acting, session_id: str
) -> None:
    """Those of the private note are only where they are asked for."""
    for note in NoteKind:
        author.notes.write(session_id, note, {"text": "Two weeks."}, 0)
        author.notes.sign(session_id, note, 1)
        author.notes.add(session_id, note, note.value)
    assert texts(reader.notes.addenda(session_id)) == ["shared"]
    assert texts(author.notes.addenda(session_id)) == ["shared"]
    assert texts(author.notes.private_addenda(session_id)) == ["private"]


def test_an_addendum_is_made_once_for_a_key(
    practice: Practice, therapist: Actor, author: Acting, session_id: str
) -> None:
    """Repeated, it is the same one; another request under the key is refused."""
    author.notes.write(session_id, SHARED, {"text": "Two weeks."}, 0)
    author.notes.sign(session_id, SHARED, 1)
    keyed = lambda print_: practice.acting_as(therapist, Once("key", print_)).notes  # noqa: E731
    first = keyed("a").add(session_id, SHARED, "Three.")
    assert keyed("a").add(session_id, SHARED, "Three.") == first
    with pytest.raises(KeyReused):
        keyed("b").add(session_id, SHARED, "Four.")
    assert texts(author.notes.addenda(session_id)) == ["Three."]


def test_after_parting_notes_are_read_and_not_written(
    practice: Practice,
    client: Actor,
    therapist: Actor,
    author: Acting,
    reader: Acting,
    session_id: str,
) -> None:
    """The author reads on, and the client too; a draft stays one."""
    for note in NoteKind:
        author.notes.write(session_id, note, {"text": "Two weeks."}, 0)
    author.notes.sign(session_id, SHARED, 1)
    part(practice, client, therapist)
    for call in (
        lambda: author.notes.write(session_id, PRIVATE, {"text": "Three."}, 1),
        lambda: author.notes.sign(session_id, PRIVATE, 1),
        lambda: author.notes.add(session_id, SHARED, "Three."),
    ):
        with pytest.raises(NotFound):
            call()
    assert author.notes.private(session_id).text == "Two weeks."
    assert author.notes.shared(session_id) == reader.notes.shared(session_id)
    assert texts(author.notes.addenda(session_id)) == []


@pytest.mark.parametrize(
    ("note", "values"),
    [
        (SHARED, {}),
        (SHARED, {"text": ""}),
        (SHARED, {"text": "x" * 20_001}),
        (SHARED, {"text": "x", "assignments": ["x"] * 21}),
        (SHARED, {"text": "x", "signed_at": "now"}),
        (PRIVATE, {"text": "x", "assignments": []}),
    ],
)
def test_what_a_note_holds(
    author: Acting, session_id: str, note: NoteKind, values: dict[str, Any]
) -> None:
    """Text, and assignments on the shared one; nothing else."""
    with pytest.raises(InvalidInput):
        author.notes.write(session_id, note, values)


def test_the_longest_note_is_kept_whole(author: Acting, session_id: str) -> None:
    """Any script at full length fits into an item, with all its assignments."""
    longest = {"text": "𝄞" * 20_000, "assignments": ["語" * 500] * 20}
    author.notes.write(session_id, SHARED, longest, 0)
    found = author.notes.shared(session_id)
    assert (found.text, found.assignments) == (longest["text"], longest["assignments"])


def test_deeds_are_on_record_and_private_ones_with_their_author(
    practice: Practice, client: Actor, therapist: Actor, author: Acting, session_id: str
) -> None:
    """The client's record does not even tell that there is a private note."""
    for note in NoteKind:
        author.notes.write(session_id, note, {"text": CANARY}, 0)
        author.notes.sign(session_id, note, 1)
        author.notes.add(session_id, note, CANARY)
    deeds = ["note.written", "note.signed", "addendum.signed"]
    for subject in (client.profile_id, therapist.profile_id):
        every = [*practice.table.every(EVENTS_OF_RECORD, subject_id=subject)][::-1]
        found = [e for e in every if e.about == session_id]
        assert [e.event for e in found] == deeds
        assert CANARY not in repr([e.stored for e in found])
    acts = practice.table.every(EVENTS_OF_THERAPIST, therapist_id=therapist.profile_id)
    assert len([e for e in acts if e.about == session_id]) == 6


def texts(page: Page[Any]) -> list[str]:
    """Return the texts on a page."""
    return [each.text for each in page.items]
