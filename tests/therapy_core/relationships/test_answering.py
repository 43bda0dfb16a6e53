"""Answering: what a yes and a no do, once, whatever runs beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.practices import ADMIN, between
from therapy_core import Actor, Practice
from therapy_core.errors import Conflict, InvalidInput, NotFound, VersionMismatch
from therapy_core.practice import Acting
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Status


def both(practice: Practice, pair: tuple[Actor, Actor]) -> tuple[Acting, Acting]:
    """Return what each of the two can do."""
    return practice.acting_as(pair[0]), practice.acting_as(pair[1])


def test_a_yes_maps_and_opens_contact(practice: Practice, pair: tuple[Actor, Actor]) -> None:
    """Once the client says yes, the therapist knows the client's name."""
    mine, his = both(practice, pair)
    asked = his.mapping_requests.ask(client_id=pair[0].profile_id)
    assert between(practice, *pair).client_name is None
    answered = mine.mapping_requests.answer(asked.request_id, "approved", 1)
    assert (answered.status, answered.version) == (Status.APPROVED, 2)
    found = between(practice, *pair)
    assert (found.mapping, found.contact) == (Mapping.ACTIVE, Contact.OPEN)
    assert (found.journal_access, found.client_name) == (JournalAccess.NONE, "Ada")
    assert found.mapping_request_id is None
    assert his.clients.get(pair[0].profile_id).name == "Ada"


def test_a_yes_to_a_journal_opens_it_and_contact(
    practice: Practice, pair: tuple[Actor, Actor]
) -> None:
    """A journal is opened with or without a mapping."""
    mine, his = both(practice, pair)
    asked = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    mine.journal_access_requests.answer(asked.request_id, "approved")
    found = between(practice, *pair)
    assert (found.mapping, found.journal_access) == (Mapping.NONE, JournalAccess.GRANTED)
    assert found.contact == Contact.OPEN
    (reader,) = mine.journal_access.readers(pair[0].profile_id).items
    assert (reader.therapist_id, reader.name) == (pair[1].profile_id, "Tom Therapist")


@pytest.mark.parametrize("answer", ["rejected", "withdrawn"])
def test_a_no_changes_nothing_and_frees_the_way(
    practice: Practice, pair: tuple[Actor, Actor], answer: str
) -> None:
    """Nothing is given or shown, and it can be asked again."""
    mine, his = both(practice, pair)
    asked = his.mapping_requests.ask(client_id=pair[0].profile_id)
    side = mine if answer == "rejected" else his
    side.mapping_requests.answer(asked.request_id, answer)
    found = between(practice, *pair)
    assert (found.mapping, found.contact) == (Mapping.NONE, Contact.CLOSED)
    assert (found.client_name, found.mapping_request_id) == (None, None)
    assert his.relationships.clients(pair[1].profile_id).items == []
    assert mine.relationships.therapists(pair[0].profile_id).items == []
    his.mapping_requests.ask(client_id=pair[0].profile_id)


def test_each_side_gives_its_own_answers(practice: Practice, pair: tuple[Actor, Actor]) -> None:
    """Nobody says yes or no to oneself, or takes back what another asked."""
    mine, his = both(practice, pair)
    asked = mine.mapping_requests.ask(therapist_id=pair[1].profile_id)
    journal = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    for wrong in (
        lambda: mine.mapping_requests.answer(asked.request_id, "approved"),
        lambda: mine.mapping_requests.answer(asked.request_id, "rejected"),
        lambda: his.mapping_requests.answer(asked.request_id, "withdrawn"),
        lambda: his.journal_access_requests.answer(journal.request_id, "approved"),
        lambda: mine.journal_access_requests.answer(journal.request_id, "withdrawn"),
    ):
        with pytest.raises(Conflict):
            wrong()
    for status in ("pending", "expired", "", None):
        with pytest.raises(InvalidInput):
            his.mapping_requests.answer(asked.request_id, status)  # type: ignore[arg-type]


