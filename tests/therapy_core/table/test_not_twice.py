"""What must not happen twice, and may have happened when its answer was lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError, SSLError

from tests.therapy_core.table.tables import LONG, SECRET, TRIES, Clock, Member, member, rows
from therapy_core.table import Backoff, Table
from therapy_core.table.errors import (
    RuleViolated,
    Unavailable,
    Unsure,
)
from therapy_core.table.testing import (
    FaultyTransport,
    answer_lost,
    before,
    failed,
    never_sent,
    throttled,
)

SECOND = timedelta(seconds=1)


def counted(table: Table) -> tuple[str, str]:
    """Return how often a member was counted, and its version."""
    standing = rows(table)["MEMBER#m", "MEMBER"]
    return standing["visits"]["N"], standing["version"]["N"]


@pytest.fixture
def moving(table: Table, clock: Clock) -> Table:
    """Return a table with a member who was counted once, and a clock that went on since."""
    table.create(member(visits=1))
    clock.now += LONG
    return table


def count(table: Table, **when: Any) -> Member:
    """Count a member once more: an update that would count twice if it happened twice."""
    return table.update(Member.at(member_id="m"), Member.visits.add(1), **when)


def another(table: Table, clock: Clock, later: timedelta) -> Table:
    """Return the table as another process has it, which began its write so much later."""
    inner = table.transport.inner  # type: ignore[attr-defined]  # past the planned faults
    return Table(table.schema, table.name, inner, secret=SECRET, clock=lambda: clock.now + later)


def rename(table: Table) -> None:
    """Change something else of the member who is counted."""
    table.update(Member.at(member_id="m"), Member.name.set("Bea"))


@pytest.mark.exact
@pytest.mark.parametrize("fault", [answer_lost, failed, never_sent, throttled])
def test_a_count_is_counted_once(moving: Table, faulty: FaultyTransport, fault: Any) -> None:
    """Whether the answer was lost or the request; the item that is returned is the one there."""
    faulty.next("UpdateItem", fault, times=2)
    found = count(moving)
    assert (found.visits, found.version) == (2, 2)
    assert counted(moving) == ("2", "2")


@pytest.mark.exact
def test_a_request_that_arrives_late_is_not_counted_again(
    moving: Table, faulty: FaultyTransport
) -> None:
    """It overtakes its own repetition, which holds for the item as it was before it alone."""
    late: list[Any] = []

    def delayed(send: Any, operation: str, request: Any) -> Any:
        late.append(lambda: send(operation, request))
        raise ReadTimeoutError(endpoint_url="fault://delayed")

    def meanwhile(send: Any, operation: str, request: Any) -> Any:
        late[0]()
        return send(operation, request)

    faulty.next("UpdateItem", delayed)
    faulty.next("UpdateItem", meanwhile)
    assert count(moving).visits == 2
    assert counted(moving) == ("2", "2")


@pytest.mark.exact
def test_a_count_that_was_overtaken_is_made_for_what_stands_there_now(
    moving: Table, faulty: FaultyTransport, clock: Clock
) -> None:
    """Another's write that came between is kept, and this one's is done on top of it."""
    faulty.next("UpdateItem", failed)
    faulty.next("UpdateItem", before(lambda: rename(another(moving, clock, -LONG / 2))))
    assert count(moving).visits == 2
    assert counted(moving) == ("2", "3")


@pytest.mark.exact
def test_a_count_that_nobody_can_tell_of_is_reported(
    moving: Table, faulty: FaultyTransport, clock: Clock
) -> None:
    """What was written later hides whether it happened; then it is said, and not done again."""

    def lost(send: Any, operation: str, request: Any) -> Any:
        send(operation, request)
        rename(another(moving, clock, SECOND))
        raise ReadTimeoutError(endpoint_url="fault://lost")

    faulty.next("UpdateItem", lost)
    with pytest.raises(Unsure):
        count(moving)
    assert counted(moving) == ("2", "3")


def test_a_rule_that_no_longer_holds_refuses_a_repetition(
    moving: Table, faulty: FaultyTransport, clock: Clock
) -> None:
    """Another's write that came between broke it; the error is the rule's."""
    faulty.next("UpdateItem", failed)
    faulty.next("UpdateItem", before(lambda: rename(another(moving, clock, -LONG / 2))))
    with pytest.raises(RuleViolated):
        count(moving, when=Member.name == "Ann")
    assert counted(moving) == ("1", "2")


@pytest.mark.exact
def test_what_fails_in_the_end_says_whether_it_may_have_happened(
    moving: Table, faulty: FaultyTransport
) -> None:
    """One lost answer among tries that were never sent is enough to be unsure."""
    for fault, unsure in ((throttled, False), (never_sent, False), (failed, True)):
        faulty.next("GetItem", fault)
        faulty.next("GetItem", throttled, times=TRIES - 1)
        with pytest.raises(Unavailable) as caught:
            moving.get(Member.at(member_id="m"))
        assert isinstance(caught.value, Unsure) is unsure


def test_no_try_begins_after_the_deadline() -> None:
    """However many are left."""
    now = [0.0]
    backoff = Backoff(attempts=99, within=10, sleep=lambda _: now.append(now[-1] + 4))
    assert len(list(replace(backoff, clock=lambda: now[-1]).tries())) == 3


@pytest.mark.exact
def test_a_count_that_another_hides_is_not_made_again(
    moving: Table, faulty: FaultyTransport, clock: Clock
) -> None:
    """Another update, begun a moment before and sent after it, stands where it was lost."""

    def lost(send: Any, operation: str, request: Any) -> Any:
        send(operation, request)
        rename(another(moving, clock, -SECOND))
        raise ReadTimeoutError(endpoint_url="fault://lost")

    faulty.next("UpdateItem", lost)
    with pytest.raises(Unsure):
        count(moving)
    assert counted(moving) == ("2", "3")


@pytest.mark.exact
def test_a_set_is_recognised_in_any_order(moving: Table, faulty: FaultyTransport) -> None:
    """DynamoDB keeps none; what was done is done all the same."""

    def lost(send: Any, operation: str, request: Any) -> Any:
        send(operation, request)
        raise ReadTimeoutError(endpoint_url="fault://lost")

    def turned(send: Any, operation: str, request: Any) -> Any:
        answer = send(operation, request)
        answer["Item"]["tags"]["SS"].reverse()
        return answer

    faulty.next("UpdateItem", lost)
    faulty.next("GetItem", turned)
    actions = Member.tags.set({"x", "y", "z"}), Member.visits.add(1)
    assert moving.update(Member.at(member_id="m"), *actions).visits == 2
    assert counted(moving) == ("2", "2")


@pytest.mark.exact
def test_whoever_can_t_look_is_unsure(moving: Table, faulty: FaultyTransport, clock: Clock) -> None:
    """An update that may have happened is not reported as one that didn't."""
    faulty.next("UpdateItem", answer_lost)
    faulty.next("GetItem", never_sent, times=TRIES)
    with pytest.raises(Unsure):
        count(moving)
    clock.now += LONG
    faulty.next("UpdateItem", failed)
    faulty.next("UpdateItem", never_sent, times=TRIES * TRIES)
    with pytest.raises(Unsure):
        count(moving)


def test_a_broken_tls_connection_leaves_unsure(moving: Table, faulty: FaultyTransport) -> None:
    """Botocore's client says the same of what breaks after sending."""

    def broken(send: Any, operation: str, request: Any) -> Any:
        send(operation, request)
        raise SSLError(endpoint_url="fault://broken", error=OSError("bad record"))

    faulty.next("UpdateItem", broken)
    assert count(moving).visits == 2
    assert counted(moving) == ("2", "2")
