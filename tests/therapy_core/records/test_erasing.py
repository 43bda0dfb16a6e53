"""Erasing: what identifies and what is one's own goes, what others keep stays, whatever crashes."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from tests.lives import NAME, PRIVATE, WORDS, Lives, lives
from tests.practices import (
    ADMIN,
    PASSWORD,
    SETTINGS,
    a_client,
    actor_of,
    an_admin,
    create_table,
)
from tests.transports import transport_to
from therapy_core import Actor, Practice, Role, due
from therapy_core.errors import (
    InvalidCredentials,
    LoginEnded,
    NotFound,
    TherapyError,
    VersionMismatch,
)
from therapy_core.records.models import Receipt
from therapy_core.records.parting import ERASED_NAME
from therapy_core.relationships.models import Relationship
from therapy_core.sessions.models import NoteKind, SessionStatus
from therapy_core.table import scanning
from therapy_core.table.testing import FaultyTransport

Item = dict[str, Any]


@pytest.fixture
def life(practice: Practice) -> Lives:
    """Return people who have everything with one another."""
    return lives(practice)


def items(practice: Practice) -> list[Item]:
    """Return every item as it lies in the table."""
    return list(scanning.rows(practice.table, "a test", Path("PK").exists()))


def kinds(practice: Practice) -> set[str]:
    """Return the types of all items, but for those that have expired and wait to be swept."""
    now = practice.table.clock().timestamp()
    left = [i for i in items(practice) if "expires_at" not in i or int(i["expires_at"]["N"]) > now]
    return {item["type"]["S"] for item in left}


def lines(receipt: Receipt) -> dict[str, tuple[str, int]]:
    """Return what a receipt says."""
    return {line["category"]: (line["outcome"], line["count"]) for line in receipt.lines}


def test_a_client_is_erased_and_the_other_side_keeps_its_record(
    practice: Practice, life: Lives
) -> None:
    """Nothing that identifies is left anywhere; sessions, notes and messages can be read on."""
    receipt = practice.acting_as(life.client).records.erase(PASSWORD)
    whole = repr(items(practice))
    for word in (NAME, life.email, NAME.split()[0]):
        assert word not in whole
    assert not kinds(practice) & {"client", "journal_entry", "mood", "client_day", "calendar_feed"}
    mine = {item["PK"]["S"] for item in items(practice) if item["type"]["S"] == "login"}
    assert f"ACCOUNT#{life.client.account_id}" not in mine
    notes = practice.acting_as(life.tom).notes
    assert notes.shared(life.past).text == WORDS
    assert notes.private(life.past).text == PRIVATE
    pair = (life.client.profile_id, life.tom.profile_id)
    history = practice.acting_as(life.tom).messaging.history(*pair).items
    assert [m.text for m in history] == [f"{WORDS} to you", f"{WORDS} from me"]
    session = practice.acting_as(life.tom).sessions.get(life.to_come)
    assert session.status == SessionStatus.CANCELLED
    listed = practice.acting_as(life.tom).relationships.clients(life.tom.profile_id).items
    assert [c.name for c in listed] == [ERASED_NAME]
    assert lines(receipt)["journal"] == ("erased", 2)
    assert lines(receipt)["sessions"] == ("retained", 2)
    assert lines(receipt)["messages"] == ("retained", 2)
    assert all(line["reason"] for line in receipt.lines)


def test_nobody_who_is_erased_comes_in(practice: Practice, life: Lives) -> None:
    """The login has ended, the password opens nothing, and the address is free."""
    practice.acting_as(life.client).records.erase(PASSWORD)
    with pytest.raises(LoginEnded):
        practice.authenticate(life.client.account_id, life.client.login_id)
    with pytest.raises(InvalidCredentials):
        actor_of(practice, life.email)
    with pytest.raises(LoginEnded):
        practice.acting_as(life.client).records.erase(PASSWORD)
    a_client(practice, email=life.email)


def test_what_was_one_s_own_can_not_be_read_any_more(practice: Practice, life: Lives) -> None:
    """An entry that somebody put back from elsewhere stays closed: its key is gone."""
    entry = next(i for i in items(practice) if i["type"]["S"] == "journal_entry")
    practice.acting_as(life.client).records.erase(PASSWORD)
    table = practice.table
    table.wire.dispatch("PutItem", {"TableName": table.name, "Item": entry})
    with pytest.raises(TherapyError):
        practice.acting_as(life.client).journals.list(life.client.profile_id)


def test_it_takes_the_password_and_the_version(practice: Practice, life: Lives) -> None:
    """A wrong password, or an account that changed meanwhile, erases nothing."""
    before = len(items(practice))
    records = practice.acting_as(life.client).records
    with pytest.raises(InvalidCredentials):
        records.erase("another password")
    with pytest.raises(VersionMismatch):
        records.erase(PASSWORD, 99)
    assert len(items(practice)) == before


def test_a_therapist_is_erased_and_clients_keep_their_copies(
    practice: Practice, life: Lives
) -> None:
    """Slots, facets and private notes go; what clients read stays, without a name."""
    receipt = practice.acting_as(life.tom).records.erase(PASSWORD)
    assert "Tom Tomson" not in repr(items(practice))
    assert not kinds(practice) & {"private_note"}
    slots = [i for i in items(practice) if i["type"]["S"] == "slot"]
    assert {i["therapist_id"]["S"] for i in slots} == {life.eve.profile_id}
    client = practice.acting_as(life.client)
    assert client.notes.shared(life.past).text == WORDS
    assert client.sessions.get(life.to_come).status == SessionStatus.CANCELLED
    pair = (life.client.profile_id, life.tom.profile_id)
    assert len(client.messaging.history(*pair).items) == 2
    with pytest.raises(NotFound):
        client.therapists.get(life.tom.profile_id)
    found = client.relationships.therapists(life.client.profile_id).items
    assert [r.name for r in found if r.therapist_id == life.tom.profile_id] == [None]
    assert lines(receipt)["private-notes"] == ("erased", 2)
    assert lines(receipt)["shared-notes"] == ("retained", 2)
    with pytest.raises(TherapyError):
        practice.acting_as(life.tom).notes.write(life.past, NoteKind.PRIVATE, {"text": "x"})


def test_an_admin_leaves_and_removes_others(practice: Practice, life: Lives) -> None:
    """An admin's removal of a client erases just as the client's own."""
    admin = an_admin(practice)
    practice.acting_as(admin).clients.delete(life.client.profile_id)
    whole = repr(items(practice))
    assert NAME not in whole
    assert life.email not in whole
    deeds = practice.acting_as(admin).audit.list(subject_id=life.client.profile_id).items
    (erased,) = [e for e in deeds if e.event == "account.erased"]
    assert (erased.role, erased.actor_id) == ("admin", admin.account_id)
    receipt = practice.acting_as(admin).records.erase(PASSWORD)
    assert lines(receipt) == {"account": ("erased", 1), "logins": ("erased", 1)}


def test_the_receipt_is_kept_and_names_nobody(practice: Practice, life: Lives) -> None:
    """It can be read again, and leads to nobody."""
    receipt = practice.acting_as(life.client).records.erase(PASSWORD)
    kept = practice.table.get(receipt.ref)
    assert kept is not None
    assert kept.lines == receipt.lines
    assert life.client.profile_id.partition("_")[2] not in repr(kept.stored)


def test_what_came_late_is_found_by_a_last_look(practice: Practice, life: Lives) -> None:
    """A login that opened, or a name that was written, in the middle of it all goes later."""
    practice.acting_as(life.client).records.erase(PASSWORD)
    at = Relationship.at(client_id=life.client.profile_id, therapist_id=life.tom.profile_id)
    practice.table.update(at, Relationship.client_name.set(NAME))
    real = practice.table.clock
    practice.table.clock = lambda: real() + timedelta(minutes=16)
    assert due.sweep(practice).failed == 0
    assert NAME not in repr(items(practice))
    assert "task" not in kinds(practice)


class Crash(BaseException):
    """Stand for a process that ends."""


def crash(*_: Any) -> Any:
    """End the process in place of a call."""
    raise Crash


def settled(practice: Practice) -> list[Item]:
    """Return what is left when all is done, without what differs from run to run."""
    times = ("created_at", "updated_at", "answered_at", "cancelled_at", "version")
    found = [i for i in items(practice) if i["type"]["S"] not in ("audit_event", "consent")]
    return [{k: v for k, v in i.items() if k not in times} for i in found]


CRASH_STEP = int(os.environ.get("CRASH_STEP", "4"))
"""`make soak` crashes at every call, the tests at each fourth."""


@pytest.mark.slow
@pytest.mark.exact
@pytest.mark.parametrize("role", [Role.CLIENT, Role.THERAPIST])
def test_a_crash_at_any_call_leaves_work_that_a_sweep_finishes(
    endpoint: str, table_name: str, role: Role
) -> None:
    """Either nothing has happened, or all of it comes to happen: whichever call was the last."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = Practice.connect(replace(SETTINGS, endpoint=endpoint, table_name=table_name), faulty)
    real, number, decided = practice.table.clock, 0, 0
    while True:
        practice.table.clock = real
        create_table(practice)
        life = lives(practice)
        leaver = life.client if role is Role.CLIENT else life.tom
        faulty.next("*", _passing, number)
        faulty.next("*", crash)
        ended = _crashed(practice, leaver)
        faulty._planned.clear()
        decided += _brought_to_its_end(practice, life, leaver)
        practice.table.wire.dispatch("DeleteTable", {"TableName": practice.table.name})
        practice.keyring.evict()
        if not ended:
            break
        number += CRASH_STEP
    assert number > 20
    assert decided > 10 // CRASH_STEP


