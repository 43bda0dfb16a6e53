"""Seals: every tampering with what was sealed is found, and nothing on an honest table."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.practices import ADMIN, SETTINGS, create_table, new_practice
from tests.transports import transport_to
from therapy_core import Practice, due
from therapy_core.actor import Actor, Role
from therapy_core.audit import sealing, verification
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import AuditBroken
from therapy_core.secret import Secret
from therapy_core.table.backoff import Backoff
from therapy_core.table.testing import FaultyTransport, answer_lost, conflicting, no_wait

BEGIN = datetime(2026, 3, 28, 21, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
THERAPIST = Actor(Role.THERAPIST, "acc_1", "thr_1", "lgn_1")
Item = dict[str, Any]


class Clock:
    """Tell the time that a test sets."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(practice: Practice) -> Clock:
    """Return the clock of the practice."""
    practice.table.clock = found = Clock()
    return found


def happen(practice: Practice, subject: str = "cli_1", actor: Actor = THERAPIST) -> str:
    """Write an event down, and return its id."""
    with practice.table.transaction("deed") as unit:
        record(unit, actor, Event.JOURNAL_READ, subject, about="jrn_1")
        made: Any = unit._writes[0].entity  # type: ignore[attr-defined]
    return str(made.event_id)


def all_items(practice: Practice) -> list[Item]:
    """Return every item as it lies in the table."""
    found = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})
    return list(found["Items"])


def put(practice: Practice, item: Item) -> None:
    """Write an item past the library."""
    practice.table.wire.dispatch("PutItem", {"TableName": practice.table.name, "Item": item})


def remove(practice: Practice, item: Item) -> None:
    """Remove an item past the library."""
    key = {name: item[name] for name in ("PK", "SK")}
    practice.table.wire.dispatch("DeleteItem", {"TableName": practice.table.name, "Key": key})


def whats_wrong(practice: Practice, head: str | None = None) -> list[str]:
    """Verify, and return what was found."""
    return [str(finding) for finding in verification.verify(practice, head).findings]


def fill(practice: Practice, clock: Clock) -> None:
    """Let things happen over some hours and a midnight, and seal them in several seals."""
    for step in range(12):
        clock.now = BEGIN + step * timedelta(minutes=25)
        happen(practice, f"cli_{step % 3}", THERAPIST if step % 2 else ADMIN)
        sealing.seal(practice)
    clock.now += 2 * HOUR
    sealing.seal(practice)


@pytest.fixture(scope="module")
def sealed(endpoint: str) -> Iterator[Practice]:
    """Return a practice whose audit is sealed; each example puts back what it changed."""
    practice = new_practice(endpoint, "therapy-sealed")
    practice.table.clock = clock = Clock()
    fill(practice, clock)
    yield practice
    practice.table.wire.dispatch("DeleteTable", {"TableName": practice.table.name})


def test_nothing_is_found_where_nothing_was_touched(practice: Practice, clock: Clock) -> None:
    """An honest chain covers every event once, over hours and midnight."""
    fill(practice, clock)
    report = verification.verify(practice)
    assert report.findings == []
    assert (report.events, report.open_events) == (12, 0)
    assert report.seals >= 4
    assert whats_wrong(practice, report.head) == []


def test_an_empty_table_is_honest(practice: Practice, clock: Clock) -> None:
    """Where nothing happened the chain begins with an empty seal, and there is nothing to find."""
    assert [sealing.seal(practice) for _ in range(2)] == [1, 0]
    assert whats_wrong(practice) == []


@pytest.mark.parametrize("minutes", [0, 5, 65, 60 * 20])
def test_the_chain_begins_whenever_it_is_asked_to(
    practice: Practice, clock: Clock, minutes: int
) -> None:
    """However young the first event: whoever seals next has no need to look through the table."""
    happen(practice)
    clock.now += timedelta(minutes=minutes)
    sealing.seal(practice)
    assert sealing.latest(practice) is not None
    clock.now += timedelta(days=2)
    with practice.metered() as meter:
        sealing.seal(practice)
    assert "Scan" not in {call.operation for call in meter.calls}
    assert whats_wrong(practice) == []
    assert verification.verify(practice).open_events == 0


