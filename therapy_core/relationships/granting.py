"""Opening a journal to a therapist without being asked, and closing it."""

from __future__ import annotations

from pynamodb.expressions.condition import Condition

from therapy_core.actor import Actor
from therapy_core.directory.models import LISTED, Therapist
from therapy_core.errors import NotFound
from therapy_core.relationships import rules
from therapy_core.relationships.asking import require_client
from therapy_core.relationships.consenting import note
from therapy_core.relationships.kinds import JOURNAL_ACCESS
from therapy_core.relationships.models import (
    About,
    Contact,
    JournalAccess,
    JournalAccessRequest,
    Relationship,
    Status,
    Step,
)
from therapy_core.relationships.repeating import repeated
from therapy_core.table import Table, Unit
from therapy_core.table.errors import Missing


def grant(table: Table, actor: Actor, client_id: str, therapist_id: str) -> None:
    """Open a client's journal to a therapist, unless it is open; again where somebody wrote.

    Raises `NotFound` for a therapist who is neither listed nor related.
    """
    repeated(lambda: _read_and_grant(table, actor, client_id, therapist_id))


def _read_and_grant(table: Table, actor: Actor, client_id: str, therapist_id: str) -> None:
    found = table.get(Relationship.at(client_id=client_id, therapist_id=therapist_id))
    if found is None:
        found = Relationship(client_id=client_id, therapist_id=therapist_id)
    if found.journal_access == JournalAccess.GRANTED:
        return
    with table.transaction("grant journal access") as unit:
        _grant(unit, actor, found)


def revoke(table: Table, actor: Actor, client_id: str, therapist_id: str) -> None:
    """Close a client's journal to a therapist, in one call. Raises `NotFound` when it is closed."""
    try:
        with table.transaction("revoke journal access") as unit:
            unit.update(
                Relationship.at(client_id=client_id, therapist_id=therapist_id),
                Relationship.journal_access.set(JournalAccess.NONE.value),
                when=Relationship.journal_access == JournalAccess.GRANTED.value,
                otherwise=NotFound(),
            )
            note(unit, actor, About.JOURNAL_ACCESS, Step.REVOKED, client_id, therapist_id)
    except Missing:
        raise NotFound from None


def _grant(unit: Unit, actor: Actor, found: Relationship) -> None:
    sides = (found.client_id, found.therapist_id)
    waiting = not rules.lapsed(found.access_request_until, unit.now)
    request_id = found.access_request_id if waiting else None
    require_client(unit, actor)
    unit.check(Therapist.at(therapist_id=found.therapist_id), _seen(found), NotFound())
    if request_id is not None:
        _approve(unit, found, request_id)
    note(unit, actor, About.JOURNAL_ACCESS, Step.GRANTED, *sides, request_id)
    JOURNAL_ACCESS.clear(found)
    found.journal_access = JournalAccess.GRANTED.value
    found.contact, found.client_name = Contact.OPEN.value, actor.name
    if found.stored is None:
        unit.create(found)
    else:
        unit.save(found)


def _seen(found: Relationship) -> Condition:
    """Return the condition that the client can see the therapist: as anybody, or as related."""
    listed: Condition = Therapist.listing == LISTED
    return listed if found.stored is None else Therapist.therapist_id.exists()


def _approve(unit: Unit, found: Relationship, request_id: str) -> None:
    """Answer the request that waits."""
    unit.update(
        JournalAccessRequest.at(request_id=request_id),
        JournalAccessRequest.client_id.set(found.client_id),
        JournalAccessRequest.therapist_id.set(found.therapist_id),
        JournalAccessRequest.status.set(Status.APPROVED.value),
        JournalAccessRequest.answered_at.set(unit.now),
        when=JournalAccessRequest.status == Status.PENDING.value,
    )
