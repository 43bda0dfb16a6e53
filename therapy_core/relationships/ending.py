"""Unmapping: what it ends at once, and what follows until nothing is left to come.

The relationship is closed first, in one transaction with a task. Whatever adds to the pair checks
the relationship, so nothing slips in behind, and what hangs on it is then found and ended. That
is what was asked for until then: what the two agree on afterwards is none of it, however late the
task comes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from therapy_core import ids
from therapy_core.actor import Actor, Role
from therapy_core.due import tasks
from therapy_core.due.models import Task
from therapy_core.errors import NotFound, TherapyError
from therapy_core.relationships import rules
from therapy_core.relationships.consenting import note
from therapy_core.relationships.kinds import JOURNAL_ACCESS, MAPPING
from therapy_core.relationships.models import (
    About,
    Contact,
    JournalAccess,
    JournalAccessRequest,
    Mapping,
    Relationship,
    Status,
    Step,
)
from therapy_core.relationships.repeating import repeated
from therapy_core.scheduling import releasing
from therapy_core.sessions.ending import cancel_future
from therapy_core.table import Table, Unit
from therapy_core.table.errors import TableError

UNMAP = "unmap"
Effect = Callable[[Table, Actor, str, str, datetime], int]
EFFECTS: tuple[Effect, ...] = (releasing.withdraw_pending, cancel_future)
"""What ends with a mapping: each is handed table, who ended it, client, therapist, and when."""


def unmap(table: Table, actor: Actor, client_id: str, therapist_id: str) -> None:
    """End a mapping, with journal access, contact, what is pending and what is to come.

    Once the relationship is closed, it is ended: what can't be carried out at this moment is left
    to the task. Raises `NotFound` where there is no active mapping.
    """
    task = repeated(lambda: _close(table, actor, client_id, therapist_id))
    with suppress(TableError, TherapyError):
        carry_out(table, actor, task)
        tasks.done(table, task)


def carry_out(table: Table, actor: Actor, task: Task) -> None:
    """End all that hangs on a mapping that was closed; a second time nothing is left to do."""
    for effect in EFFECTS:
        effect(table, actor, task.subject_id, task.other_id or "", task.created_at)


def resume(table: Table, task: Task) -> None:
    """Carry out what a crash left of an unmapping, whatever the two are to each other by now."""
    role = Role(task.by)
    profile_id = task.subject_id if role is Role.CLIENT else task.other_id or ""
    carry_out(table, Actor(role, ids.twin(ids.ACCOUNT, profile_id), profile_id), task)


def _close(table: Table, actor: Actor, client_id: str, therapist_id: str) -> Task:
    """Close the relationship, with a task in the same transaction."""
    found = table.get(Relationship.at(client_id=client_id, therapist_id=therapist_id))
    if found is None or found.mapping != Mapping.ACTIVE:
        raise NotFound
    with table.transaction("unmap") as unit:
        _write(unit, actor, found)
        return tasks.promise(unit, UNMAP, client_id, therapist_id, actor.role.value)


def _write(unit: Unit, actor: Actor, found: Relationship) -> None:
    sides = (found.client_id, found.therapist_id)
    note(unit, actor, About.MAPPING, Step.REVOKED, *sides)
    if found.journal_access == JournalAccess.GRANTED:
        note(unit, actor, About.JOURNAL_ACCESS, Step.REVOKED, *sides)
    if not rules.lapsed(found.access_request_until, unit.now):
        _withdraw(unit, actor, found)
    found.mapping, found.contact = Mapping.ENDED.value, Contact.CLOSED.value
    found.journal_access = JournalAccess.NONE.value
    MAPPING.clear(found)
    JOURNAL_ACCESS.clear(found)
    unit.save(found)


def _withdraw(unit: Unit, actor: Actor, found: Relationship) -> None:
    """End the request for the journal that waits; one for a mapping can't, while it is active."""
    request_id = found.access_request_id
    assert request_id is not None
    sides = (found.client_id, found.therapist_id)
    unit.update(
        JournalAccessRequest.at(request_id=request_id),
        JournalAccessRequest.client_id.set(found.client_id),
        JournalAccessRequest.therapist_id.set(found.therapist_id),
        JournalAccessRequest.status.set(Status.WITHDRAWN.value),
        JournalAccessRequest.answered_at.set(unit.now),
        when=JournalAccessRequest.status == Status.PENDING.value,
    )
    note(unit, actor, About.JOURNAL_ACCESS, Step.WITHDRAWN, *sides, request_id)
