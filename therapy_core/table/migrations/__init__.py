"""Numbered changes to a live table, each applied once, by one process, however often it is tried.

    runner = Runner(table, Path("migrations"))
    runner.migrate(report=print)

A migration is a file `0002_add_an_index.py` with a docstring that says what it changes and why,
and a function `up(context: Context)`. What was applied stands in a ledger in the table itself; a
lease keeps two processes from migrating at once, and every write of a migration is refused when
the lease has gone to another. The table's schema has to hold `MIGRATION_ENTITIES`.
"""

from therapy_core.table.migrations.context import Context
from therapy_core.table.migrations.errors import (
    BadFolder,
    LeaseLost,
    LedgerMismatch,
    MigrationError,
    MigrationFailed,
)
from therapy_core.table.migrations.jobs import RunningJob, job
from therapy_core.table.migrations.models import (
    MIGRATION_ENTITIES,
    Job,
    MigrationLease,
    MigrationLedger,
)
from therapy_core.table.migrations.runner import Runner, Step

__all__ = [
    "MIGRATION_ENTITIES",
    "BadFolder",
    "Context",
    "Job",
    "LeaseLost",
    "LedgerMismatch",
    "MigrationError",
    "MigrationFailed",
    "MigrationLease",
    "MigrationLedger",
    "Runner",
    "RunningJob",
    "Step",
    "job",
]