def _passing(send: Any, operation: str, request: Any) -> Any:
    return send(operation, request)


def _crashed(practice: Practice, leaver: Actor) -> bool:
    """Erase somebody, and tell whether that ended in a crash."""
    try:
        practice.acting_as(leaver).records.erase(PASSWORD)
    except Crash:
        return True
    return False


def _brought_to_its_end(practice: Practice, life: Lives, leaver: Actor) -> bool:
    """Sweep, and tell whether it was decided; nothing may be half done."""
    left = practice.table.clock
    practice.table.clock = lambda: left() + timedelta(minutes=16)
    assert due.sweep(practice).failed == 0
    whole = repr(settled(practice))
    name = NAME if leaver is life.client else "Tom Tomson"
    gone = f"ACCOUNT#{leaver.account_id}" not in whole
    assert (name in whole) is not gone
    if gone and leaver is life.client:
        assert life.email not in whole
        assert not kinds(practice) & {"journal_entry", "mood", "client_day", "client", "task"}
    if gone:
        session = next(i for i in items(practice) if i["SK"]["S"] == "SESSION" and _is(i, life))
        assert session["status"]["S"] == "cancelled"
        assert "task" not in kinds(practice)
    else:
        practice.table.clock = left
        assert practice.authenticate(leaver.account_id, leaver.login_id) == leaver
    return gone


def _is(item: Item, life: Lives) -> bool:
    return bool(item["session_id"]["S"] == life.to_come)


@pytest.mark.exact
def test_a_version_that_changed_between_erases_nothing(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision is one transaction under the versions that were read."""
    ada = a_client(practice)
    real = practice.table.transaction

    def changed_first(purpose: str) -> Any:
        if purpose == "erase somebody":
            monkeypatch.setattr(practice.table, "transaction", real)
            practice.acting_as(ADMIN).clients.change(ada.profile_id, {"phone": "1"})
        return real(purpose)

    monkeypatch.setattr(practice.table, "transaction", changed_first)
    with pytest.raises(VersionMismatch):
        practice.acting_as(ada).records.erase(PASSWORD)
    assert practice.acting_as(ada).clients.get(ada.profile_id).phone == "1"
