"""Asking, answering, and what two people are to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.therapy_core.cases.world import Case, World
from therapy_core.relationships.models import Status


def asked(world: World) -> str:
    """Let the client ask to be mapped."""
    asking = world.acting(world.client).mapping_requests
    return asking.ask(therapist_id=world.therapist.profile_id).request_id


def asked_for_journal(world: World) -> str:
    """Let the therapist ask for the journal."""
    asking = world.acting(world.therapist).journal_access_requests
    return asking.ask(client_id=world.client.profile_id).request_id


def mapped(world: World) -> None:
    """Let the two be mapped, with the journal open."""
    answers = world.acting(world.therapist).mapping_requests
    answers.answer(asked(world), Status.APPROVED)
    granted(world)


def granted(world: World) -> None:
    """Let the client open the journal."""
    sides = (world.client.profile_id, world.therapist.profile_id)
    world.acting(world.client).journal_access.grant(*sides)


def asking(world: World) -> Callable[[], Any]:
    """Ask to be mapped."""
    return lambda: asked(world)


def asking_for_journal(world: World) -> Callable[[], Any]:
    """Ask for a journal."""
    return lambda: asked_for_journal(world)


def getting(world: World) -> Callable[[], Any]:
    """Read a mapping request."""
    request_id = asked(world)
    return lambda: world.acting(world.therapist).mapping_requests.get(request_id)


def getting_for_journal(world: World) -> Callable[[], Any]:
    """Read a request for a journal."""
    request_id = asked_for_journal(world)
    return lambda: world.acting(world.client).journal_access_requests.get(request_id)


def listing(world: World) -> Callable[[], Any]:
    """List mapping requests of one status, which is read from a wider range."""
    asked(world)
    return lambda: world.acting(world.therapist).mapping_requests.list(status="expired")


def listing_for_journal(world: World) -> Callable[[], Any]:
    """List requests for the journal."""
    asked_for_journal(world)
    return world.acting(world.client).journal_access_requests.list


def answering(world: World) -> Callable[[], Any]:
    """Approve a mapping request."""
    request_id = asked(world)
    answers = world.acting(world.therapist).mapping_requests
    return lambda: answers.answer(request_id, "approved", 1)


def answering_for_journal(world: World) -> Callable[[], Any]:
    """Approve a request for the journal."""
    request_id = asked_for_journal(world)
    answers = world.acting(world.client).journal_access_requests
    return lambda: answers.answer(request_id, "approved", 1)


def therapists(world: World) -> Callable[[], Any]:
    """List a client's therapists, whose names are read with them."""
    mapped(world)
    return lambda: world.acting(world.client).relationships.therapists(world.client.profile_id)


def clients(world: World) -> Callable[[], Any]:
    """List a therapist's clients."""
    mapped(world)
    return lambda: world.acting(world.therapist).relationships.clients(world.therapist.profile_id)


def unmapping(world: World) -> Callable[[], Any]:
    """End a mapping."""
    mapped(world)
    sides = (world.client.profile_id, world.therapist.profile_id)
    return lambda: world.acting(world.client).relationships.unmap(*sides)


def readers(world: World) -> Callable[[], Any]:
    """List who may read a journal."""
    granted(world)
    return lambda: world.acting(world.client).journal_access.readers(world.client.profile_id)


def granting(world: World) -> Callable[[], Any]:
    """Open a journal that was asked for."""
    asked_for_journal(world)
    return lambda: granted(world)


def revoking(world: World) -> Callable[[], Any]:
    """Close a journal."""
    granted(world)
    sides = (world.client.profile_id, world.therapist.profile_id)
    return lambda: world.acting(world.client).journal_access.revoke(*sides)


def consents(world: World) -> Callable[[], Any]:
    """Read the record of consent."""
    granted(world)
    return lambda: world.acting(world.client).consents.list(world.client.profile_id)


CASES: dict[str, Case] = {
    "mapping_requests.ask": asking,
    "mapping_requests.get": getting,
    "mapping_requests.list": listing,
    "mapping_requests.answer": answering,
    "journal_access_requests.ask": asking_for_journal,
    "journal_access_requests.get": getting_for_journal,
    "journal_access_requests.list": listing_for_journal,
    "journal_access_requests.answer": answering_for_journal,
    "relationships.therapists": therapists,
    "relationships.clients": clients,
    "relationships.unmap": unmapping,
    "journal_access.readers": readers,
    "journal_access.grant": granting,
    "journal_access.revoke": revoking,
    "consents.list": consents,
}