def test_what_just_happened_waits(practice: Practice, clock: Clock) -> None:
    """An hour is sealed some minutes after it ended, not before."""
    assert sealing.seal(practice) == 1  # the chain begins, with nothing in it
    happen(practice)
    clock.now = datetime(2026, 3, 28, 22, 9, 59, tzinfo=UTC)
    assert sealing.seal(practice) == 0
    assert verification.verify(practice).open_events == 1
    clock.now = datetime(2026, 3, 28, 22, 10, tzinfo=UTC)
    assert sealing.seal(practice) == 1
    assert verification.verify(practice).open_events == 0


def test_an_hour_without_events_costs_four_reads(practice: Practice, clock: Clock) -> None:
    """Nothing is written for it; a whole empty day gets one seal, so that silence is proved."""
    fill(practice, clock)
    clock.now += HOUR
    with practice.metered() as meter:
        assert sealing.seal(practice) == 0
    assert meter.round_trips <= 4
    clock.now += timedelta(days=1)
    assert sealing.seal(practice) == 1
    assert whats_wrong(practice) == []


def test_more_events_than_a_page_are_one_seal(practice: Practice, clock: Clock) -> None:
    """However many there are, they are read page by page into one hash."""
    table = practice.table
    for _ in range(5):
        with table.transaction("many") as unit:
            for n in range(50):
                record(unit, THERAPIST, Event.NOTE_READ, f"cli_{n}")
    clock.now += 2 * HOUR
    assert sealing.seal(practice) == 1
    assert verification.verify(practice).events == 250


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_change_of_any_attribute_is_found(sealed: Practice, data: st.DataObject) -> None:
    """Changed, removed or added: whatever attribute of whatever event, seal or head it is."""
    items = sorted(all_items(sealed), key=lambda item: (item["PK"]["S"], item["SK"]["S"]))
    item = data.draw(st.sampled_from(items))
    name = data.draw(st.sampled_from([*sorted(set(item) - {"PK", "SK"}), "slipped_in"]))
    changed = dict(item)
    if name in item and data.draw(st.booleans()):
        del changed[name]
    else:
        changed[name] = data.draw(_other(name, item.get(name)))
    put(sealed, changed)
    try:
        assert whats_wrong(sealed), f"{name} of {item['type']['S']}"
    finally:
        put(sealed, item)
    assert not whats_wrong(sealed)


def _other(name: str, value: Item | None) -> st.SearchStrategy[Item]:
    """Return values other than this one: of another kind, or a little off."""
    text = st.text("abc019-:TZ", min_size=1, max_size=8)
    anything: st.SearchStrategy[Item] = st.builds(lambda text: {"S": text}, text)
    if not name.startswith("GSI"):  # DynamoDB takes only text as an index key
        anything |= st.builds(lambda number: {"N": str(number)}, st.integers(0, 10**6))
        anything |= st.just({"NULL": True})
    if value and "N" in value:
        anything |= st.builds(lambda step: {"N": str(int(value["N"]) + step)}, st.integers(-3, 3))
    if value and value.get("S"):
        text = value["S"]
        anything |= st.builds(
            lambda at, new: {"S": text[:at] + new + text[at + 1 :]},
            st.integers(0, len(text) - 1),
            st.sampled_from("0123456789abcdefT"),
        )
    return anything.filter(lambda other: other != value)


def test_every_removal_is_found(sealed: Practice) -> None:
    """No event, no seal and no head can go unnoticed."""
    for item in all_items(sealed):
        remove(sealed, item)
        assert whats_wrong(sealed), item["type"]["S"]
        put(sealed, item)
    assert not whats_wrong(sealed)


def test_every_copy_under_another_key_is_found(sealed: Practice) -> None:
    """An event that lies twice, or was moved, is one too many or one too few."""
    for item in all_items(sealed):
        moved = {**item, "PK": {"S": item["PK"]["S"] + "x"}}
        put(sealed, moved)
        assert whats_wrong(sealed), item["type"]["S"]
        remove(sealed, moved)
    assert not whats_wrong(sealed)


def slipped_in(practice: Practice, at: datetime, **more: Any) -> Item:
    """Return an event as the library would have written it at that time."""
    practice.table.clock, real = (lambda: at), practice.table.clock
    try:
        event_id = happen(practice, "cli_9")
    finally:
        practice.table.clock = real
    (item,) = [i for i in all_items(practice) if i.get("event_id", {}).get("S") == event_id]
    remove(practice, item)
    changed = {name: value for name, value in item.items() if name not in more}
    return changed | {name: value for name, value in more.items() if value is not None}


