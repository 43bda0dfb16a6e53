"""Everything that the one table of a practice holds, and every way in which it is read."""

from therapy_core.accounts import models as accounts
from therapy_core.audit import models as audit
from therapy_core.directory import models as directory
from therapy_core.due import models as due
from therapy_core.due import patterns as due_patterns
from therapy_core.idempotency import IdempotencyRecord
from therapy_core.indexes import GSI1, GSI2, GSI3
from therapy_core.journals import models as journals
from therapy_core.keys import models as keys
from therapy_core.limits import RateCounter
from therapy_core.messaging import models as messaging
from therapy_core.records import models as records
from therapy_core.relationships import models as relationships
from therapy_core.scheduling import models as scheduling
from therapy_core.sessions import feeds
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
        scheduling.SlotRule,
        scheduling.TherapistDay,
        scheduling.ClientDay,
        scheduling.ClientHolds,
        scheduling.AppointmentRequest,
        # sessions
        sessions.Session,
        sessions.SharedNote,
        sessions.PrivateNote,
        sessions.Addendum,
        feeds.CalendarFeed,
        # journals
        journals.JournalEntry,
        journals.Mood,
        # messaging
        messaging.Conversation,
        messaging.Message,
        # keys
        keys.DataKey,
        # audit
        audit.AuditEvent,
        audit.AuditSeal,
        audit.AuditHead,
        # due
        due.Task,
        # records
        records.Receipt,
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
        relationships.MAPPING_REQUESTS_OF_THERAPIST,
        relationships.MAPPING_REQUESTS_OF_CLIENT,
        relationships.ACCESS_REQUESTS_OF_THERAPIST,
        relationships.ACCESS_REQUESTS_OF_CLIENT,
        relationships.CONSENTS,
        # scheduling
        scheduling.SLOTS_OF_THERAPIST,
        scheduling.SLOTS_ON_OFFER,
        scheduling.RULES_OF_THERAPIST,
        scheduling.CLIENT_DAYS,
        scheduling.REQUESTS_TO_THERAPIST,
        scheduling.REQUESTS_OF_CLIENT,
        # sessions
        sessions.SESSIONS_OF_THERAPIST,
        sessions.SESSIONS_OF_CLIENT,
        sessions.ADDENDA,
        # journals
        journals.JOURNAL,
        journals.MOODS,
        # messaging
        messaging.MESSAGES,
        messaging.CONVERSATIONS_OF_CLIENT,
        messaging.CONVERSATIONS_OF_THERAPIST,
        # search
        sessions.NOTES_OF_THERAPIST,
        sessions.ADDENDA_OF_THERAPIST,
        sessions.NOTES_OF_CLIENT,
        sessions.ADDENDA_OF_CLIENT,
        # audit
        audit.EVENTS_OF_RECORD,
        audit.EVENTS_OF_THERAPIST,
        audit.EVENTS_OF_DAY,
        audit.SEALS,
        # due
        due_patterns.DUE,
        # records
    ],
)
