"""Due work: what expired is written down once, what was begun is finished, whatever fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.practices import a_client, a_therapist, between, later, map_both
from therapy_core import Practice
from therapy_core.due import handlers, sweeping, tasks
from therapy_core.due.models import Task
from therapy_core.relationships import ending
from therapy_core.relationships.models import Mapping, MappingRequest, Relationship, Status
from therapy_core.table.errors import Unavailable

Patch = pytest.MonkeyPatch


def due(practice: Practice) -> sweeping.Swept:
    """Do what has fallen due, and seal nothing."""
    return sweeping.sweep_table(practice.table)


def add_task(practice: Practice, kind: str, subject_id: str, other_id: str = "") -> Task:
    """Leave a task, as a crash would."""
    with practice.table.transaction("leave") as unit:
        return tasks.promise(unit, kind, subject_id, other_id or None, "client")


def test_nothing_is_due_before_its_time(practice: Practice) -> None:
    """A request that waits, and a task that is just being done, are left alone."""
    ada, tom = a_client(practice), a_therapist(practice)
    asked = practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
    add_task(practice, ending.UNMAP, ada.profile_id, tom.profile_id)
    assert due(practice).seen == 0
    later(practice, days=29)
    assert due(practice).done == {"unmap": 1}
    assert practice.acting_as(ada).mapping_requests.get(asked.request_id).status == "pending"


def test_what_expired_is_written_down_once(practice: Practice) -> None:
    """Request, relationship, consent and audit say so; a second sweep finds nothing."""
    ada, tom = a_client(practice), a_therapist(practice)
    mine, his = practice.acting_as(ada), practice.acting_as(tom)
    mine.mapping_requests.ask(therapist_id=tom.profile_id)
    his.journal_access_requests.ask(client_id=ada.profile_id)
    later(practice, days=30)
    swept = due(practice)
    assert swept.done == {"mapping_request": 1, "journal_access_request": 1}
    assert str(swept) == "done 2, journal_access_request 1, mapping_request 1, passed 0, failed 0"
    for requests in (mine.mapping_requests, mine.journal_access_requests):
        (request,) = requests.list(status="expired").items
        assert (request.status, request.version) == (Status.EXPIRED, 2)
    found = between(practice, ada, tom)
    assert (found.mapping_request_id, found.access_request_id) == (None, None)
    steps = [c.step for c in mine.consents.list(ada.profile_id).items]
    assert sorted(steps) == ["expired", "expired", "requested", "requested"]
    assert due(practice).seen == 0


def test_a_sweep_tells_how_long_the_oldest_had_waited(practice: Practice) -> None:
    """Whether it was done or failed; where nothing was due, nothing waited."""
    tom = a_therapist(practice)
    hour, moment = timedelta(hours=1), timedelta(seconds=30)
    nothing = due(practice)
    assert (nothing.oldest, nothing.lag(practice.table.clock())) == (None, timedelta(0))
    practice.acting_as(tom).mapping_requests.ask(client_id="cli_nobody")
    later(practice, days=30)
    add_task(practice, "nobody knows how", "cli_x")
    later(practice, seconds=hour.total_seconds())
    swept = due(practice)
    assert (swept.done.total(), swept.failed) == (1, 1)
    assert hour <= swept.lag(practice.table.clock()) < hour + moment
    later(practice, seconds=sweeping.LATER.total_seconds())
    again = due(practice)
    assert again.failed == 1
    assert again.lag(practice.table.clock()) < moment, "what was put off waits from then on"


def test_a_relationship_that_never_was_is_removed(practice: Practice) -> None:
    """A request to nobody leaves no trace between the two."""
    tom = a_therapist(practice)
    practice.acting_as(tom).mapping_requests.ask(client_id="cli_nobody")
    practice.acting_as(tom).journal_access_requests.ask(client_id="cli_nobody")
    later(practice, days=30)
    due(practice)
    at = Relationship.at(client_id="cli_nobody", therapist_id=tom.profile_id)
    assert practice.table.get(at) is None


def test_a_request_that_came_after_is_left_alone(practice: Practice) -> None:
    """What was asked anew, or given, since the old request lapsed stays as it is."""
    ada, tom = a_client(practice), a_therapist(practice)
    practice.acting_as(ada).mapping_requests.ask(therapist_id=tom.profile_id)
    later(practice, days=30)
    again = practice.acting_as(tom).mapping_requests.ask(client_id=ada.profile_id)
    due(practice)
    assert between(practice, ada, tom).mapping_request_id == again.request_id
    practice.acting_as(ada).mapping_requests.answer(again.request_id, "approved")
    later(practice, days=60)
    assert due(practice).seen == 0
    assert between(practice, ada, tom).mapping == Mapping.ACTIVE


@pytest.mark.exact
def test_sweeps_in_several_places_do_everything_once(practice: Practice) -> None:
    """Between them they write each expiry once."""
    tom = a_therapist(practice)
    for n in range(6):
        practice.acting_as(tom).mapping_requests.ask(client_id=f"cli_{n}")
    later(practice, days=30)
    with ThreadPoolExecutor(3) as pool:
        swept = list(pool.map(lambda _: due(practice), range(3)))
    assert sum(each.done.total() for each in swept) == 6
    assert [each.failed for each in swept] == [0, 0, 0]
    for n in range(6):
        items = practice.table.wire.dispatch("Scan", {"TableName": practice.table.name})["Items"]
        ours = [i for i in items if i["PK"]["S"] == f"CLIENT#cli_{n}"]
        assert sorted(i["step"]["S"] for i in ours) == ["expired", "requested"]


def test_one_that_fails_stops_no_other(practice: Practice, monkeypatch: Patch) -> None:
    """It is counted, waits a while if it is a task, and the others are done."""
    tom = a_therapist(practice)
    broken = add_task(practice, "nobody knows how", "cli_x")
    practice.acting_as(tom).mapping_requests.ask(client_id="cli_nobody")
    later(practice, days=30)
    swept = due(practice)
    assert (swept.done, swept.failed) == ({"mapping_request": 1}, 1)
    assert [type(error) for error in swept.errors] == [KeyError]
    found = practice.table.get(broken.ref)
    assert found is not None
    assert found.due_at == practice.table.clock() + sweeping.LATER
    assert due(practice).seen == 0
    later(practice, seconds=sweeping.LATER.total_seconds())
    assert due(practice).failed == 1


def test_a_sweep_takes_on_so_much_and_no_more(practice: Practice, monkeypatch: Patch) -> None:
    """It comes to an end however much there is; the next goes on."""
    monkeypatch.setattr(sweeping, "MOST", 4)
    monkeypatch.setattr(sweeping, "BATCH", 2)
    tom = a_therapist(practice)
    for n in range(5):
        practice.acting_as(tom).mapping_requests.ask(client_id=f"cli_{n}")
    later(practice, days=30)
    assert [due(practice).seen for _ in range(3)] == [4, 1, 0]


def test_a_sweep_keeps_some_errors_and_counts_all(practice: Practice, monkeypatch: Patch) -> None:
    """Who sweeps can tell what is wrong, however much is."""
    monkeypatch.setattr(sweeping, "MOST_ERRORS", 2)
    for n in range(3):
        add_task(practice, "nobody knows how", f"cli_{n}")
    later(practice, seconds=tasks.GRACE.total_seconds())
    swept = due(practice)
    assert (swept.failed, len(swept.errors)) == (3, 2)


def test_a_table_out_of_reach_ends_the_sweep(practice: Practice, monkeypatch: Patch) -> None:
    """Nothing is blamed on the piece at hand."""

    def out_of_reach(*_: object) -> None:
        raise Unavailable("GetItem")

    practice.acting_as(a_therapist(practice)).mapping_requests.ask(client_id="cli_x")
    later(practice, days=30)
    monkeypatch.setitem(handlers.WAITING, MappingRequest, out_of_reach)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        due(practice)


@pytest.mark.parametrize("side", ["client", "therapist"])
def test_an_unmapping_that_crashed_is_finished(
    practice: Practice, monkeypatch: Patch, side: str
) -> None:
    """The relationship is closed at once; what hangs on it is ended by the next sweep."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)
    ended: list[tuple[str, ...]] = []

    def crash(*_: object) -> int:
        raise KeyboardInterrupt

    def effect(_table: object, actor: object, *sides: str) -> int:
        ended.append((str(actor.role), actor.profile_id, actor.account_id, *sides[:2]))  # type: ignore[attr-defined]
        return 1

    sides = (ada.profile_id, tom.profile_id)
    who = ada if side == "client" else tom
    monkeypatch.setattr(ending, "EFFECTS", (crash,))
    with pytest.raises(KeyboardInterrupt):
        practice.acting_as(who).relationships.unmap(*sides)
    assert between(practice, ada, tom).mapping == Mapping.ENDED
    monkeypatch.setattr(ending, "EFFECTS", (effect,))
    later(practice, seconds=tasks.GRACE.total_seconds())
    assert due(practice).done == {"unmap": 1}
    assert ended == [(side, who.profile_id, who.account_id, *sides)]
    assert due(practice).seen == 0


def test_what_an_unmapping_cannot_end_now_is_ended_later(
    practice: Practice, monkeypatch: Patch
) -> None:
    """Whoever ends a mapping is told that it is ended, as nothing can bring it back."""
    ada, tom = a_client(practice), a_therapist(practice)
    map_both(practice, ada, tom)

    def busy(*_: object) -> int:
        raise Unavailable("TransactWriteItems")

    monkeypatch.setattr(ending, "EFFECTS", (busy,))
    practice.acting_as(tom).relationships.unmap(ada.profile_id, tom.profile_id)
    assert between(practice, ada, tom).mapping == Mapping.ENDED
    monkeypatch.undo()
    later(practice, seconds=tasks.GRACE.total_seconds())
    assert due(practice).done == {"unmap": 1}


def test_a_task_waits_for_whoever_does_it(practice: Practice) -> None:
    """Whoever makes a promise has two minutes to keep it."""
    made = add_task(practice, ending.UNMAP, "cli_x", "thr_x")
    assert made.created_at is not None
    assert made.due_at - made.created_at == timedelta(minutes=2)
