"""The library and a practice in plain memory do the same, whatever happens in whatever order.

A short run is part of the tests; `make model` runs 1,000 of 50 steps.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import TALLY, Machine
from tests.practices import new_practice

RUNS = int(os.environ.get("MODEL_RUNS", "10"))
STEPS = int(os.environ.get("MODEL_STEPS", "30"))
SETTINGS = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
DEEP = {"answers", "decides", "cancels", "moves", "closes", "unmaps", "reads_a_journal"}
"""What a long run has to have done, and not only tried."""


@pytest.mark.slow
@pytest.mark.exact
def test_the_library_does_what_the_rules_say(endpoint: str, table_name: str) -> None:
    """In every order of deeds that was tried, library and memory tell the same."""
    Machine.practice = new_practice(endpoint, table_name, streamed=False)
    TALLY.clear()
    run_state_machine_as_test(Machine, settings=SETTINGS)  # type: ignore[no-untyped-call]
    done = {deed for (deed, end), _ in TALLY.items() if end == "ok"}
    lines = [f"{many:>8} {deed}: {end}" for (deed, end), many in sorted(TALLY.items())]
    print("", *lines, sep="\n")  # noqa: T201 - `make model` shows how deep it went
    assert RUNS < 1000 or done >= DEEP
