"""A journal on a real engine: who writes, who reads, and when a grant is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.practices import ADMIN, a_client, a_therapist, an_entry, let_read, new_practice
from tests.transports import transport_to
from therapy_core import Actor, Once, Page, PageRequest, Practice, Role
from therapy_core.audit.events import Event
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.errors import (
    InvalidCursor,
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
    VersionMismatch,
)
from therapy_core.journals.views import EntryView
from therapy_core.relationships.models import JournalAccess, Relationship
from therapy_core.table.testing import FaultyTransport, answer_lost, before

MORNING = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


@pytest.fixture
def ada(practice: Practice) -> Actor:
    """Return a client."""
    return a_client(practice)


@pytest.fixture
def tom(practice: Practice, ada: Actor) -> Actor:
    """Return a therapist who may read the client's journal."""
    therapist = a_therapist(practice)
    let_read(practice, ada, therapist)
    return therapist


def write(practice: Practice, client: Actor, feeling: str = "glad", **more: Any) -> EntryView:
    """Write an entry."""
    more = {"intensity": 5, "felt_at": MORNING} | more
    return practice.acting_as(client).journals.write(client.profile_id, feeling, **more)


def events(practice: Practice, client: Actor) -> list[str]:
    """Return what was written down about a record, the latest first."""
    found = practice.table.every(EVENTS_OF_RECORD, subject_id=client.profile_id)
    return [each.event for each in found]


def revoke(practice: Practice, client: Actor, therapist: Actor) -> None:
    """Take a grant back."""
    pair = {"client_id": client.profile_id, "therapist_id": therapist.profile_id}
    practice.table.update(
        Relationship.at(**pair), Relationship.journal_access.set(JournalAccess.NONE.value)
    )


def test_an_entry_keeps_both_times(practice: Practice, ada: Actor) -> None:
    """When it was felt and when it was written stand side by side; the day is the client's."""
    entry = write(
        practice,
        ada,
        "Overjoyed",
        felt_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC),
        timezone="Asia/Tokyo",
        words="At last.\nReally.",
    )
    assert entry.felt_at == datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    assert entry.felt_on.isoformat() == "2026-03-02"
    assert entry.written_at > entry.felt_at
    assert (entry.feeling, entry.family, entry.words) == (
        "Overjoyed",
        "happiness",
        "At last.\nReally.",
    )
    found = practice.acting_as(ada).journals.get(ada.profile_id, entry.entry_id)
    assert found == entry
    assert "Overjoyed" not in repr(found)


def test_an_entry_is_refused_with_each_of_its_faults(practice: Practice, ada: Actor) -> None:
    """Every field that is wrong is named at once, and nothing is written."""
    with pytest.raises(InvalidInput) as caught:
        write(
            practice,
            ada,
            "",
            intensity=11,
            felt_at=datetime.now(UTC) + timedelta(hours=1),
            words="x" * 10_001,
            private="no",
            timezone="Mars/Base",
        )
    wrong = {"feeling", "intensity", "felt_at", "words", "private", "timezone"}
    assert set(caught.value.fields) == wrong
    assert practice.acting_as(ada).journals.list(ada.profile_id).items == []


def test_an_entry_is_changed_but_for_its_time(practice: Practice, ada: Actor) -> None:
    """Another word brings another family; the time of the feeling can't be set."""
    entry = write(practice, ada, "saudade", words="Far away.")
    assert entry.family is None
    journals = practice.acting_as(ada).journals
    changed = journals.change(
        ada.profile_id, entry.entry_id, {"feeling": "furious", "words": None, "private": True}, 1
    )
    assert (changed.family, changed.words, changed.private) == ("anger", None, True)
    assert (changed.version, changed.felt_at) == (2, entry.felt_at)
    with pytest.raises(VersionMismatch):
        journals.change(ada.profile_id, entry.entry_id, {"intensity": 1}, 1)
    with pytest.raises(InvalidInput):
        journals.change(ada.profile_id, entry.entry_id, {"felt_at": MORNING})
    with pytest.raises(VersionMismatch):
        journals.remove(ada.profile_id, entry.entry_id, 1)
    journals.remove(ada.profile_id, entry.entry_id, 2)
    with pytest.raises(NotFound):
        journals.remove(ada.profile_id, entry.entry_id)


def test_a_journal_is_read_back_by_time_and_feeling(practice: Practice, ada: Actor) -> None:
    """Newest feelings first, from a time on and before another, by word or family."""
    for n, word in enumerate(("glad", "angry", "saudade", "livid")):
        write(practice, ada, word, felt_at=MORNING + timedelta(days=n))
    journals = practice.acting_as(ada).journals

    def words(**filters: Any) -> list[str]:
        with practice.metered() as meter:
            page = journals.list(ada.profile_id, **filters)
        assert meter.round_trips == 1
        return [entry.feeling for entry in page.items]

    assert words() == ["livid", "saudade", "angry", "glad"]
    day = timedelta(days=1)
    assert words(since=MORNING + day, until=MORNING + 3 * day) == ["saudade", "angry"]
    assert journals.list(ada.profile_id, since=MORNING, until=MORNING).items == []
    assert words(feeling="ANGER") == ["livid", "angry"]
    assert words(feeling="Livid") == ["livid"]
    assert words(feeling="Saudade") == words(feeling="other") == ["saudade"]
    first = journals.list(ada.profile_id, PageRequest(3))
    rest = journals.list(ada.profile_id, PageRequest(3, first.next_cursor))
    assert [e.feeling for e in rest.items] == ["glad"]
    with pytest.raises(InvalidCursor):
        journals.list(ada.profile_id, PageRequest(3, first.next_cursor), feeling="anger")


