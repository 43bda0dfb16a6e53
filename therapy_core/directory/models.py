"""Profiles of clients and therapists, and the facets by which a therapist is found."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import ListAttribute, UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.indexes import GSI3
from therapy_core.relationships.models import Relationship
from therapy_core.table import AccessPattern, Entity, Primary

LISTED, UNLISTED = "listed", "unlisted"


class Client(Entity, discriminator="client"):
    """Hold the profile of a client."""

    primary = Primary("CLIENT#{client_id}", "PROFILE")
    by_name = GSI3.key("CLIENTS#{client_id:shard}", "{name:fold}#{client_id}")

    client_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    timezone = UnicodeAttribute(null=True)


class Therapist(Entity, discriminator="therapist"):
    """Hold the profile of a therapist; `listing` follows from `verified_at`."""

    primary = Primary("THERAPIST#{therapist_id}", "PROFILE")
    by_name = GSI3.key("THERAPISTS#{listing}#{therapist_id:shard}", "{name:fold}#{therapist_id}")

    therapist_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    expertise: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    location = UnicodeAttribute(null=True)
    timezone = UnicodeAttribute(null=True)
    bio = UnicodeAttribute(null=True)
    verified_at = UTCDateTimeAttribute(null=True)
    listing = UnicodeAttribute(default=UNLISTED)


class Facet(Entity, discriminator="facet"):
    """Stand for one thing that a listed therapist is found by, with what a list shows."""

    primary = Primary("THERAPIST#{therapist_id}", "FACET#{kind}#{value}")
    by_value = GSI3.key("FACET#{kind}#{value}", "{name:fold}#{therapist_id}")

    therapist_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    value = UnicodeAttribute()
    name = UnicodeAttribute()
    expertise: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    location = UnicodeAttribute(null=True)
    timezone = UnicodeAttribute(null=True)
    verified_at = UTCDateTimeAttribute(null=True)


CLIENTS_BY_NAME = AccessPattern[Client](
    "clients by name",
    on=Client.by_name,
    why="An admin looks through the practice's clients.",
)
CLIENT_AND_RELATIONSHIPS = AccessPattern[Client | Relationship](
    "a client with everyone related",
    on=Client.primary,
    span=("PROFILE", "REL#"),
    returns=(Client, Relationship),
    consistent=True,
    why="A client's name is copied to the relationships, and changes there with it.",
)
THERAPISTS_BY_NAME = AccessPattern[Therapist](
    "therapists by name",
    on=Therapist.by_name,
    why="People look for a therapist by the beginning of a name; admins for those to verify.",
)
THERAPISTS_BY_FACET = AccessPattern[Facet](
    "therapists by expertise or location",
    on=Facet.by_value,
    why="People look for a therapist who works on something, or somewhere.",
)
