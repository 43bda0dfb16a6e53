"""What the directory shows of a profile: all of it, what is public, or the name alone.

A view is made for one reader; what the reader may not see is None. Printed, it
shows its id alone, since what is printed ends in logs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from therapy_core.access import Sight
from therapy_core.directory.models import Client, Facet, Therapist
from therapy_core.relationships.models import Relationship


@dataclass(frozen=True, slots=True, repr=False)
class ClientView:
    """Show a client's profile."""

    client_id: str
    name: str
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<ClientView {self.client_id}>"

    @classmethod
    def of(cls, client: Client, sight: Sight) -> ClientView:
        """Return what of `client` somebody with `sight` sees."""
        if sight is not Sight.FULL:
            return cls(client.client_id, client.name)
        return cls(
            client.client_id,
            client.name,
            client.email,
            client.phone,
            client.timezone,
            int(client.version),
            client.created_at,
            client.updated_at,
        )

    @classmethod
    def related(cls, relationship: Relationship) -> ClientView:
        """Return what a therapist's list shows of a client."""
        return cls(relationship.client_id, relationship.client_name)


@dataclass(frozen=True, slots=True, repr=False)
class TherapistView:
    """Show a therapist's profile; `email` only to the therapist and to admins."""

    therapist_id: str
    name: str
    expertise: list[str]
    location: str | None = None
    timezone: str | None = None
    bio: str | None = None
    verified_at: datetime | None = None
    email: str | None = None
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<TherapistView {self.therapist_id}>"

    @classmethod
    def of(cls, therapist: Therapist, sight: Sight) -> TherapistView:
        """Return what of `therapist` somebody with `sight` sees."""
        return cls(
            therapist.therapist_id,
            therapist.name,
            list(therapist.expertise),
            therapist.location,
            therapist.timezone,
            therapist.bio,
            therapist.verified_at,
            therapist.email if sight is Sight.FULL else None,
            int(therapist.version),
            therapist.created_at,
            therapist.updated_at,
        )

    @classmethod
    def listed(cls, found: Therapist | Facet) -> TherapistView:
        """Return what a list of therapists shows."""
        return cls(
            found.therapist_id,
            found.name,
            list(found.expertise),
            found.location,
            found.timezone,
            verified_at=found.verified_at,
        )
