"""Promising work within a transaction, and crossing it off."""

from __future__ import annotations

from datetime import timedelta

from therapy_core import ids
from therapy_core.due.models import Task
from therapy_core.table import Table, Unit

GRACE = timedelta(minutes=2)
"""How long whoever made a promise has to keep it before a sweep does."""


def promise(
    unit: Unit, kind: str, subject_id: str, other_id: str | None = None, by: str | None = None
) -> Task:
    """Add to `unit` work that has to be brought to its end, and return it.

    `subject_id` is whom it is about, `other_id` the other side, `by` the role that began it.
    """
    task = Task(
        task_id=ids.TASK + ids.new_ulid(unit.now),
        kind=kind,
        subject_id=subject_id,
        other_id=other_id,
        by=by,
        due_at=unit.now + GRACE,
    )
    unit.create(task)
    return task


def done(table: Table, task: Task) -> None:
    """Cross off work that is done, in one call; twice is no error."""
    with table.transaction("task done") as unit:
        unit.remove(task.ref)
