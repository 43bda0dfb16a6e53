"""What migrations and jobs keep in the table: the ledger's entries, the lease, the jobs."""

from __future__ import annotations

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table.entity import Entity, Primary


class MigrationLedger(Entity, discriminator="migration"):
    """Record one migration: what was run, when, and how far its back-fills have come.

    `checksum` is that of the file, `owner` the token of the lease under which it last ran.
    Without `applied_at` it was begun and is not done.
    """

    primary = Primary("MIGRATION", "{number:4d}")

    number = NumberAttribute()
    name = UnicodeAttribute()
    checksum = UnicodeAttribute()
    owner = UnicodeAttribute()
    started_at = UTCDateTimeAttribute()
    applied_at = UTCDateTimeAttribute(null=True)
    progress = JSONAttribute(default=dict)


class MigrationLease(Entity, discriminator="migration_lease"):
    """Give the right to migrate to one process, until it lets go or `expires_at` passes.

    `owner` is a token made for each taking, so that it also tells one taking from the next.
    """

    primary = Primary("MIGRATION", "LEASE")

    owner = UnicodeAttribute()
    expires_at = TTLAttribute()


class Job(Entity, discriminator="job"):
    """Record a change to many items that is made anew from time to time.

    `number` counts how often it was begun. Without `finished_at` it is to be taken up where it
    was left, which `progress` says.
    """

    primary = Primary("MIGRATION", "JOB#{name}")

    name = UnicodeAttribute()
    number = NumberAttribute(default=1)
    started_at = UTCDateTimeAttribute()
    finished_at = UTCDateTimeAttribute(null=True)
    progress = JSONAttribute(default=dict)


MIGRATION_ENTITIES: tuple[type[Entity], ...] = (MigrationLedger, MigrationLease, Job)
"""What a schema has to hold for its table to be migrated."""
