"""Due work from the command line, and beside the API."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from tests.practices import new_practice
from tests.therapy_cli.test_main import therapy
from tests.transports import transport_to
from therapy_cli.engine.health import wait_until
from therapy_cli.sweeper import Sweeper
from therapy_core import Practice, ids
from therapy_core.due.models import Task
from therapy_core.relationships import ending
from therapy_core.table import Backoff
from therapy_core.table.testing import FaultyTransport, never_sent, no_wait


@pytest.fixture
def practice(endpoint: str, table_name: str) -> Practice:
    """Return a practice on a new table."""
    return new_practice(endpoint, table_name)


def leave_something(practice: Practice) -> Task:
    """Leave a task that is due."""
    now = practice.table.clock()
    sides = {"subject_id": "cli_secret", "other_id": "thr_secret", "by": "client"}
    task = Task(task_id=ids.TASK + ids.new_ulid(now), kind=ending.UNMAP, due_at=now, **sides)
    return practice.table.create(task)


def where(practice: Practice) -> dict[str, str]:
    """Return the variables that lead a command to the practice."""
    endpoint = practice.settings.endpoint
    assert endpoint is not None
    return {"DYNAMODB_ENDPOINT": endpoint, "TABLE_NAME": practice.table.name}


def test_prints_counts_alone(practice: Practice) -> None:
    """What it did is told by kind, about nobody."""
    leave_something(practice)
    leave_something(practice)
    done = therapy("due", **where(practice))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "done 3, audit_seal 1, unmap 2, passed 0, failed 0\n"
    assert therapy("due", **where(practice)).stdout == "done 0, passed 0, failed 0\n"


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_goes_on_until_it_is_stopped(practice: Practice, by: signal.Signals) -> None:
    """With `--every` it sweeps again, and ends on Ctrl-C without a traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "therapy_cli.main", "due", "--every", "1"],
        env={**os.environ, **where(practice)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "done 1, audit_seal 1, passed 0, failed 0\n"
    assert process.stdout.readline() == "done 0, passed 0, failed 0\n"
    process.send_signal(by)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in told) == (0, False)


def test_a_pause_is_a_second_or_more() -> None:
    """Less is a matter of usage."""
    done = therapy("due", "--every", "0")
    assert done.returncode == 2


def test_sweeps_beside_the_api_and_ends_with_it(practice: Practice) -> None:
    """What falls due is done while the block runs, and no thread outlives it."""
    task = leave_something(practice)
    with Sweeper(practice, seconds=0.05):
        assert wait_until(lambda: practice.table.get(task.ref) is None, 20, 0.05)
    assert "due" not in [thread.name for thread in threading.enumerate()]


def test_a_table_out_of_reach_stops_no_sweeper(
    endpoint: str, table_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, and comes back to it."""
    faulty = FaultyTransport(transport_to(endpoint))
    practice = new_practice(endpoint, table_name, faulty)
    practice.table.backoff = Backoff(sleep=no_wait)
    task = leave_something(practice)
    faulty.next("Query", never_sent, times=8)
    with Sweeper(practice, seconds=0.05):
        assert wait_until(lambda: practice.table.get(task.ref) is None, 20, 0.05)
    assert "Due work has to wait" in capsys.readouterr().err