def test_a_therapist_reads_what_is_not_private(practice: Practice, ada: Actor, tom: Actor) -> None:
    """Private entries are nowhere: not in the list, not by id, not in the trends."""
    shown = write(practice, ada, "glad")
    hidden = write(practice, ada, "guilty", private=True)
    journals = practice.acting_as(tom).journals
    assert [e.entry_id for e in journals.list(ada.profile_id).items] == [shown.entry_id]
    assert journals.get(ada.profile_id, shown.entry_id) == shown
    with pytest.raises(NotFound):
        journals.get(ada.profile_id, hidden.entry_id)
    with pytest.raises(NotFound):
        journals.get(ada.profile_id, "AUDIT-LITTER")
    assert [each.family for each in journals.trends(ada.profile_id).totals] == ["happiness"]
    with pytest.raises(NotAllowed):
        write(practice, tom)
    with pytest.raises(NotAllowed):
        journals.remove(ada.profile_id, shown.entry_id)


def test_a_page_is_filled_up_over_what_is_private(
    practice: Practice, ada: Actor, tom: Actor
) -> None:
    """A therapist's page has its full length, however many private entries lie between."""
    for n in range(30):
        felt_at = MORNING + timedelta(minutes=n)
        write(practice, ada, "glad", felt_at=felt_at, private=n % 5 != 0)
    journals = practice.acting_as(tom).journals
    first = journals.list(ada.profile_id, PageRequest(4))
    second = journals.list(ada.profile_id, PageRequest(4, first.next_cursor))
    assert [len(first.items), len(second.items), second.next_cursor] == [4, 2, None]


def test_no_number_of_calls_tells_of_private_entries(
    practice: Practice, ada: Actor, tom: Actor
) -> None:
    """The smallest page of a journal takes as many calls with private entries as without."""
    let_read(practice, ada, tom)

    def calls() -> int:
        with practice.metered() as meter:
            assert practice.acting_as(tom).journals.list(ada.profile_id, PageRequest(1)) == Page()
        return meter.round_trips

    calls()  # which reads the client's key, whether or not there is anything to open
    before_any = calls()
    practice.table.load(an_entry(ada, MORNING, str(n), private=True) for n in range(40))
    assert calls() == before_any


def test_a_therapists_reading_is_written_down_first(
    practice: Practice, ada: Actor, tom: Actor
) -> None:
    """Each read leaves one event; the client's own reading none, a refused one none."""
    entry = write(practice, ada)
    journals = practice.acting_as(tom).journals
    journals.list(ada.profile_id)
    journals.get(ada.profile_id, entry.entry_id)
    journals.trends(ada.profile_id)
    practice.acting_as(ada).journals.list(ada.profile_id)
    revoke(practice, ada, tom)
    for read in (journals.list, journals.trends):
        with pytest.raises(NotFound):
            read(ada.profile_id)
    assert events(practice, ada) == [
        Event.JOURNAL_TRENDS_READ,
        Event.JOURNAL_READ,
        Event.JOURNAL_READ,
        Event.JOURNAL_WRITTEN,
    ]


def test_strangers_and_admins_read_nothing(practice: Practice, ada: Actor) -> None:
    """Another client and a therapist without a grant find nothing; an admin is refused."""
    entry = write(practice, ada)
    for stranger in (a_client(practice), a_therapist(practice)):
        journals = practice.acting_as(stranger).journals
        for read in (journals.list, journals.trends):
            with pytest.raises(NotFound):
                read(ada.profile_id)
        with pytest.raises(NotFound):
            journals.get(ada.profile_id, entry.entry_id)
    admins = practice.acting_as(ADMIN).journals
    for refused in (admins.list, admins.trends):
        with pytest.raises(NotAllowed):
            refused(ada.profile_id)


def test_a_revoked_grant_ends_with_the_next_read(endpoint: str, table_name: str) -> None:
    """A revocation that comes before the check is in time, whatever was asked before it."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    ada, tom = a_client(practice), a_therapist(practice)
    let_read(practice, ada, tom)
    write(practice, ada)
    journals = practice.acting_as(tom).journals
    assert len(journals.list(ada.profile_id).items) == 1
    faulty.next("TransactWriteItems", before(lambda: revoke(practice, ada, tom)))
    with pytest.raises(NotFound):
        journals.list(ada.profile_id)
    assert events(practice, ada).count(Event.JOURNAL_READ) == 1


@pytest.mark.exact
def test_an_entry_whose_answer_was_lost_is_written_once(endpoint: str, table_name: str) -> None:
    """The same key, in the same request or a later one, makes one entry that counts once."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    ada = a_client(practice)
    made = set()
    for _ in range(3):
        faulty.next("TransactWriteItems", answer_lost)
        once = Once("one", "fingerprint")
        journals = practice.acting_as(ada, once).journals
        made.add(journals.write(ada.profile_id, "glad", 4, felt_at=MORNING).entry_id)
    assert len(made) == 1
    (day,) = practice.acting_as(ada).journals.trends(ada.profile_id).items
    assert [(f.count, f.intensity_sum) for f in day.families] == [(1, 4)]
    with pytest.raises(KeyReused):
        practice.acting_as(ada, Once("one", "another")).journals.write(ada.profile_id, "sad", 4)


def test_the_vocabulary_is_everybodys(practice: Practice) -> None:
    """Whoever asks gets it, without a call."""
    for role in (Role.ANONYMOUS, Role.CLIENT, Role.ADMIN):
        assert practice.acting_as(Actor(role)).journals.feelings().version == 1