def test_only_what_waits_moves(practice: Practice, pair: tuple[Actor, Actor]) -> None:
    """An answered request stays as it was answered, under its version or any."""
    mine, his = both(practice, pair)
    asked = mine.mapping_requests.ask(therapist_id=pair[1].profile_id)
    his.mapping_requests.answer(asked.request_id, "rejected", 1)
    with pytest.raises(VersionMismatch):
        his.mapping_requests.answer(asked.request_id, "approved", 1)
    for side, answer in ((his, "approved"), (mine, "withdrawn")):
        with pytest.raises(Conflict):
            side.mapping_requests.answer(asked.request_id, answer)
    assert mine.mapping_requests.get(asked.request_id).status is Status.REJECTED


@pytest.mark.exact
@pytest.mark.parametrize("round_", range(3))
def test_of_answers_at_once_one_counts(
    practice: Practice, pair: tuple[Actor, Actor], round_: int
) -> None:
    """Yes, no and withdrawn, at once: the relationship is what the one that won says."""
    mine, his = both(practice, pair)
    asked = mine.mapping_requests.ask(therapist_id=pair[1].profile_id)
    deeds: list[Callable[[], Any]] = [
        lambda: his.mapping_requests.answer(asked.request_id, "approved"),
        lambda: his.mapping_requests.answer(asked.request_id, "rejected"),
        lambda: mine.mapping_requests.answer(asked.request_id, "withdrawn"),
    ] * 2
    won = [each for each in at_once(deeds) if each is not None]
    assert len(won) == 1
    found = between(practice, *pair)
    assert (found.mapping == Mapping.ACTIVE) == (won[0].status is Status.APPROVED)
    assert found.mapping_request_id is None
    assert len(mine.consents.list(pair[0].profile_id).items) == 2


@pytest.mark.exact
@pytest.mark.parametrize("round_", range(3))
def test_unmapping_beside_answers_leaves_nothing_open(
    practice: Practice, pair: tuple[Actor, Actor], round_: int
) -> None:
    """A yes to the journal and an end of the mapping, at once: the end holds, or came first."""
    mine, his = both(practice, pair)
    asked = mine.mapping_requests.ask(therapist_id=pair[1].profile_id)
    his.mapping_requests.answer(asked.request_id, "approved")
    journal = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    sides = (pair[0].profile_id, pair[1].profile_id)
    ended = at_once(
        [
            lambda: mine.journal_access_requests.answer(journal.request_id, "approved"),
            lambda: his.relationships.unmap(*sides) or True,
            lambda: mine.relationships.unmap(*sides) or True,
        ]
    )
    assert ended[1:].count(True) == 1
    found = between(practice, *pair)
    assert (found.mapping, found.journal_access) == (Mapping.ENDED, JournalAccess.NONE)
    assert (found.contact, found.access_request_id) == (Contact.CLOSED, None)
    status = his.journal_access_requests.get(journal.request_id).status
    assert status is (Status.WITHDRAWN if ended[0] is None else Status.APPROVED)


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do everything at once, and return what each returned, None for what was refused."""

    def one(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except (Conflict, VersionMismatch, NotFound):
            return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_nobody_is_mapped_to_a_therapist_who_left(
    practice: Practice, pair: tuple[Actor, Actor]
) -> None:
    """A yes comes too late, and makes no relationship rise again."""
    mine, his = both(practice, pair)
    asked = his.mapping_requests.ask(client_id=pair[0].profile_id)
    journal = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    practice.acting_as(ADMIN).therapists.delete(pair[1].profile_id)
    with pytest.raises(Conflict):
        mine.mapping_requests.answer(asked.request_id, "approved")
    with pytest.raises(Conflict):
        mine.journal_access_requests.answer(journal.request_id, "approved")
    with pytest.raises(NotFound):
        mine.journal_access.grant(pair[0].profile_id, pair[1].profile_id)
    assert mine.relationships.therapists(pair[0].profile_id).items == []


def test_nobody_is_mapped_to_a_client_who_left(
    practice: Practice, pair: tuple[Actor, Actor]
) -> None:
    """A relationship that was left over by a crash is no way in either."""
    mine, his = both(practice, pair)
    asked = mine.mapping_requests.ask(therapist_id=pair[1].profile_id)
    left = between(practice, *pair)
    practice.acting_as(ADMIN).clients.delete(pair[0].profile_id)
    practice.table.load([left])
    with pytest.raises(Conflict):
        his.mapping_requests.answer(asked.request_id, "approved")
    assert between(practice, *pair).mapping == Mapping.NONE
