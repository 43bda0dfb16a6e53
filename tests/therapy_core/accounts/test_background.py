"""Heavy work in the background: one call at a time, a bound on those that wait, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from therapy_core.accounts import background
from therapy_core.accounts.background import NICENESS, Background
from therapy_core.errors import Busy, TryAgain

SECONDS = 30


@contextmanager
def filled(work: Background, places: int) -> Iterator[list[Future[int]]]:
    """Take every place with calls that end with the block, the first of them running."""
    begun, over = threading.Event(), threading.Event()

    def call(number: int) -> int:
        begun.set()
        assert over.wait(SECONDS)
        return number

    with ThreadPoolExecutor(places) as callers:
        try:
            found = [callers.submit(work.run, call, 0)]
            assert begun.wait(SECONDS)
            found += [callers.submit(work.run, call, n) for n in range(1, places)]
            while work._taken < places:
                threading.Event().wait(0.001)
            yield found
        finally:
            over.set()


def fail() -> None:
    """Raise what a call may raise."""
    raise LookupError("of its own")


def test_returns_and_raises_what_the_call_does() -> None:
    """The caller sees the call's own answer, and its own error."""
    work = Background(2)
    assert work.run(divmod, 7, 2) == (3, 1)
    with pytest.raises(LookupError, match="of its own"):
        work.run(fail)
    assert work.run(int, "12", base=3) == 5


def test_refuses_beyond_its_places_and_loses_nothing() -> None:
    """One more is refused without having begun; all that were taken in end; then there is room."""
    work, done = Background(3), []
    with filled(work, 3) as taken:
        with pytest.raises(Busy):
            work.run(done.append, "refused")
        with pytest.raises(TryAgain):
            work.expect_room()
    assert [each.result() for each in taken] == [0, 1, 2]
    assert done == []
    work.expect_room()
    work.run(done.append, "taken")
    assert done == ["taken"]


def test_a_call_that_fails_gives_its_place_back() -> None:
    """Failures use up no places."""
    work = Background(1)
    for _ in range(3):
        with pytest.raises(LookupError):
            work.run(fail)
    work.expect_room()


def test_one_call_runs_at_a_time() -> None:
    """However many ask, there is never more than one at work."""
    work, running, most = Background(8), 0, 0

    def call() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.002)
        running -= 1

    with ThreadPoolExecutor(8) as callers:
        list(callers.map(lambda _: work.run(call), range(8)))
    assert most == 1


def test_who_has_waited_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that could not begin in time never begins."""
    work, done = Background(2), []
    with filled(work, 1), pytest.raises(Busy):
        monkeypatch.setattr(background, "wait", lambda *_: None)  # the time is up
        work.run(done.append, "too late")
    monkeypatch.undo()
    work.run(int)
    assert done == []


def test_a_call_that_has_begun_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience is for the beginning: what is under way when the time is up comes to its end."""
    begun, up = threading.Event(), threading.Event()

    def call() -> str:
        begun.set()
        assert up.wait(SECONDS)
        return "done"

    def until_it_runs(*_: object) -> None:
        assert begun.wait(SECONDS)
        up.set()

    monkeypatch.setattr(background, "wait", until_it_runs)
    assert Background(1).run(call) == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's")
def test_gives_way_to_other_threads() -> None:
    """The work has a low priority of its own; who asked for it keeps theirs."""

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = priority()
    assert Background(1).run(priority) == max(before, NICENESS)
    assert priority() == before


def test_works_where_the_system_refuses_priorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sandbox that forbids them is no reason to fail."""

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused, raising=False)
    assert Background(1).run(int, "7") == 7


def test_a_forked_process_begins_anew() -> None:
    """In a child nothing is under way, whatever was in its parent, and the work is done there."""
    work = Background(2)
    with filled(work, 2):
        child = os.fork()
        if child == 0:  # pragma: no cover - in another process
            os._exit(0 if work.run(os.getpid) == os.getpid() else 1)
        assert os.waitpid(child, 0)[1] == 0
        with pytest.raises(Busy):
            work.run(int)


def test_is_forgotten_when_nobody_uses_it() -> None:
    """Looking after forks keeps nothing alive."""
    count = len(background._ALL)
    made = Background(1)
    assert len(background._ALL) == count + 1
    del made
    assert len(background._ALL) == count


ENDING = """
import atexit, threading
from therapy_core.accounts.background import Background
from therapy_core.errors import Busy

work = Background(4)

def late():
    try:
        work.run(print, "never")
    except Busy:
        print("busy")

atexit.register(late)
begun = threading.Event()
threading.Thread(target=work.run, args=(lambda: (begun.set(), print("done")),)).start()
begun.wait()
"""


def test_ends_with_the_process() -> None:
    """What is under way ends, what comes later is refused, and nothing complains."""
    ended = subprocess.run(
        [sys.executable, "-c", ENDING], capture_output=True, text=True, check=True, timeout=SECONDS
    )
    assert (ended.stdout.split(), ended.stderr) == (["done", "busy"], "")
