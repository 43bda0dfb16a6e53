"""What no engine shows by itself: lost answers, throttling, conflicts, unprocessed keys, races."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from tests.therapy_core.table.tables import (
    BY_NAME,
    LONG,
    NOON,
    TRIES,
    Clock,
    Member,
    Pass,
    Visit,
    member,
    rows,
)
from therapy_core.table import Backoff, PageRequest, Table, metered
from therapy_core.table.errors import (
    BatchIncomplete,
    Contention,
    Rejected,
    RuleViolated,
    Unavailable,
    UniqueViolation,
    VersionConflict,
)
from therapy_core.table.testing import (
    ANY,
    FaultyTransport,
    answer_lost,
    answering,
    before,
    conflicting,
    failed,
    meeting,
    never_sent,
    refusal,
    throttled,
    unprocessed,
)


def create_alone(table: Table) -> None:
    """Create one item, by a plain put."""
    table.create(member())


def create_with_a_lock(table: Table) -> None:
    """Create an item and its lock, by a transaction."""
    table.create(member(email="a@x"))


def save(table: Table) -> None:
    """Save a change under a version."""
    found = table.get(Member.at(member_id="old"))
    assert found is not None
    found.name = "Bea"
    table.save(found)
    assert found.version == 2


def update(table: Table) -> None:
    """Update under a condition."""
    found = table.update(
        Member.at(member_id="old"), Member.name.set("Bea"), when=Member.name == "Old"
    )
    assert found.version == 2


def upsert(table: Table) -> None:
    """Make an item by an update."""
    table.upsert(
        Pass.at(pass_id="p"), Pass.holder.set("h"), Pass.expires_at.set(NOON + timedelta(1))
    )


def delete(table: Table) -> None:
    """Delete under a version."""
    found = table.get(Member.at(member_id="old"))
    assert found is not None
    table.delete(found)


def transact(table: Table) -> None:
    """Create and count in one transaction."""
    with table.transaction("t") as unit:
        unit.create(member())
        unit.update(Member.at(member_id="old"), Member.visits.add(1), when=Member.visits == 1)


WRITES = [create_alone, create_with_a_lock, save, update, upsert, delete, transact]


@pytest.mark.exact
@pytest.mark.parametrize("fault", [answer_lost, never_sent, throttled, failed])
@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_done_once_whatever_happens_on_the_way(
    table: Table, faulty: FaultyTransport, clock: Clock, write: Callable[[Table], None], fault: Any
) -> None:
    """Lost answers are asked for again, and what was done already is recognised as done."""
    table.create(member("old", name="Old", visits=1))
    table.update(Member.at(member_id="old"), Member.visits.set(1))
    found = table.get(Member.at(member_id="old"))
    assert found is not None
    table.delete(found)
    table.create(member("old", name="Old", visits=1))
    clock.now += LONG
    for operation in ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"):
        faulty.next(operation, fault, times=2)
    write(table)
    standing = rows(table)
    if write is transact:
        assert standing["MEMBER#old", "MEMBER"]["visits"] == {"N": "2"}
    if write is delete:
        assert standing == {}
    most = 3 if write is upsert else 2  # without a condition an update may happen again
    assert all(int(row["version"]["N"]) <= most for row in standing.values())


def test_a_repeated_transaction_keeps_its_token_and_a_new_attempt_has_its_own(
    table: Table, faulty: FaultyTransport
) -> None:
    """DynamoDB tells a repetition from a second attempt by the token."""
    faulty.next("TransactWriteItems", never_sent)
    faulty.next("TransactWriteItems", conflicting)
    create_with_a_lock(table)
    tokens = [r["ClientRequestToken"] for o, r in faulty.calls if o == "TransactWriteItems"]
    assert tokens[0] == tokens[1] != tokens[2]


def test_a_repeated_write_that_another_overtook_is_refused(
    table: Table, faulty: FaultyTransport
) -> None:
    """What stands there is not what this write leaves behind, so it was not it."""
    found = table.create(member())
    rival = table.get(Member.at(member_id="m"))
    assert rival is not None
    found.name, rival.name = "Bea", "Cleo"
    faulty.next("UpdateItem", never_sent)
    faulty.next("UpdateItem", before(lambda: table.save(rival)))
    with pytest.raises(VersionConflict):
        table.save(found)
    with pytest.raises(RuleViolated):
        table.update(Member.at(member_id="m"), Member.visits.add(1), when=Member.name == "Ann")


@pytest.mark.parametrize("fault", [answer_lost, never_sent, throttled, failed])
def test_a_table_that_does_not_answer_is_unavailable(
    table: Table, faulty: FaultyTransport, fault: Any
) -> None:
    """After every attempt reads and writes say so, and every attempt was metered."""
    faulty.next(ANY, fault, times=5 * TRIES)
    with metered() as meter:
        with pytest.raises(Unavailable):
            table.get(Member.at(member_id="m"))
        with pytest.raises(Unavailable):
            table.page(BY_NAME, PageRequest(), scope="me")
    assert meter.round_trips >= 2 * TRIES


def test_a_request_that_was_turned_away_is_counted_even_if_a_later_try_passes(
    table: Table, faulty: FaultyTransport
) -> None:
    """Alone or within a transaction; a conflict with others is no want of capacity."""
    reasons = [{"Code": "None"}, {"Code": "ThrottlingError"}]

    def held_up(_send: Any, operation: str, _request: Any) -> Any:
        raise refusal(operation, "TransactionCanceledException", CancellationReasons=reasons)

    faulty.next("TransactWriteItems", held_up)
    faulty.next("TransactWriteItems", conflicting)
    faulty.next("GetItem", throttled, times=2)
    with metered() as meter:
        create_with_a_lock(table)
        assert table.get(Member.at(member_id="m")) is not None
    assert (meter.throttled, meter.round_trips) == (3, 6)


@pytest.mark.parametrize("write", [create_alone, create_with_a_lock, update])
def test_conflicts_are_tried_again_and_end_in_contention(
    table: Table, faulty: FaultyTransport, write: Callable[[Table], None]
) -> None:
    """A few pass unnoticed; too many are `Contention`, and nothing was written."""
    table.create(member("old", name="Old"))
    operation = {create_alone: "PutItem", update: "UpdateItem"}.get(write, "TransactWriteItems")
    before_ = rows(table)
    faulty.next(operation, conflicting, times=TRIES)
    with pytest.raises(Contention):
        write(table)
    assert rows(table) == before_
    faulty.next(operation, conflicting, times=3)
    write(table)


def test_a_condition_names_the_error_even_beside_a_conflict(
    table: Table, faulty: FaultyTransport
) -> None:
    """A transaction that can't succeed is not tried again."""
    reasons = [{"Code": "TransactionConflict"}, {"Code": "ConditionalCheckFailed"}]

    def cancelled(_send: Any, operation: str, _request: Any) -> Any:
        raise refusal(operation, "TransactionCanceledException", CancellationReasons=reasons)

    faulty.next("TransactWriteItems", cancelled)
    with pytest.raises(UniqueViolation):
        create_with_a_lock(table)


