"""Everything that the one table of a practice holds, and every way in which it is read."""

from therapy_core.accounts import models as accounts
from therapy_core.directory import models as directory
from therapy_core.idempotency import IdempotencyRecord
from therapy_core.indexes import GSI1, GSI2, GSI3
from therapy_core.limits import RateCounter
from therapy_core.relationships import models as relationships
from therapy_core.table import Schema
from therapy_core.table.migrations import MIGRATION_ENTITIES

PRACTICE = Schema(
    indexes=[GSI1, GSI2, GSI3],
    entities=[
        accounts.Account,
        accounts.Login,
        RateCounter,
        IdempotencyRecord,
        directory.Client,
        directory.Therapist,
        directory.Facet,
        relationships.Relationship,
        *MIGRATION_ENTITIES,
    ],
    patterns=[
        accounts.LOGINS,
        accounts.ACCOUNT_AND_LOGINS,
        directory.CLIENTS_BY_NAME,
        directory.CLIENT_AND_RELATIONSHIPS,
        directory.THERAPISTS_BY_NAME,
        directory.THERAPISTS_BY_FACET,
        relationships.CLIENTS_OF_THERAPIST,
    ],
)
