"""Searching: a request that finds nothing makes all the calls that it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.practices import an_entry, let_read
from tests.therapy_core.cases.world import Case, World
from therapy_core import Actor, Role


def a_long_journal(world: World) -> Callable[[], Any]:
    """Fill a client's journal."""
    now = world.practice.table.clock()
    world.practice.table.load(
        an_entry(world.client, now - timedelta(hours=n), "A walk.") for n in range(1000)
    )
    return lambda: world.acting(world.client).search.of_client(world.client.profile_id, "rain")


def many_journals(world: World) -> Callable[[], Any]:
    """Let a therapist read the journals of many clients."""
    for n in range(9):
        let_read(world.practice, Actor(Role.CLIENT, "", f"cli_{n}", name="Ada"), world.therapist)
    return lambda: world.acting(world.therapist).search.of_therapist(
        world.therapist.profile_id, "rain"
    )


CASES: dict[str, Case] = {
    "search.of_client": a_long_journal,
    "search.of_therapist": many_journals,
}
