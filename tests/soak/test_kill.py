"""`kill -9` in the middle of writes: what was acknowledged stays, what was not is not half made.

Two rounds in `make test`; `make soak` runs twenty (`SOAK_KILLS`).
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.practices import PASSWORD, SETTINGS
from tests.running import Running
from therapy_core import Practice
from therapy_core.accounts.models import Account
from therapy_core.directory.models import Client, Therapist
from therapy_core.table import UniqueLock

KILLS = int(os.environ.get("SOAK_KILLS", "3"))
WRITERS = 6

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="finds the processes to kill under /proc"
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Return a practice that runs as `make run` has it."""
    found = Running(tmp_path)
    found.start()
    yield found
    found.stop()


class Writers:
    """Sign people up from several threads until told to stop, each repeated until answered."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = itertools.count()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        self.acknowledged: dict[str, str] = {}
        self.repeated = 0
        self.refused: list[str] = []

    def start(self) -> None:
        """Let the writers loose."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish the request under way."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            email = f"soak{number}@practice.example"
            while not self._sign_up(number, email):
                self.repeated += 1
                time.sleep(0.05)

    def _sign_up(self, number: int, email: str) -> bool:
        role = ("client", "therapist")[number % 2]
        body = {"email": email, "password": PASSWORD, "name": f"Soak {number}", "role": role}
        if role == "therapist":
            body |= {"expertise": ["Grief"], "location": "Oslo", "timezone": "Europe/Oslo"}  # type: ignore[dict-item]
        headers = {
            "Idempotency-Key": f"soak-{number}",
            "X-Forwarded-For": f"10.{number >> 8 & 255}.{number & 255}.1",
        }
        try:
            answer = requests.post(f"{self._url}/signup", json=body, headers=headers, timeout=20)
        except requests.RequestException:
            return False
        if answer.status_code >= 500 or (answer.status_code == 409 and "under_way" in answer.text):
            return False
        if answer.status_code != 201:
            self.refused.append(answer.text)
            return True
        self.acknowledged[email] = answer.json()["accountId"]
        return True


def test_nothing_acknowledged_is_lost(running: Running) -> None:
    """Engine, API and both are killed while people sign up; the table stays whole."""
    writers = Writers(running.url)
    writers.start()
    victims = itertools.cycle([running.kill_engine, running.kill_api, running.kill_everything])
    try:
        for kill in itertools.islice(victims, KILLS):
            time.sleep(random.uniform(0.3, 1.0))
            kill()
            running.wait_until_ready()
        time.sleep(0.5)
    finally:
        writers.stop()
    everything = _everything(running)
    _assert_whole(everything)
    stored = {e.email: e.account_id for e in everything if isinstance(e, Account)}
    assert (len(writers.acknowledged) > KILLS, writers.refused) == (True, [])
    assert writers.acknowledged == stored
    print(f"{KILLS} kills, {len(stored)} sign-ups, {writers.repeated} repeated")
    _assert_all_log_in(running, random.sample(sorted(stored), min(40, len(stored))))


def _everything(running: Running) -> list[Any]:
    practice = Practice.connect(replace(SETTINGS, endpoint=running.endpoint))
    found, start = [], {}
    while True:
        answer = practice.table.wire.dispatch(
            "Scan", {"TableName": practice.table.name, "Limit": 500, **start}
        )
        found += [practice.table.schema.parse(raw) for raw in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return found
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _assert_whole(everything: list[Any]) -> None:
    """Every account has its address and its profile, and none of these is without an account."""
    accounts = [e for e in everything if isinstance(e, Account)]
    locks = {e.owner_pk: e.value for e in everything if isinstance(e, UniqueLock)}
    profiles = {e.client_id for e in everything if isinstance(e, Client)}
    profiles |= {e.therapist_id for e in everything if isinstance(e, Therapist)}
    assert {a.ref.pk: a.email for a in accounts} == locks
    assert {a.profile_id for a in accounts} == profiles


def _assert_all_log_in(running: Running, emails: list[str]) -> None:
    for number, email in enumerate(emails):
        answer = requests.post(
            f"{running.url}/login",
            json={"email": email, "password": PASSWORD},
            headers={"X-Forwarded-For": f"10.200.{number}.1"},
            timeout=20,
        )
        assert answer.status_code == 200, answer.text