@pytest.mark.parametrize(
    "at", [BEGIN + HOUR, BEGIN - 30 * HOUR, BEGIN + 1000 * HOUR], ids=["in", "before", "future"]
)
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"GSI3PK": None},
        {"GSI3SK": None},
        {"GSI3PK": None, "GSI3SK": None},
        {"GSI1PK": None, "GSI1SK": None},
        {"type": {"S": "other"}},
        {"day": {"S": "2020-01-01"}},
        {"GSI3PK": {"S": "AUDIT#2026-03-28#0007"}},
    ],
    ids=str,
)
def test_what_was_slipped_in_is_found(sealed: Practice, at: datetime, more: Item) -> None:
    """In the index or hidden from it, at a time that was sealed, before it, or to come."""
    item = slipped_in(sealed, at, **more)
    put(sealed, item)
    assert whats_wrong(sealed)
    remove(sealed, item)
    assert not whats_wrong(sealed)


def test_who_can_write_the_table_cannot_forge_the_chain(practice: Practice, clock: Clock) -> None:
    """A chain made anew over a changed past, without the secret, is no chain."""
    fill(practice, clock)
    stranger = Practice.connect(
        replace(practice.settings, jwt_secret=Secret("another secret, but not that one"))
    )
    stranger.table.clock = clock
    for item in all_items(practice):
        if item["type"]["S"] in ("audit_seal", "audit_head"):
            remove(practice, item)
    victim = next(i for i in all_items(practice) if i["type"]["S"] == "audit_event")
    remove(practice, victim)
    sealing.seal(stranger)
    assert whats_wrong(stranger) == []
    assert whats_wrong(practice)
    with pytest.raises(AuditBroken):
        sealing.seal(practice)


def test_the_chain_goes_on_under_another_secret(practice: Practice, clock: Clock) -> None:
    """Seals and head of before are accepted while their secret is given, and new ones join them."""
    fill(practice, clock)
    old, new = practice.settings.jwt_secret, Secret("of its own, for what lasts")
    renewed = Practice.connect(
        replace(practice.settings, long_term_secret=new, previous_long_term_secrets=(old,))
    )
    renewed.table.clock = clock
    assert whats_wrong(renewed) == []
    happen(renewed)
    clock.now += 3 * HOUR
    assert sealing.seal(renewed) == 1
    assert whats_wrong(renewed) == []
    alone = Practice.connect(replace(practice.settings, long_term_secret=new))
    alone.table.clock = clock
    assert whats_wrong(alone)
    assert whats_wrong(practice)


def test_an_end_that_was_cut_off_is_found(practice: Practice, clock: Clock) -> None:
    """With the old head put back, events without seals show it; without events, a kept head."""
    happen(practice)
    clock.now += 3 * HOUR
    sealing.seal(practice)
    (old_head,) = [i for i in all_items(practice) if i["type"]["S"] == "audit_head"]
    event_id = happen(practice)
    clock.now += 3 * HOUR
    sealing.seal(practice)
    kept = verification.verify(practice).head
    (last,) = [i for i in all_items(practice) if i.get("hash", {}).get("S") == kept][:1]
    put(practice, old_head)
    assert whats_wrong(practice)
    for item in all_items(practice):
        if item["type"]["S"] == "audit_seal" and item["hash"]["S"] == kept:
            remove(practice, item)
    clock.now += timedelta(days=3)
    assert "should have been sealed" in whats_wrong(practice)[0]
    (event,) = [i for i in all_items(practice) if i.get("event_id", {}).get("S") == event_id]
    remove(practice, event)
    assert whats_wrong(practice) == []
    assert "kept elsewhere" in whats_wrong(practice, kept)[0]
    assert last


def test_a_chain_that_was_replaced_as_a_whole_is_younger(practice: Practice, clock: Clock) -> None:
    """A kept head finds it; and the new one's first seal can't have been made before."""
    fill(practice, clock)
    before = verification.verify(practice)
    for item in all_items(practice):
        if item["type"]["S"].startswith("audit_") and item["PK"]["S"].startswith("SEAL#"):
            remove(practice, item)
    clock.now += HOUR
    sealing.seal(practice)
    after = verification.verify(practice)
    assert before.begun_at is not None
    assert after.begun_at is not None
    assert before.begun_at < clock.now == after.begun_at
    assert whats_wrong(practice, before.head) != []


