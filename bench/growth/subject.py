"""What is measured as the data grows: something that fills a table, and what is then asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from therapy_core import Actor, Practice, Role
from therapy_core.table import Entity

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLIENT = Actor(Role.CLIENT, "acc_c", "cli_growth", name="Ada")
THERAPIST = Actor(Role.THERAPIST, "acc_t", "thr_growth", name="Tom")
PAIR = (CLIENT.profile_id, THERAPIST.profile_id)
WORDS = "I walked home along the river and it was easier than I had thought. " * 4

Case = Callable[[Practice, int], Any]
"""Do something in a practice that was filled to a size."""


@dataclass(frozen=True)
class Subject:
    """Say what fills the table to a size, at most to `most`, and what is then asked for.

    Of `pages`, cases that read one, it is asked that they take as long among the most as among
    the fewest. A case in `fewest` is compared from that size on: among less it has less to read
    than its page can hold.
    """

    name: str
    fill: Callable[[int], Iterator[Entity]]
    cases: dict[str, Case]
    most: int
    pages: tuple[str, ...]
    fewest: dict[str, int] = field(default_factory=dict)


def of_client(call: Callable[[Any, int], Any]) -> Case:
    """Return a case in which the client asks."""
    return lambda practice, size: call(practice.acting_as(CLIENT), size)


def of_therapist(call: Callable[[Any, int], Any]) -> Case:
    """Return a case in which the therapist asks who was let in."""
    return lambda practice, size: call(practice.acting_as(THERAPIST), size)
