"""Parting: closing what somebody who is erased had with others, and taking the name out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from therapy_core.actor import Actor, Role
from therapy_core.relationships.consenting import note
from therapy_core.relationships.ending import EFFECTS
from therapy_core.relationships.kinds import JOURNAL_ACCESS, MAPPING, kind_of
from therapy_core.relationships.models import (
    ACCESS_REQUESTS_OF_CLIENT,
    ACCESS_REQUESTS_OF_THERAPIST,
    CLIENTS_OF_THERAPIST,
    MAPPING_REQUESTS_OF_CLIENT,
    MAPPING_REQUESTS_OF_THERAPIST,
    THERAPISTS_OF_CLIENT,
    About,
    Contact,
    JournalAccess,
    JournalAccessRequest,
    Mapping,
    MappingRequest,
    Relationship,
    Status,
    Step,
)
from therapy_core.sessions.cancelling import again
from therapy_core.table import Ref, Table, Unit

ERASED_NAME = "Erased client"
"""What the lists of therapists show in place of a name that is gone."""
Request = MappingRequest | JournalAccessRequest


def part(table: Table, leaver: Actor) -> None:
    """Close every relationship of somebody, and end what hangs on it."""
    side = _side(leaver)
    pattern = THERAPISTS_OF_CLIENT if leaver.role is Role.CLIENT else CLIENTS_OF_THERAPIST
    for found in table.every(pattern, **{side: leaver.profile_id}):
        again(table, _closing(table, leaver, found.ref))
        for effect in EFFECTS:
            effect(table, leaver, found.client_id, found.therapist_id, table.clock())


def withdraw(table: Table, leaver: Actor) -> None:
    """End the requests of somebody that wait, and take the address out of all of them."""
    side = _side(leaver)
    of_a_client = (MAPPING_REQUESTS_OF_CLIENT, ACCESS_REQUESTS_OF_CLIENT)
    of_a_therapist = (MAPPING_REQUESTS_OF_THERAPIST, ACCESS_REQUESTS_OF_THERAPIST)
    patterns: Any = of_a_client if leaver.role is Role.CLIENT else of_a_therapist
    for pattern in patterns:
        for found in table.every(pattern, **{side: leaver.profile_id}):
            again(table, _withdrawing(table, leaver, found.ref))


def _side(leaver: Actor) -> str:
    return "client_id" if leaver.role is Role.CLIENT else "therapist_id"


def _closing(table: Table, leaver: Actor, ref: Ref[Relationship]) -> Callable[[], None]:
    """Return an attempt to close a relationship as it now stands."""

    def attempt() -> None:
        found = table.get(ref)
        if found is not None:
            with table.transaction("part") as unit:
                _close(unit, leaver, found)
                unit.save(found)

    return attempt


def _close(unit: Unit, leaver: Actor, found: Relationship) -> None:
    sides = (found.client_id, found.therapist_id)
    if found.mapping == Mapping.ACTIVE:
        note(unit, leaver, About.MAPPING, Step.REVOKED, *sides)
        found.mapping = Mapping.ENDED.value
    if found.journal_access == JournalAccess.GRANTED:
        note(unit, leaver, About.JOURNAL_ACCESS, Step.REVOKED, *sides)
        found.journal_access = JournalAccess.NONE.value
    found.contact = Contact.CLOSED.value
    MAPPING.clear(found)
    JOURNAL_ACCESS.clear(found)
    if leaver.role is Role.CLIENT and found.client_name is not None:
        found.client_name = ERASED_NAME


def _withdrawing(table: Table, leaver: Actor, ref: Ref[Any]) -> Callable[[], None]:
    """Return an attempt to end a request, if it waits, and to forget the address in it."""

    def attempt() -> None:
        found: Request | None = table.get(ref)
        if found is not None:
            with table.transaction("withdraw what waits") as unit:
                _end(unit, leaver, found)
                unit.save(found)

    return attempt


def _end(unit: Unit, leaver: Actor, found: Request) -> None:
    found.client_email = None
    if found.status == Status.PENDING:
        sides = (found.client_id, found.therapist_id)
        note(unit, leaver, kind_of(found).about, Step.WITHDRAWN, *sides, found.request_id)
        found.status, found.answered_at = Status.WITHDRAWN.value, unit.now
