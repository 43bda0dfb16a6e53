"""Processes know of one another how many connections each has."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from tests.therapy_api.server.serving import Serving, answer, echo
from therapy_api.server import Worker
from therapy_api.server.balance import FRESH_SECONDS, Balance

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def clock() -> SimpleNamespace:
    """Return a time that stands still."""
    return SimpleNamespace(at=100.0)


@pytest.fixture
def balance(clock: SimpleNamespace) -> Balance:
    """Return a balance of its own."""
    return Balance(lambda: clock.at)


def test_who_has_more_knows_it(balance: Balance) -> None:
    """Fewer is fewer: who has as many as another, or is alone, takes what comes."""
    assert not balance.has_fewer_elsewhere(5)
    balance.tell(1, 5)
    balance.tell(2, 3)
    assert balance.has_fewer_elsewhere(5)
    assert not balance.has_fewer_elsewhere(3)
    balance.tell(2, 5)
    assert not balance.has_fewer_elsewhere(5)


def test_who_is_gone_holds_nobody_up(balance: Balance, clock: SimpleNamespace) -> None:
    """Whether it said so or was killed."""
    balance.tell(1, 0)
    balance.leave(1)
    assert not balance.has_fewer_elsewhere(5)
    balance.tell(2, 0)
    assert balance.has_fewer_elsewhere(5)
    clock.at += FRESH_SECONDS
    assert not balance.has_fewer_elsewhere(5)


def test_forked_processes_see_one_another(balance: Balance) -> None:
    """What a child says its parent knows."""
    child = os.fork()
    if child == 0:  # pragma: no cover - in another process
        balance.tell(7, 1)
        os._exit(0)
    os.waitpid(child, 0)
    assert balance.has_fewer_elsewhere(2)
    assert not balance.has_fewer_elsewhere(1)


def test_a_connection_that_nobody_else_takes_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Giving way costs a moment, never the connection."""
    monkeypatch.setattr(Worker, "_balance", Balance())
    with Serving(echo) as serving, serving.connect() as first, serving.connect() as second:
        serving.worker._balance.tell(99, 0)
        for each in (first, second):
            each.sendall(GET)
            assert answer(each)[2] == b"GET / "
