"""Asking for a mapping or a journal: who may, once, and without telling who is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.practices import ADMIN, a_client, a_therapist, an_address, between, later, new_practice
from tests.transports import transport_to
from therapy_core import Once, PageRequest, Practice
from therapy_core.errors import Conflict, InvalidInput, KeyReused, NotAllowed, NotFound, NotVerified
from therapy_core.relationships.models import Status
from therapy_core.table import Backoff
from therapy_core.table.testing import FaultyTransport, answer_lost, no_wait


def test_a_client_asks_and_the_therapist_sees_it(practice: Practice) -> None:
    """The request waits for thirty days, for both sides to see, with the client's name."""
    ada, tom = a_client(practice, "Ada"), a_therapist(practice)
    asked = practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
    assert (asked.status, asked.asked_by) == (Status.PENDING, "client")
    assert asked.created_at is not None
    assert abs(asked.expires_at - asked.created_at - timedelta(days=30)) < timedelta(seconds=1)
    for side in (ada, tom):
        assert practice.acting_as(side).mapping_requests.get(asked.request_id) == asked
        assert practice.acting_as(side).mapping_requests.list(status="pending").items == [asked]
    (known,) = practice.acting_as(tom).relationships.clients(tom.profile_id).items
    assert (known.name, known.between.mapping_request_id) == ("Ada", asked.request_id)


def test_a_stranger_finds_no_request(practice: Practice) -> None:
    """To everybody else it looks like none at all, under each kind of id."""
    ada, tom, eve = a_client(practice), a_therapist(practice), a_therapist(practice)
    asked = practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
    for request_id in (asked.request_id, "mrq_nothing", "jrq_nothing", "x#", ""):
        with pytest.raises(NotFound):
            practice.acting_as(eve).mapping_requests.get(request_id)
        with pytest.raises(NotFound):
            practice.acting_as(eve).mapping_requests.answer(request_id, "approved")
    assert practice.acting_as(eve).mapping_requests.list().items == []


@pytest.mark.parametrize("first", ["client", "therapist"])
def test_asking_twice_is_a_conflict_whoever_asked_first(practice: Practice, first: str) -> None:
    """While one request waits, neither side makes another."""
    ada, tom = a_client(practice), a_therapist(practice)
    by_client = practice.acting_as(ada).mapping_requests
    by_therapist = practice.acting_as(tom).mapping_requests
    ask = [
        lambda: by_client.ask(therapist_id=tom.profile_id),
        lambda: by_therapist.ask(client_id=ada.profile_id),
    ]
    (ask if first == "client" else ask[::-1])[0]()
    for again in ask:
        with pytest.raises(Conflict):
            again()


def test_asking_while_mapped_is_a_conflict(practice: Practice) -> None:
    """What is given already can't be asked for; after it ended, it can."""
    ada, tom = a_client(practice), a_therapist(practice)
    mine, his = practice.acting_as(ada), practice.acting_as(tom)
    asked = his.mapping_requests.ask(client_id=ada.profile_id)
    mine.mapping_requests.answer(asked.request_id, "approved")
    with pytest.raises(Conflict):
        mine.mapping_requests.ask(therapist_id=tom.profile_id)
    mine.relationships.unmap(ada.profile_id, tom.profile_id)
    assert his.mapping_requests.ask(client_id=ada.profile_id).status is Status.PENDING


def test_asking_for_an_open_journal_is_a_conflict(practice: Practice) -> None:
    """A journal that is open isn't asked for; the mapping has no say in it."""
    ada, tom = a_client(practice), a_therapist(practice)
    practice.acting_as(ada).journal_access.grant(ada.profile_id, tom.profile_id)
    with pytest.raises(Conflict):
        practice.acting_as(tom).journal_access_requests.ask(client_id=ada.profile_id)
    practice.acting_as(ada).journal_access.revoke(ada.profile_id, tom.profile_id)
    practice.acting_as(tom).journal_access_requests.ask(client_id=ada.profile_id)


def test_a_client_finds_only_listed_therapists(practice: Practice) -> None:
    """One who is not verified, or not there, can't be asked, and both look the same."""
    ada, new = a_client(practice), a_therapist(practice, verified=False)
    for therapist_id in (new.profile_id, "thr_nobody"):
        with pytest.raises(NotFound):
            practice.acting_as(ada).mapping_requests.ask(therapist_id=therapist_id)
    assert practice.acting_as(ada).relationships.therapists(ada.profile_id).items == []


