"""Who is related, who may read, what ends, and the record of all of it."""

from __future__ import annotations

import pytest

from tests.practices import ADMIN, a_client, a_therapist, an_admin, between, later, map_both
from tests.therapy_core.relationships.test_answering import both
from therapy_core import Actor, PageRequest, Practice
from therapy_core.audit.models import EVENTS_OF_RECORD
from therapy_core.due.sweeping import sweep_table
from therapy_core.errors import NotAllowed, NotFound
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Status

Pair = tuple[Actor, Actor]


def test_a_grant_answers_the_request_that_waits(practice: Practice, pair: Pair) -> None:
    """It is approved by it; a grant that nobody asked for works too, and twice is no error."""
    mine, his = both(practice, pair)
    ids = (pair[0].profile_id, pair[1].profile_id)
    asked = his.journal_access_requests.ask(client_id=ids[0])
    mine.journal_access.grant(*ids)
    mine.journal_access.grant(*ids)
    assert his.journal_access_requests.get(asked.request_id).status is Status.APPROVED
    found = between(practice, *pair)
    assert (found.journal_access, found.contact) == (JournalAccess.GRANTED, Contact.OPEN)
    assert found.access_request_id is None
    assert len(mine.consents.list(ids[0]).items) == 2


def test_a_grant_needs_a_therapist_who_can_be_seen(practice: Practice, pair: Pair) -> None:
    """One who is not listed, or not there, isn't found; one who is related is."""
    mine, _ = both(practice, pair)
    new = a_therapist(practice, verified=False)
    for therapist_id in (new.profile_id, "thr_nobody"):
        with pytest.raises(NotFound):
            mine.journal_access.grant(pair[0].profile_id, therapist_id)
    practice.acting_as(ADMIN).therapists.verify(new.profile_id)
    practice.acting_as(new).mapping_requests.ask(client_id=pair[0].profile_id)
    practice.acting_as(ADMIN).therapists.unverify(new.profile_id)
    mine.journal_access.grant(pair[0].profile_id, new.profile_id)


def test_revoking_keeps_the_mapping(practice: Practice, pair: Pair) -> None:
    """The journal is closed at once, contact and mapping stay; a closed one can't be closed."""
    mine, _ = both(practice, pair)
    ids = (pair[0].profile_id, pair[1].profile_id)
    map_both(practice, *pair)
    mine.journal_access.grant(*ids)
    mine.journal_access.revoke(*ids)
    found = between(practice, *pair)
    assert (found.mapping, found.journal_access) == (Mapping.ACTIVE, JournalAccess.NONE)
    assert found.contact == Contact.OPEN
    assert mine.journal_access.readers(ids[0]).items == []
    for therapist_id in (ids[1], "thr_nobody"):
        with pytest.raises(NotFound):
            mine.journal_access.revoke(ids[0], therapist_id)


@pytest.mark.parametrize("side", [0, 1])
def test_unmapping_ends_everything_but_the_past(
    practice: Practice,
    pair: Pair,
    side: int,
) -> None:
    """Either side ends it: journal, contact and what waits; the name alone is left to see."""
    mine, his = both(practice, pair)
    ids = (pair[0].profile_id, pair[1].profile_id)
    map_both(practice, *pair)
    mine.journal_access.grant(*ids)
    (mine, his)[side].relationships.unmap(*ids)
    found = between(practice, *pair)
    assert (found.mapping, found.journal_access) == (Mapping.ENDED, JournalAccess.NONE)
    assert found.contact == Contact.CLOSED
    assert his.clients.get(ids[0]).email is None
    (seen,) = mine.relationships.therapists(ids[0]).items
    assert seen.between.mapping == "ended"
    for acting in (mine, his):
        with pytest.raises(NotFound):
            acting.relationships.unmap(*ids)
    assert sweep_table(practice.table).seen == 0


def test_unmapping_withdraws_what_waits(practice: Practice, pair: Pair) -> None:
    """A request for the journal that waits is withdrawn with the mapping."""
    mine, his = both(practice, pair)
    map_both(practice, *pair)
    asked = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    mine.relationships.unmap(pair[0].profile_id, pair[1].profile_id)
    assert his.journal_access_requests.get(asked.request_id).status is Status.WITHDRAWN
    with pytest.raises(NotFound):
        a = a_client(practice)
        practice.acting_as(a).relationships.unmap(pair[0].profile_id, pair[1].profile_id)


