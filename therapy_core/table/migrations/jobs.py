"""Jobs: back-fills outside migrations, which are run again from time to time.

    with job(table, "rotate keys", report=print) as running:
        running.backfill("entries", Entry, change)

A job that was cut off anywhere is taken up where it was left; one that was finished is begun
anew. It runs under the lease of migrations: one process at a time, and not beside a migration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from therapy_core.table.migrations.backfill import Backfill
from therapy_core.table.migrations.context import E, Report
from therapy_core.table.migrations.lease import Lease
from therapy_core.table.migrations.models import Job

if TYPE_CHECKING:
    from therapy_core.table.table import Table

LEASE_SECONDS = 15.0


class RunningJob:
    """Change items under the lease, and note in the job's item how far that has come."""

    def __init__(self, table: Table, lease: Lease, entry: Job) -> None:
        self._table = table
        self._lease = lease
        self._entry = entry

    @property
    def number(self) -> int:
        """Return how often the job was begun, this time included."""
        return int(self._entry.number)

    def backfill(self, name: str, entity: type[E], change: Callable[[E], None]) -> int:
        """Give every item of `entity` to `change`, write what it changed, and return how many.

        See `Context.backfill`.
        """
        return Backfill(self._table, self._lease, self._entry, name).run(entity, change)

    def finish(self) -> None:
        """Note that the job is done. Raises `LeaseLost`."""
        self._entry.finished_at = self._table.clock()
        with self._lease.fenced(f"finish {self._entry.name}") as unit:
            unit.save(self._entry)


@contextmanager
def job(
    table: Table, name: str, *, report: Report, lease_seconds: float = LEASE_SECONDS
) -> Iterator[RunningJob]:
    """Take up the job `name`, or begin it, and note at the end of the block that it is done.

    While another process runs a job or a migration this one waits. Raises `LeaseLost` when
    another process took over.
    """
    with Lease(table, lease_seconds, report) as lease:
        running = RunningJob(table, lease, _begun(table, lease, name))
        yield running
        running.finish()


def _begun(table: Table, lease: Lease, name: str) -> Job:
    entry = table.get(Job.at(name=name))
    with lease.fenced(f"begin {name}") as unit:
        if entry is None:
            entry = Job(name=name, started_at=table.clock())
            unit.create(entry)
        elif entry.finished_at is not None:
            entry.number = int(entry.number) + 1
            entry.started_at, entry.progress = table.clock(), {}
            entry.finished_at = None
            unit.save(entry)
    return entry
