"""The relationship of a client and a therapist: one item answers every question of access."""

from __future__ import annotations

from enum import StrEnum

from pynamodb.attributes import UnicodeAttribute

from therapy_core.indexes import GSI1
from therapy_core.table import AccessPattern, Entity, Primary


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


class Relationship(Entity, discriminator="relationship"):
    """Hold what a client and a therapist are to each other, with the client's name for lists."""

    primary = Primary("CLIENT#{client_id}", "REL#{therapist_id}")
    by_therapist = GSI1.key("THERAPIST#{therapist_id}", "REL#{client_id}")

    client_id = UnicodeAttribute()
    therapist_id = UnicodeAttribute()
    client_name = UnicodeAttribute()
    mapping = UnicodeAttribute(default=Mapping.NONE.value)
    journal_access = UnicodeAttribute(default=JournalAccess.NONE.value)
    contact = UnicodeAttribute(default=Contact.CLOSED.value)


CLIENTS_OF_THERAPIST = AccessPattern[Relationship](
    "clients related to a therapist",
    on=Relationship.by_therapist,
    why="A therapist sees everyone related, and how.",
)