def test_only_a_therapist_asks_for_a_journal(practice: Practice) -> None:
    """A client can never ask to read one."""
    with pytest.raises(NotAllowed):
        practice.acting_as(a_client(practice)).journal_access_requests.ask(client_id="cli_x")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"client_id": "c", "client_email": "a@b.example"},
        {"therapist_id": "t"},
        {"client_email": "no address"},
        {"client_id": "a b"},
        {"client_id": ""},
    ],
)
def test_a_therapist_names_one_client(practice: Practice, given: dict[str, str]) -> None:
    """By id or by address, and nobody else."""
    with pytest.raises(InvalidInput):
        practice.acting_as(a_therapist(practice)).mapping_requests.ask(**given)


def test_an_address_tells_nothing(practice: Practice) -> None:
    """Calls and answers are the same for a client, a therapist, an admin's and nobody's address."""
    taken, nobodys = an_address(), an_address()
    ada, tom = a_client(practice, email=taken), a_therapist(practice)
    asking = practice.acting_as(tom).mapping_requests
    seen = []
    for email in (taken, nobodys):
        with practice.metered() as meter:
            view = asking.ask(client_email=email)
        seen.append((meter.round_trips, view.client_id, view.status, view.client_email == email))
        with pytest.raises(Conflict):
            asking.ask(client_email=f" {email.upper()} ")
        assert asking.get(view.request_id) == view
        assert view in asking.list().items
    assert seen == [(2, None, Status.PENDING, True)] * 2
    assert practice.acting_as(tom).relationships.clients(tom.profile_id).items == []
    (asked,) = practice.acting_as(ada).mapping_requests.list().items
    assert (asked.client_id, asked.client_email) == (ada.profile_id, None)
    answered = practice.acting_as(ada).mapping_requests.answer(asked.request_id, "approved")
    assert answered.status is Status.APPROVED
    assert asking.get(asked.request_id).client_id == ada.profile_id


def test_a_request_to_nobody_just_expires(practice: Practice) -> None:
    """An id that nobody has is taken as it is, waits and expires."""
    tom = a_therapist(practice)
    asking = practice.acting_as(tom).mapping_requests
    asked = asking.ask(client_id="cli_nobody")
    assert (asked.client_id, asked.status) == ("cli_nobody", Status.PENDING)
    later(practice, days=30)
    assert asking.get(asked.request_id).status is Status.EXPIRED


def test_what_lapsed_counts_as_expired_at_once(practice: Practice) -> None:
    """Unswept, it is listed as expired, can't be answered, and is in nobody's way."""
    ada, tom = a_client(practice), a_therapist(practice)
    mine = practice.acting_as(ada).mapping_requests
    asked = mine.ask(therapist_id=tom.profile_id)
    later(practice, days=30)
    his = practice.acting_as(tom).mapping_requests
    assert his.list(status="pending").items == []
    assert [r.status for r in his.list(status="expired").items] == [Status.EXPIRED]
    assert [r.status for r in his.list().items] == [Status.EXPIRED]
    for side, answer in ((his, "approved"), (his, "rejected"), (mine, "withdrawn")):
        with pytest.raises(Conflict):
            side.answer(asked.request_id, answer)
    (seen,) = practice.acting_as(ada).relationships.therapists(ada.profile_id).items
    assert seen.between.mapping_request_id is None
    again = his.ask(client_id=ada.profile_id)
    assert mine.answer(again.request_id, "approved").status is Status.APPROVED


def test_a_request_can_be_answered_until_its_time(practice: Practice) -> None:
    """A moment before its end it still waits."""
    ada, tom = a_client(practice), a_therapist(practice)
    asked = practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
    practice.table.clock = lambda: asked.expires_at - timedelta(milliseconds=1)
    answered = practice.acting_as(tom).mapping_requests.answer(asked.request_id, "approved")
    assert answered.status is Status.APPROVED


