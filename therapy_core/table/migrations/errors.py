"""What can go wrong with migrations, as one tree under `TableError`.

MigrationError
├── BadFolder               the files are misnamed, have a gap or share a number
├── LedgerMismatch          the files are not those that the table has seen
├── MigrationFailed         one migration raised; it can be tried again
└── LeaseLost               another process took over; this one must stop
"""

from __future__ import annotations

from therapy_core.table.errors import TableError


class MigrationError(TableError):
    """Stand at the root of what migrations raise."""


class BadFolder(MigrationError):
    """Say which file of the folder can't be a migration, or which number lacks or is double."""


class LedgerMismatch(MigrationError):
    """Say which applied migration has another content now, or no file at all."""


class MigrationFailed(MigrationError):
    """Say which migration raised what, and on which of its lines.

    It stays pending. What it had finished is kept, and the next run goes on from there.
    """


class LeaseLost(MigrationError):
    """Say that another process holds the lease, so that this one can't write any more."""

    def __init__(self) -> None:
        super().__init__("another process took over the migrations")
