"""Messaging: a client and a therapist who may write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.practices import let_read
from tests.therapy_core.cases.world import Case, World


def send(world: World) -> Any:
    """Send a message of the client's."""
    pair = world.client.profile_id, world.therapist.profile_id
    return world.acting(world.client).messaging.send(*pair, "Hello.")


def after_a_message(call: Callable[[World, tuple[str, str, str]], Any]) -> Case:
    """Return the case of a call about a message that was sent."""

    def prepare(world: World) -> Callable[[], Any]:
        let_read(world.practice, world.client, world.therapist)
        sent = send(world)
        path = (sent.client_id, sent.therapist_id, sent.message_id)
        return lambda: call(world, path)

    return prepare


CASES: dict[str, Case] = {
    "messaging.send": after_a_message(lambda w, m: send(w)),
    "messaging.history": after_a_message(
        lambda w, m: w.acting(w.therapist).messaging.history(*m[:2])
    ),
    "messaging.get": after_a_message(lambda w, m: w.acting(w.therapist).messaging.get(*m)),
    "messaging.edit": after_a_message(
        lambda w, m: w.acting(w.client).messaging.edit(*m, {"text": "Hello!"}, 1)
    ),
    "messaging.delete": after_a_message(lambda w, m: w.acting(w.client).messaging.delete(*m, 1)),
    "messaging.mark_read": after_a_message(
        lambda w, m: w.acting(w.therapist).messaging.mark_read(*m)
    ),
    "messaging.conversations": after_a_message(
        lambda w, m: w.acting(w.therapist).messaging.conversations()
    ),
}