def test_nothing_is_built_on_a_broken_chain(practice: Practice, clock: Clock) -> None:
    """A sealer that finds its last seal gone, or changed, says so and seals nothing over it."""
    fill(practice, clock)
    happen(practice)
    clock.now += 3 * HOUR
    head = next(i for i in all_items(practice) if i["type"]["S"] == "audit_head")
    number = head["number"]["N"]
    last = next(i for i in all_items(practice) if i["SK"]["S"] == f"SEAL#{int(number):08d}")
    remove(practice, last)
    with pytest.raises(AuditBroken):
        sealing.seal(practice)
    put(practice, {**last, "ends_at": {"S": "3000-01-01T00:00:00.000000+0000"}})
    with pytest.raises(AuditBroken):
        sealing.seal(practice)
    put(practice, last)
    put(practice, {**last, "SK": {"S": f"SEAL#{int(number) + 1:08d}"}})
    with pytest.raises(AuditBroken):
        sealing.seal(practice)


@pytest.mark.exact
def test_many_sealers_make_one_chain(practice: Practice, clock: Clock) -> None:
    """However many seal at once, each stretch gets one seal, and nothing is found."""
    for day in range(4):
        clock.now = BEGIN + timedelta(days=day)
        happen(practice)
    clock.now += 3 * HOUR
    made: list[int] = []
    threads = [threading.Thread(target=lambda: made.append(sealing.seal(practice))) for _ in "1234"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verification.verify(practice)
    assert report.findings == []
    assert sum(made) == report.seals


@pytest.mark.exact
def test_writing_and_sealing_at_once_leaves_nothing_to_find(
    practice: Practice, clock: Clock
) -> None:
    """Deeds of many threads, while time runs and others seal and verify, are all sealed once."""
    stop, found = threading.Event(), []
    guard = threading.Lock()

    def write(subject: str) -> None:
        while not stop.is_set():
            happen(practice, subject)
            with guard:
                clock.now += timedelta(seconds=20)

    def watch() -> None:
        while not stop.is_set():
            sealing.seal(practice)
            found.extend(whats_wrong(practice))

    writers = [threading.Thread(target=write, args=(f"cli_{n}",)) for n in range(3)]
    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for thread in (*writers, *watchers):
        thread.start()
    stop.wait(1)
    stop.set()
    for thread in (*writers, *watchers):
        thread.join()
    clock.now += 3 * HOUR
    sealing.seal(practice)
    report = verification.verify(practice)
    assert found == []
    assert report.findings == []
    written = [i for i in all_pages(practice) if i["type"]["S"] == "audit_event"]
    assert report.events == len(written)


def all_pages(practice: Practice) -> list[Item]:
    """Return every item, however many there are."""
    found: list[Item] = []
    request: dict[str, Any] = {"TableName": practice.table.name}
    while True:
        answer = practice.table.wire.dispatch("Scan", request)
        found += answer["Items"]
        if not answer.get("LastEvaluatedKey"):
            return found
        request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}


@pytest.mark.exact
@pytest.mark.parametrize("fault", [answer_lost, conflicting])
def test_a_seal_whose_answer_is_lost_is_made_once(
    endpoint: str, table_name: str, fault: Any
) -> None:
    """The same seal, repeated, is the same seal."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = Practice.connect(replace(SETTINGS, endpoint=endpoint, table_name=table_name), faulty)
    create_table(practice)
    practice.table.clock = clock = Clock()
    practice.table.backoff = practice.table.wire._backoff = Backoff(sleep=no_wait)
    happen(practice)
    clock.now += 3 * HOUR
    faulty.next("TransactWriteItems", fault)
    assert sealing.seal(practice) == 1
    assert whats_wrong(practice) == []


def test_due_work_seals(practice: Practice, clock: Clock) -> None:
    """What falls due is done, and the audit sealed with it."""
    happen(practice)
    clock.now += 3 * HOUR
    assert due.sweep(practice).done["audit_seal"] == 1
    assert due.sweep(practice).done["audit_seal"] == 0
    assert whats_wrong(practice) == []