def test_how_long_a_request_waits_is_a_setting(endpoint: str, table_name: str) -> None:
    """REQUEST_DAYS says how long."""
    practice = new_practice(endpoint, table_name, request_days=2)
    asked = practice.acting_as(a_therapist(practice)).mapping_requests.ask(client_id="cli_x")
    assert asked.created_at is not None
    assert asked.expires_at < asked.created_at + timedelta(days=2, seconds=1)


def test_requests_are_listed_by_status_page_by_page(practice: Practice) -> None:
    """Each comes once, newest first within its status, in one call a page."""
    tom = a_therapist(practice)
    asking = practice.acting_as(tom).mapping_requests
    start = datetime(2026, 11, 20, tzinfo=UTC)
    for n in range(5):
        practice.table.clock = lambda n=n: start + timedelta(minutes=n)  # type: ignore[misc]
        asking.ask(client_id=f"cli_{n}")
    ids = [r.request_id for r in asking.list().items]
    asking.answer(ids[2], "withdrawn")
    pending, cursor = [], None
    while True:
        with practice.metered() as meter:
            page = asking.list(PageRequest(2, cursor), "pending")
        assert meter.round_trips == 1
        pending += [r.client_id for r in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pending == ["cli_4", "cli_3", "cli_1", "cli_0"]
    assert [r.client_id for r in asking.list(status="withdrawn").items] == ["cli_2"]
    with pytest.raises(InvalidInput):
        asking.list(status="lost")


@pytest.mark.exact
def test_of_many_who_ask_at_once_one_succeeds(practice: Practice) -> None:
    """Both sides, at once, again and again: one request waits, and all others are told."""
    ada, tom = a_client(practice), a_therapist(practice)
    mine, his = practice.acting_as(ada).mapping_requests, practice.acting_as(tom).mapping_requests

    def ask(n: int) -> bool:
        try:
            if n % 2:
                mine.ask(therapist_id=tom.profile_id)
            else:
                his.ask(client_id=ada.profile_id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1
    (waiting,) = mine.list().items
    assert between(practice, ada, tom).mapping_request_id == waiting.request_id
    assert len(practice.acting_as(ada).consents.list(ada.profile_id).items) == 1


@pytest.mark.exact
def test_a_lost_answer_asked_again_under_its_key_asks_once(endpoint: str, table_name: str) -> None:
    """The second time the first request is the answer; another body under the key is refused."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    practice.table.backoff = Backoff(sleep=no_wait)
    ada, tom = a_client(practice), a_therapist(practice)
    faulty.next("TransactWriteItems", answer_lost)
    once = Once("key", "body")
    first = practice.acting_as(ada, once).mapping_requests.ask(therapist_id=tom.profile_id)
    again = Once("key", "body")
    second = practice.acting_as(ada, again).mapping_requests.ask(therapist_id=tom.profile_id)
    assert second == first
    assert again.replayed
    with pytest.raises(KeyReused):
        practice.acting_as(ada, Once("key", "other")).mapping_requests.ask(therapist_id="thr_x")
    assert len(practice.acting_as(ada).mapping_requests.list().items) == 1


def test_who_left_asks_nobody(practice: Practice) -> None:
    """A client who is being removed leaves no relationship behind."""
    ada, tom = a_client(practice), a_therapist(practice)
    mine = practice.acting_as(ada)
    mine.clients.delete(ada.profile_id)
    with pytest.raises(NotFound):
        mine.mapping_requests.ask(therapist_id=tom.profile_id)
    with pytest.raises(NotFound):
        mine.journal_access.grant(ada.profile_id, tom.profile_id)
    assert practice.acting_as(tom).relationships.clients(tom.profile_id).items == []


def test_a_therapist_asks_once_verified(practice: Practice) -> None:
    """Nobody signs up as a therapist to ask strangers; nothing is left of trying."""
    ada, new = a_client(practice), a_therapist(practice, verified=False)
    acting = practice.acting_as(new)
    for ask in (acting.mapping_requests.ask, acting.journal_access_requests.ask):
        with pytest.raises(NotVerified):
            ask(client_id=ada.profile_id)
    assert not practice.acting_as(ada).mapping_requests.list().items
    practice.acting_as(ADMIN).therapists.verify(new.profile_id)
    assert acting.mapping_requests.ask(client_id=ada.profile_id).status is Status.PENDING