def test_unprocessed_keys_and_items_are_asked_for_again(
    table: Table, faulty: FaultyTransport
) -> None:
    """Half a batch at a time is a batch in the end; nothing at all is `BatchIncomplete`."""
    visits = [Visit(member_id="m", number=n, room="r") for n in range(30)]
    faulty.next("BatchWriteItem", unprocessed, times=3)
    assert table.load(visits) == 30
    faulty.next("BatchGetItem", unprocessed, times=4)
    assert all(table.get_many([v.ref for v in visits]))
    keys = {"Keys": [v.ref.key for v in visits]}
    faulty.next("BatchGetItem", answering({"UnprocessedKeys": {table.name: keys}}), times=TRIES)
    with pytest.raises(BatchIncomplete):
        table.get_many([v.ref for v in visits])


def test_an_index_that_lags_does_not_break_a_list(table: Table, faulty: FaultyTransport) -> None:
    """A page shows what the index shows; the next page goes on from there."""
    table.load(member(f"m{n}", name=f"n{n}") for n in range(4))
    faulty.next("Query", answering({"Items": [], "Count": 0}), times=3)
    assert table.page(BY_NAME, PageRequest(), scope="me").items == []
    assert len(table.page(BY_NAME, PageRequest(), scope="me").items) == 4


