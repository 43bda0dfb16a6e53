"""The relationship of a client and a therapist, what they ask of one another, and consent.

One item a pair answers every question of access. It also names the requests that wait for an
answer and until when, so that asking twice is refused by a condition on it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI1, GSI2, GSI3
from therapy_core.table import AccessPattern, Entity, Primary, one_of


class Mapping(StrEnum):
    """Say whether the therapist is, or was, the client's."""

    NONE = "none"
    ACTIVE = "active"
    ENDED = "ended"


class JournalAccess(StrEnum):
    """Say whether the therapist may read the client's journal."""

    NONE = "none"
    GRANTED = "granted"


class Contact(StrEnum):
    """Say whether the two may write to one another."""

    OPEN = "open"
    CLOSED = "closed"


class Status(StrEnum):
    """Say how far a request has come; only what is pending moves."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class About(StrEnum):
    """Say what was asked for or allowed."""

    MAPPING = "mapping"
    JOURNAL_ACCESS = "journal_access"


class Step(StrEnum):
    """Name a step in what a client allows a therapist."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Relationship(Entity, discriminator="relationship"):
    """Hold what a client and a therapist are to each other.

    `client_name` is a copy for the therapist's lists; it is absent until the client has acted,
    so that a therapist's asking shows nothing of the client. `mapping_request_id` and
    `access_request_id` name the last request that was made, which counts as pending until its
    time or its answer, whichever comes first.
    """

    primary = Primary("CLIENT#{client_id}", "REL#{therapist_id}")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "REL#{client_id}")

    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    client_name = UnicodeAttribute(null=True)
    mapping = UnicodeAttribute(default=Mapping.NONE.value)
    journal_access = UnicodeAttribute(default=JournalAccess.NONE.value)
    contact = UnicodeAttribute(default=Contact.CLOSED.value)
    mapping_request_id = UnicodeAttribute(null=True)
    mapping_request_until = UTCDateTimeAttribute(null=True)
    access_request_id = UnicodeAttribute(null=True)
    access_request_until = UTCDateTimeAttribute(null=True)


class MappingRequest(Entity, discriminator="mapping_request"):
    """Hold that one side asked to be mapped, and what the other answered.

    `asked_by` is client or therapist; `client_email` is there when a therapist named the client
    by address.
    """

    primary = Primary("REQUEST#{request_id:mrq_*}", "REQUEST")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "MAPREQ#{status}#{request_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "MAPREQ#{status}#{request_id}")
    due = GSI3.key(
        "DUE#{request_id:shard}",
        "{due_at:time}#{request_id:mrq_*}",
        when=one_of("status", Status.PENDING.value),
    )

    request_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    client_email = UnicodeAttribute(null=True)
    status = UnicodeAttribute(default=Status.PENDING.value)
    due_at = UTCDateTimeAttribute()
    answered_at = UTCDateTimeAttribute(null=True)


class JournalAccessRequest(Entity, discriminator="journal_access_request"):
    """Hold that a therapist asked to read a client's journal, and what the client answered.

    `client_email` is there when the therapist named the client by address.
    """

    primary = Primary("REQUEST#{request_id:jrq_*}", "REQUEST")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "JACREQ#{status}#{request_id}")
    by_client = GSI2.key("CLIENT#{client_id}", "JACREQ#{status}#{request_id}")
    due = GSI3.key(
        "DUE#{request_id:shard}",
        "{due_at:time}#{request_id:jrq_*}",
        when=one_of("status", Status.PENDING.value),
    )
    asked_by: ClassVar[str] = "therapist"

    request_id = UnicodeAttribute()
    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    client_email = UnicodeAttribute(null=True)
    status = UnicodeAttribute(default=Status.PENDING.value)
    due_at = UTCDateTimeAttribute()
    answered_at = UTCDateTimeAttribute(null=True)


class Consent(Entity, discriminator="consent"):
    """Hold one step in what a client allowed a therapist; written once and never changed.

    `about` and `step` say what happened; `by` is the role that did it.
    """

    primary = Primary("CLIENT#{client_id}", "CONSENT#{consent_id}")
    client_id = UnicodeAttribute()
    consent_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    about = UnicodeAttribute()
    step = UnicodeAttribute()
    by = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)


CLIENTS_OF_THERAPIST = AccessPattern[Relationship](
    "clients related to a therapist",
    on=Relationship.by_therapist,
    why="A therapist sees everyone related, and how.",
)
THERAPISTS_OF_CLIENT = AccessPattern[Relationship](
    "therapists related to a client",
    on=Relationship.primary,
    consistent=True,
    why="A client sees everyone related, and who may read the journal.",
)
MAPPING_REQUESTS_OF_THERAPIST = AccessPattern[MappingRequest](
    "mapping requests of a therapist",
    on=MappingRequest.by_therapist,
    newest_first=True,
    why="A therapist answers, and follows what became of a request.",
)
MAPPING_REQUESTS_OF_CLIENT = AccessPattern[MappingRequest](
    "mapping requests of a client",
    on=MappingRequest.by_client,
    newest_first=True,
    why="A client answers, and follows what became of a request.",
)
ACCESS_REQUESTS_OF_THERAPIST = AccessPattern[JournalAccessRequest](
    "journal-access requests of a therapist",
    on=JournalAccessRequest.by_therapist,
    newest_first=True,
    why="A therapist follows what became of a request.",
)
ACCESS_REQUESTS_OF_CLIENT = AccessPattern[JournalAccessRequest](
    "journal-access requests of a client",
    on=JournalAccessRequest.by_client,
    newest_first=True,
    why="A client answers who asks to read the journal.",
)
CONSENTS = AccessPattern[Consent](
    "consents of a client",
    on=Consent.primary,
    newest_first=True,
    consistent=True,
    why="A client reads every request, grant, refusal, revocation and expiry.",
)
