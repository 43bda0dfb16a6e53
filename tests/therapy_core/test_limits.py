"""Rate limits hold across threads and start anew with each window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from therapy_core import Practice
from therapy_core.errors import TooManyRequests

NOON = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def at_noon(practice: Practice) -> Practice:
    """Return a practice whose clock stands ten seconds after noon."""
    practice.table.clock = lambda: NOON
    return practice


def test_what_is_left_is_told(at_noon: Practice) -> None:
    """Each request is told how many are left and when all of them are back."""
    first = at_noon.limits.hit("log-in", "a", 2, 60)
    second = at_noon.limits.hit("log-in", "a", 2, 60)
    assert (first.remaining, second.remaining, first.reset_seconds) == (1, 0, 50)
    with pytest.raises(TooManyRequests) as caught:
        at_noon.limits.hit("log-in", "a", 2, 60)
    assert caught.value.retry_after == 50


def test_limits_are_apart(at_noon: Practice) -> None:
    """Neither another key nor another scope counts here."""
    at_noon.limits.hit("log-in", "a", 1, 60)
    assert at_noon.limits.hit("log-in", "b", 1, 60).remaining == 0
    assert at_noon.limits.hit("sign-up", "a", 1, 60).remaining == 0


def test_a_new_window_is_whole(at_noon: Practice) -> None:
    """When the window is over, counting starts again."""
    at_noon.limits.hit("log-in", "a", 1, 60)
    at_noon.table.clock = lambda: NOON + timedelta(seconds=50)
    assert at_noon.limits.hit("log-in", "a", 1, 60).remaining == 0


@pytest.mark.exact
def test_no_request_slips_through_a_race(at_noon: Practice) -> None:
    """Of 40 at once, exactly the allowed 10 pass."""

    def passes(_: int) -> bool:
        try:
            at_noon.limits.hit("log-in", "a", 10, 60)
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(passes, range(40))) == 10
