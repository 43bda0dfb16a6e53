"""Writing down that a request has expired, which it counted as since its time passed."""

from __future__ import annotations

from therapy_core.actor import SYSTEM
from therapy_core.relationships import rules
from therapy_core.relationships.consenting import note
from therapy_core.relationships.kinds import Kind, Request, kind_of
from therapy_core.relationships.models import Relationship, Status, Step
from therapy_core.table import Table, Unit


def expire(table: Table, request: Request) -> None:
    """Write that a request as it was read has expired, and free the relationship of it.

    A relationship that nothing ever came of is removed. Raises the toolkit's `WriteRefused` when
    somebody wrote in between.
    """
    kind = kind_of(request)
    sides = (request.client_id, request.therapist_id)
    found = table.get(Relationship.at(client_id=request.client_id, therapist_id=sides[1]))
    with table.transaction(f"expire {type(request).__name__}") as unit:
        late = type(request).due_at <= unit.now
        request.status = Status.EXPIRED.value
        unit.save(request, when=late)
        if found is not None:
            _release(unit, kind, found, request.request_id)
        note(unit, SYSTEM, kind.about, Step.EXPIRED, *sides, request.request_id)


def _release(unit: Unit, kind: Kind, found: Relationship, request_id: str) -> None:
    if kind.request_of(found) != request_id:
        return
    kind.clear(found)
    if rules.is_bare(found, unit.now):
        unit.delete(found)
    else:
        unit.save(found)