def test_unmapping_passes_over_what_lapsed(practice: Practice, pair: Pair) -> None:
    """A request whose time passed is expired, and stays so."""
    mine, his = both(practice, pair)
    map_both(practice, *pair)
    asked = his.journal_access_requests.ask(client_id=pair[0].profile_id)
    later(practice, days=31)
    mine.relationships.unmap(pair[0].profile_id, pair[1].profile_id)
    assert his.journal_access_requests.get(asked.request_id).status is Status.EXPIRED


def test_a_client_sees_everyone_related_with_names(practice: Practice) -> None:
    """Page by page, two calls each, whoever asked; a therapist who left has no name."""
    ada = a_client(practice)
    toms = sorted((a_therapist(practice, f"Tom {n}") for n in range(3)), key=lambda t: t.profile_id)
    mine = practice.acting_as(ada)
    for tom in toms:
        mine.mapping_requests.ask(therapist_id=tom.profile_id)
    names, cursor = [], None
    while True:
        with practice.metered() as meter:
            page = mine.relationships.therapists(ada.profile_id, PageRequest(2, cursor))
        assert meter.round_trips == 2
        names += [t.name for t in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == ["Tom 0", "Tom 1", "Tom 2"]


def test_lists_are_for_their_own(practice: Practice, pair: Pair) -> None:
    """Another's looks like none at all; who can never ask is told so."""
    mine, his = both(practice, pair)
    eve, zoe = practice.acting_as(a_client(practice)), practice.acting_as(a_therapist(practice))
    admin = practice.acting_as(an_admin(practice))
    client_id, therapist_id = pair[0].profile_id, pair[1].profile_id
    for foreign in (
        lambda: eve.relationships.therapists(client_id),
        lambda: eve.journal_access.readers(client_id),
        lambda: eve.journal_access.grant(client_id, therapist_id),
        lambda: eve.journal_access.revoke(client_id, therapist_id),
        lambda: eve.consents.list(client_id),
        lambda: zoe.relationships.clients(therapist_id),
        lambda: zoe.relationships.unmap(client_id, therapist_id),
    ):
        with pytest.raises(NotFound):
            foreign()
    for never in (
        lambda: his.relationships.therapists(client_id),
        lambda: his.journal_access.readers(client_id),
        lambda: his.consents.list(client_id),
        lambda: mine.relationships.clients(therapist_id),
        lambda: admin.relationships.therapists(client_id),
        admin.mapping_requests.list,
        lambda: admin.consents.list(client_id),
    ):
        with pytest.raises(NotAllowed):
            never()


def test_the_record_of_consent_is_complete(practice: Practice, pair: Pair) -> None:
    """Every step is there, in order, with who took it; the audit has the same steps."""
    mine, his = both(practice, pair)
    ids = (pair[0].profile_id, pair[1].profile_id)
    steps: list[tuple[str, str, str]] = []

    def step(about: str, what: str, by: str) -> None:
        steps.insert(0, (about, what, by))
        later(practice, seconds=1)

    later(practice)
    asked = his.mapping_requests.ask(client_id=ids[0])
    step("mapping", "requested", "therapist")
    mine.mapping_requests.answer(asked.request_id, "rejected")
    step("mapping", "refused", "client")
    asked = mine.mapping_requests.ask(therapist_id=ids[1])
    step("mapping", "requested", "client")
    mine.mapping_requests.answer(asked.request_id, "withdrawn")
    step("mapping", "withdrawn", "client")
    mine.journal_access.grant(*ids)
    step("journal_access", "granted", "client")
    mine.journal_access.revoke(*ids)
    step("journal_access", "revoked", "client")
    his.journal_access_requests.ask(client_id=ids[0])
    step("journal_access", "requested", "therapist")
    later(practice, days=31)
    sweep_table(practice.table)
    step("journal_access", "expired", "system")
    map_both(practice, *pair)
    later(practice, seconds=1)
    his.relationships.unmap(*ids)
    step("mapping", "revoked", "therapist")
    found = [(c.about, c.step, c.by) for c in mine.consents.list(ids[0]).items]
    assert [found[0], *found[3:]] == steps
    assert {f[1] for f in found[1:3]} == {"requested", "granted"}
    events = list(practice.table.every(EVENTS_OF_RECORD, subject_id=ids[0]))
    assert len(events) == len(found)
    assert sorted(e.role for e in events) == sorted(by for _, _, by in found)
