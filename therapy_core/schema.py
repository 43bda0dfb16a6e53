"""Everything that the one table of a practice holds, and every way in which it is read."""

from therapy_core.accounts import models as accounts
from therapy_core.audit import models as audit
from therapy_core.directory import models as directory
from therapy_core.due import models as due
from therapy_core.idempotency import IdempotencyRecord
from therapy_core.indexes import GSI1, GSI2, GSI3
from therapy_core.keys import models as keys
from therapy_core.limits import RateCounter
from therapy_core.relationships import models as relationships
from therapy_core.scheduling import models as scheduling
from therapy_core.sessions import models as sessions
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
        # relationships
        relationships.Relationship,
        relationships.MappingRequest,
        relationships.JournalAccessRequest,
        relationships.Consent,
        # scheduling
        scheduling.Slot,
        scheduling.TherapistDay,
        scheduling.ClientDay,
        scheduling.ClientHolds,
        scheduling.AppointmentRequest,
        # sessions
        sessions.Session,
        sessions.SharedNote,
        sessions.PrivateNote,
        sessions.Addendum,
        # journals
        # messaging
        # keys
        keys.DataKey,
        keys.KeyTask,
        # audit
        audit.AuditEvent,
        # due
        due.Task,
        # records
        *MIGRATION_ENTITIES,
    ],
    patterns=[
        accounts.LOGINS,
        accounts.ACCOUNT_AND_LOGINS,
        directory.CLIENTS_BY_NAME,
        directory.CLIENT_AND_RELATIONSHIPS,
        directory.THERAPISTS_BY_NAME,
        directory.THERAPISTS_BY_FACET,
        # relationships
        relationships.CLIENTS_OF_THERAPIST,
        relationships.THERAPISTS_OF_CLIENT,
        # scheduling
        scheduling.SLOTS_OF_THERAPIST,
        scheduling.CLIENT_DAYS,
        scheduling.REQUESTS_TO_THERAPIST,
        scheduling.REQUESTS_OF_CLIENT,
        # sessions
        sessions.SESSIONS_OF_THERAPIST,
        sessions.SESSIONS_OF_CLIENT,
        sessions.ADDENDA,
        # journals
        # messaging
        # search
        # audit
        audit.EVENTS_OF_RECORD,
        audit.EVENTS_OF_THERAPIST,
        audit.EVENTS_OF_DAY,
        # due
        # records
    ],
)
