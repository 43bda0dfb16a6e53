"""Tasks: what was begun in one transaction and has to be brought to its end, whoever crashes."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI3
from therapy_core.table import Entity, Primary


class Task(Entity, discriminator="task"):
    """Hold work that was promised: its kind, whom it is about, and when it falls due.

    It is written in the transaction that makes the work necessary, done at once by the same
    request, and removed when it is done; `therapy due` does what was left.
    """

    primary = Primary("TASK#{task_id}", "TASK")
    due = GSI3.key("DUE#{task_id:shard}", "{due_at:time}#{task_id:tsk_*}")

    task_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    other_id = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    due_at = UTCDateTimeAttribute()
