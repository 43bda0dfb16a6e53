"""Slots, and requests for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.appointments import NOON, a_slot, asked
from tests.therapy_core.cases.world import Case, World, directly
from therapy_core.actor import PageRequest


def publishing_a_week(world: World) -> Any:
    """Publish the slots of one day by a rule."""
    day = (NOON + timedelta(days=2)).date()
    return world.acting(world.therapist).slots.publish_weekly(
        world.therapist.profile_id, [f"{day:%A}".lower()], ["09:00", "10:00"], 50, day, day, "UTC"
    )


def listing(world: World) -> Callable[[], Any]:
    """Look through slots, one of which is held, as a client."""
    held, _ = (a_slot(world.practice, world.therapist, at) for at in (0, 1))
    asked(world.practice, world.client, held)
    slots = world.acting(world.client).slots
    return lambda: slots.list(world.therapist.profile_id, PageRequest(1))


def withdrawing(world: World) -> Callable[[], Any]:
    """Take back a slot that is held."""
    slot = a_slot(world.practice, world.therapist)
    asked(world.practice, world.client, slot)
    slots = world.acting(world.therapist).slots
    return lambda: slots.withdraw(slot.therapist_id, slot.slot_id)


def getting_a_slot(world: World) -> Callable[[], Any]:
    """Read a slot."""
    slot = a_slot(world.practice, world.therapist)
    return lambda: world.acting(world.client).slots.get(slot.therapist_id, slot.slot_id)


def asking(world: World) -> Callable[[], Any]:
    """Ask for a slot, with another request under way."""
    first, second = (a_slot(world.practice, world.therapist, at) for at in (0, 1))
    asked(world.practice, world.client, first)
    return lambda: asked(world.practice, world.client, second, reason="Sleep")


def getting(world: World) -> Callable[[], Any]:
    """Read a request."""
    made = asked(world.practice, world.client, a_slot(world.practice, world.therapist))
    return lambda: world.acting(world.client).appointment_requests.get(made.request_id)


def listing_requests(world: World) -> Callable[[], Any]:
    """Look through the requests that wait for an answer."""
    asked(world.practice, world.client, a_slot(world.practice, world.therapist))
    return lambda: world.acting(world.therapist).appointment_requests.list(status="pending")


def approving(world: World) -> Callable[[], Any]:
    """Approve a request for a slot over midnight."""
    world.acting(world.therapist).therapists.change(
        world.therapist.profile_id, {"timezone": "Europe/Oslo"}
    )
    slot = a_slot(world.practice, world.therapist, 11.5)
    made = asked(world.practice, world.client, slot)
    answers = world.acting(world.therapist).appointment_requests
    return lambda: answers.answer(made.request_id, "approved")


CASES: dict[str, Case] = {
    "slots.publish": directly(lambda world: a_slot(world.practice, world.therapist, 11.5)),
    "slots.publish_weekly": directly(publishing_a_week),
    "slots.get": getting_a_slot,
    "slots.list": listing,
    "slots.withdraw": withdrawing,
    "appointment_requests.ask": asking,
    "appointment_requests.get": getting,
    "appointment_requests.list": listing_requests,
    "appointment_requests.answer": approving,
}
