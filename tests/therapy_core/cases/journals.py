"""Journals: what a therapist reads takes the check of the grant besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.practices import let_read
from tests.therapy_core.cases.world import Case, World


def an_entry(world: World) -> Any:
    """Write an entry."""
    journals = world.acting(world.client).journals
    return journals.write(world.client.profile_id, "glad", 5, words="A walk.")


def own(call: Callable[[World, Any], Any]) -> Case:
    """Return the case of a call that its client makes on an entry."""

    def prepare(world: World) -> Callable[[], Any]:
        entry = an_entry(world)
        return lambda: call(world, entry)

    return prepare


def granted(call: Callable[[World, Any], Any]) -> Case:
    """Return the case of a call that a therapist makes who was let in."""

    def prepare(world: World) -> Callable[[], Any]:
        let_read(world.practice, world.client, world.therapist)
        entry = an_entry(world)
        return lambda: call(world, entry)

    return prepare


CASES: dict[str, Case] = {
    "journals.write": own(lambda w, e: an_entry(w)),
    "journals.change": own(
        lambda w, e: w.acting(w.client).journals.change(
            e.client_id, e.entry_id, {"feeling": "angry", "private": True}, 1
        )
    ),
    "journals.remove": own(
        lambda w, e: w.acting(w.client).journals.remove(e.client_id, e.entry_id, 1)
    ),
    "journals.list": granted(
        lambda w, e: w.acting(w.therapist).journals.list(e.client_id, feeling="glad")
    ),
    "journals.get": granted(
        lambda w, e: w.acting(w.therapist).journals.get(e.client_id, e.entry_id)
    ),
    "journals.trends": granted(lambda w, e: w.acting(w.therapist).journals.trends(e.client_id)),
    "journals.feelings": own(lambda w, e: w.acting(w.client).journals.feelings()),
}
