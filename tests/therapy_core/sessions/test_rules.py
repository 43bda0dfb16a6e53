"""The rules of sessions, on plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy_core import Role
from therapy_core.errors import Conflict, InvalidInput
from therapy_core.sessions import rules
from therapy_core.sessions.models import SessionStatus
from therapy_core.sessions.rules import SlotFate
from therapy_core.values import checked

START = datetime(2030, 6, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
OVER = [each for each in SessionStatus if each is not SessionStatus.SCHEDULED]
moments = st.timedeltas(timedelta(days=-40), timedelta(days=40)).map(lambda d: START + d)
cutoffs = st.timedeltas(timedelta(0), timedelta(days=14))


@given(now=moments, cutoff=cutoffs)
def test_a_client_cancels_in_time_or_late_and_never_afterwards(
    now: datetime, cutoff: timedelta
) -> None:
    """Up to the cutoff the slot is open again; later it stays taken; once begun, it is no more."""
    if now >= START:
        with pytest.raises(Conflict):
            rules.cancellation("scheduled", START, now, Role.CLIENT, cutoff)
        return
    status, fate = rules.cancellation("scheduled", START, now, Role.CLIENT, cutoff)
    in_time = START - now >= cutoff
    expected = (SessionStatus.CANCELLED, SlotFate.REOPENED)
    assert (status, fate) == (
        expected if in_time else (SessionStatus.LATE_CANCELLED, SlotFate.KEPT)
    )


def test_the_cutoff_itself_is_in_time() -> None:
    """Exactly a day before is in time, a moment later is late."""
    states = [
        rules.cancellation("scheduled", START, START - DAY + late, Role.CLIENT, DAY)[0]
        for late in (timedelta(0), MOMENT)
    ]
    assert states == [SessionStatus.CANCELLED, SessionStatus.LATE_CANCELLED]


@given(before=st.timedeltas(MOMENT, timedelta(days=40)), cutoff=cutoffs)
def test_a_therapist_is_never_late(before: timedelta, cutoff: timedelta) -> None:
    """The cutoff binds the client alone; the therapist's slot is withdrawn."""
    found = rules.cancellation("scheduled", START, START - before, Role.THERAPIST, cutoff)
    assert found == (SessionStatus.CANCELLED, SlotFate.WITHDRAWN)


@pytest.mark.parametrize("status", OVER)
@pytest.mark.parametrize(
    "change", [{"status": "completed"}, {"status": "missed"}, {"place": "x"}, {"slot_id": "x"}]
)
def test_what_is_over_stays_as_it_is(status: str, change: dict[str, Any]) -> None:
    """No way leads out of any state but scheduled."""
    for now in (START - DAY, START + DAY):
        with pytest.raises(Conflict):
            rules.check_change(status, START, now, change)
        with pytest.raises(Conflict):
            rules.cancellation(status, START, now, Role.CLIENT, DAY)


@pytest.mark.parametrize("end", ["completed", "missed"])
def test_a_session_ends_once_it_has_begun(end: str) -> None:
    """A moment before is too early."""
    rules.check_change("scheduled", START, START, {"status": end})
    with pytest.raises(Conflict):
        rules.check_change("scheduled", START, START - MOMENT, {"status": end})


def test_a_session_moves_until_it_begins() -> None:
    """Once begun it can't be moved any more, though its place can be put right."""
    rules.check_change("scheduled", START, START - MOMENT, {"slot_id": "x"})
    rules.check_change("scheduled", START, START + DAY, {"place": None})
    with pytest.raises(Conflict):
        rules.check_change("scheduled", START, START, {"slot_id": "x"})


def test_a_session_does_not_move_and_end_at_once() -> None:
    """One contradicts the other, whatever the time."""
    with pytest.raises(InvalidInput):
        rules.check_change("scheduled", START, START, {"slot_id": "x", "status": "missed"})


@pytest.mark.parametrize(
    "change",
    [
        {"status": "cancelled"},
        {"status": "scheduled"},
        {"status": None},
        {"slot_id": None},
        {"place": "two\nlines"},
        {"place": "x" * 201},
        {"starts_at": START},
    ],
)
def test_what_a_change_can_say(change: dict[str, Any]) -> None:
    """States are not written by hand, and times come from slots alone."""
    with pytest.raises(InvalidInput):
        checked(rules.CHANGES, change)


@pytest.mark.parametrize(
    "wrong", ["Walk.", ["Walk."] * 21, ["x" * 501], ["two\nlines"], [""], [None]]
)
def test_assignments_are_few_and_short(wrong: Any) -> None:
    """Up to 20, each one line."""
    with pytest.raises(ValueError, match="takes"):
        rules.assignments(wrong)
    assert rules.assignments(["Walk."] * 20) == ["Walk."] * 20


@given(stands=st.integers(2, 50), version=st.none() | st.integers(0, 60))
def test_a_signature_answers_only_who_signed(stands: int, version: int | None) -> None:
    """The version that was signed, and the one that signing made, are told; no other is."""
    assert rules.was_signed_at(START, stands, version) == (version in (stands - 1, stands))
    assert not rules.was_signed_at(None, stands, version)


def test_a_window_lies_within_the_calendar() -> None:
    """Times that no session can have are refused, and named."""
    with pytest.raises(InvalidInput) as wrong:
        rules.check_window(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    assert set(wrong.value.fields) == {"since", "until"}
    rules.check_window(None, START)