def test_what_no_retry_helps_is_rejected_at_once(table: Table, faulty: FaultyTransport) -> None:
    """Missing permissions and credentials are named by their code; no value is in the message."""

    def denied(_send: Any, operation: str, _request: Any) -> Any:
        raise refusal(operation, "AccessDeniedException")

    def no_credentials(_send: Any, _operation: str, _request: Any) -> Any:
        raise NoCredentialsError

    for fault, code in ((denied, "AccessDeniedException"), (no_credentials, "NoCredentialsError")):
        faulty.calls.clear()
        faulty.next("GetItem", fault)
        with pytest.raises(Rejected, match=code):
            table.get(Member.at(member_id="m"))
        assert len(faulty.calls) == 1


def test_the_waiting_grows_is_random_and_bounded() -> None:
    """Full jitter: anything from nothing to a doubling ceiling, and none after the last try."""
    waits: list[float] = []
    tries = list(Backoff(attempts=9, first=0.1, longest=1.0, sleep=waits.append).tries())
    assert tries == list(range(9))
    assert len(waits) == 8
    assert all(0 <= w <= min(1.0, 0.1 * 2**n) for n, w in enumerate(waits))


# Races


def at_once(count: int, deed: Callable[[int], Any]) -> list[Any]:
    """Run a deed in many threads at once and return what each returned or raised."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return deed(number)
        except Exception as error:  # noqa: BLE001 - the losers' errors are the result
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_sixteen_threads_and_one_unique_value_have_one_winner(table: Table) -> None:
    """The others are told that the value is taken, and none leaves half an item."""
    found = at_once(16, lambda n: table.create(member(f"m{n}", email="a@x")))
    assert sum(isinstance(f, Member) for f in found) == 1
    assert sum(isinstance(f, UniqueViolation) for f in found) == 15
    assert len(rows(table)) == 2


def test_no_update_is_lost(table: Table) -> None:
    """Eight threads add one each, reading and saving until it holds: the sum is right."""
    table.create(member(visits=0))

    def add_one(_number: int) -> None:
        while True:
            found = table.get(Member.at(member_id="m"))
            assert found is not None
            found.visits += 1
            try:
                table.save(found)
            except VersionConflict:
                continue
            return

    assert at_once(8, add_one) == [None] * 8
    found = table.get(Member.at(member_id="m"))
    assert found is not None
    assert (found.visits, found.version) == (8, 9)


def test_two_saves_that_meet_at_the_wire_have_one_winner(
    table: Table, faulty: FaultyTransport
) -> None:
    """Both were read at one version and are sent at one moment."""
    table.create(member())
    faulty.next("UpdateItem", meeting(threading.Barrier(2)), times=2)

    def rename(number: int) -> Any:
        found = table.get(Member.at(member_id="m"))
        assert found is not None
        found.name = f"Name {number}"
        return table.save(found)

    found = at_once(2, rename)
    assert sorted(type(f).__name__ for f in found) == ["Member", "VersionConflict"]


def test_an_expired_item_is_replaced_once(table: Table, clock: Clock) -> None:
    """Of eight that come to an expired place one gets it by creation."""
    table.create(Pass(pass_id="p", expires_at=NOON))
    clock.now += timedelta(hours=1)
    ends = clock.now + timedelta(hours=1)
    found = at_once(8, lambda n: table.create(Pass(pass_id="p", holder=f"h{n}", expires_at=ends)))
    assert sum(isinstance(f, Pass) for f in found) == 1
