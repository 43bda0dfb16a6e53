"""32 threads sign up with one address, over and over: one account each time.

Five rounds in `make test`; `make soak` runs two hundred (`SOAK_ROUNDS`).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.practices import PASSWORD, an_address, new_practice
from therapy_core import ANONYMOUS, Practice, Role
from therapy_core.errors import EmailTaken, TryAgain

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "5"))
THREADS = 32


@pytest.mark.exact
def test_one_account_each_time(endpoint: str, table_name: str) -> None:
    """Of 32 at once one succeeds and every other is told, in every round."""
    practice = new_practice(endpoint, table_name)
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(ROUNDS):
            email = an_address()
            outcomes = list(pool.map(lambda _, e=email: _attempt(practice, e), range(THREADS)))
            assert sorted(outcomes) == ["made", *["taken"] * (THREADS - 1)]
    print(f"{ROUNDS} rounds of {THREADS}")


def _attempt(practice: Practice, email: str) -> str:
    """Sign up; repeat while the table says that it is too busy to tell."""
    while True:
        try:
            practice.acting_as(ANONYMOUS).accounts.sign_up(email, PASSWORD, "Ada", Role.CLIENT)
        except EmailTaken:
            return "taken"
        except TryAgain:
            continue
        return "made"
