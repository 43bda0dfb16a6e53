"""The work that falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from therapy_core.due.sweeping import Swept
    from therapy_core.practice import Practice


def sweep(practice: Practice) -> Swept:
    """Do what has fallen due, and return how much of it; see `due.sweeping`.

    Last, the audit is sealed. Meant for a schedule: the command `therapy due`, or a function that
    the cloud calls. Raises `TryAgain` when the table is out of reach, `AuditBroken` when all that
    was due is done and the audit turns out to be tampered with.
    """
    from therapy_core.audit import sealing  # noqa: PLC0415 - the package is imported by all
    from therapy_core.due.sweeping import sweep_table  # noqa: PLC0415 - it imports every domain
    from therapy_core.failures import named_failures  # noqa: PLC0415

    with named_failures():
        swept = sweep_table(practice.table)
        sealed = sealing.seal(practice)
    if sealed:
        swept.done["audit_seal"] += sealed
    return swept


__all__ = ["sweep"]
