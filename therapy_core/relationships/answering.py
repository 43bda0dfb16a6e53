"""Answering: the one transaction that an answer takes, whatever runs beside it."""

from __future__ import annotations

from typing import Any

from therapy_core.actor import Actor, Role
from therapy_core.directory.models import Client, Therapist
from therapy_core.errors import Conflict
from therapy_core.relationships.consenting import STEPS, note
from therapy_core.relationships.kinds import Request, kind_of
from therapy_core.relationships.models import Relationship, Status
from therapy_core.table import Table, Unit


def answer(table: Table, actor: Actor, request: Request, status: Status) -> None:
    """Write an answer to a request that was read, and all that follows.

    Raises `Conflict` when it waits no longer or one of the two has left, and the toolkit's
    `VersionConflict` when it was answered in between.
    """
    with table.transaction(f"answer {type(request).__name__}") as unit:
        _write(unit, actor, request, status)


def _write(unit: Unit, actor: Actor, request: Request, status: Status) -> None:
    kind, waiting = kind_of(request), type(request).status == Status.PENDING.value
    request.status, request.answered_at = status.value, unit.now
    in_time = type(request).due_at > unit.now
    unit.save(request, when=waiting & in_time, otherwise=Conflict())
    actions: list[Any] = kind.settled()
    if status is Status.APPROVED:
        actions = kind.approved()
        _require_both(unit, request)
        if actor.role is Role.CLIENT:
            actions.append(Relationship.client_name.set(actor.name))
    unit.update(
        Relationship.at(client_id=request.client_id, therapist_id=request.therapist_id),
        *actions,
        when=kind.waits(request.request_id, unit.now),
        otherwise=Conflict(),
    )
    sides = (request.client_id, request.therapist_id)
    note(unit, actor, kind.about, STEPS[status], *sides, request.request_id)


def _require_both(unit: Unit, request: Request) -> None:
    """Let `unit` pass only while both sides are there: nobody is related to the gone."""
    client, therapist = Client.client_id.exists(), Therapist.therapist_id.exists()
    unit.check(Client.at(client_id=request.client_id), client, Conflict())
    unit.check(Therapist.at(therapist_id=request.therapist_id), therapist, Conflict())
