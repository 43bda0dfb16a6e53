"""What is done at once: in order, in the caller's context, and without harm when it fails."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from therapy_core.table import metered, metering
from therapy_core.table.parallel import at_once, beside


def test_deeds_run_at_once_and_answer_in_order() -> None:
    """Three that wait for one another all come back, each in its place."""
    barrier = threading.Barrier(3)

    def meet(number: int) -> int:
        barrier.wait(timeout=10)
        return number

    assert at_once([partial(meet, n) for n in range(3)]) == [0, 1, 2]
    assert at_once([]) == []


def test_the_first_error_in_order_is_raised() -> None:
    """Whatever the others did."""

    def fail(number: int) -> None:
        raise LookupError(number)

    with pytest.raises(LookupError, match="1"):
        at_once([lambda: None, partial(fail, 1), partial(fail, 2)])


def test_calls_made_at_once_count_for_whoever_asked() -> None:
    """A meter that is open counts them, and so does what runs beside a block."""
    call = partial(metering.record, "GetItem", {})
    with metered() as meter:
        at_once([call, call])
        with beside(call):
            call()
    assert meter.round_trips == 4


def test_what_runs_beside_a_block_ends_with_it_and_fails_in_silence() -> None:
    """The block goes on meanwhile; its own error is the one that is raised."""
    began, ended = threading.Event(), []

    def deed() -> None:
        assert began.wait(10)
        ended.append(1)
        raise LookupError

    with beside(deed):
        began.set()
    assert ended == [1]
    with pytest.raises(KeyError), beside(deed):
        raise KeyError
    assert ended == [1, 1]
