"""What is shown of relationships, of requests and of consent.

A view is made for one reader. Printed, it shows no id of a person and no name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from therapy_core.actor import Role
from therapy_core.directory.models import Therapist
from therapy_core.relationships import rules
from therapy_core.relationships.kinds import Request
from therapy_core.relationships.models import Consent, Relationship, Status


@dataclass(frozen=True, slots=True, repr=False)
class RequestView:
    """Show a request and what became of it.

    A therapist who named the client by address sees that address, and the client's id only once
    the client has answered; so nothing tells whether there is such a client.
    """

    request_id: str
    client_id: str | None
    therapist_id: str
    asked_by: str
    client_email: str | None
    status: Status
    expires_at: datetime
    answered_at: datetime | None
    version: int
    created_at: datetime | None
    updated_at: datetime | None

    def __repr__(self) -> str:
        return f"<RequestView {self.request_id}>"

    @classmethod
    def of(cls, request: Request, role: Role, now: datetime) -> RequestView:
        """Return what somebody of `role`, who is one of the two sides, sees of a request."""
        status = rules.status_at(request.status, request.due_at, now)
        email = request.client_email if role is Role.THERAPIST else None
        return cls(
            request.request_id,
            None if rules.is_untold(email, status) else request.client_id,
            request.therapist_id,
            request.asked_by,
            email,
            status,
            request.due_at,
            request.answered_at,
            int(request.version),
            request.created_at,
            request.updated_at,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Between:
    """Show what two people are to each other; a request that waits no longer is not named."""

    mapping: str
    journal_access: str
    contact: str
    mapping_request_id: str | None
    mapping_request_until: datetime | None
    access_request_id: str | None
    access_request_until: datetime | None

    @classmethod
    def of(cls, found: Relationship, now: datetime) -> Between:
        """Return what stands between the two at `now`."""
        mapping = not rules.lapsed(found.mapping_request_until, now)
        access = not rules.lapsed(found.access_request_until, now)
        return cls(
            found.mapping,
            found.journal_access,
            found.contact,
            found.mapping_request_id if mapping else None,
            found.mapping_request_until if mapping else None,
            found.access_request_id if access else None,
            found.access_request_until if access else None,
        )


@dataclass(frozen=True, slots=True, repr=False)
class RelatedTherapist:
    """Show a client a therapist, who has no name when the account is gone."""

    therapist_id: str
    name: str | None
    expertise: list[str]
    location: str | None
    verified: bool
    between: Between

    @classmethod
    def of(
        cls, found: Relationship, therapist: Therapist | None, now: datetime
    ) -> RelatedTherapist:
        """Return what a client sees of a therapist who is, or was, related."""
        return cls(
            found.therapist_id,
            therapist.name if therapist else None,
            list(therapist.expertise) if therapist else [],
            therapist.location if therapist else None,
            bool(therapist and therapist.verified_at),
            Between.of(found, now),
        )


@dataclass(frozen=True, slots=True, repr=False)
class RelatedClient:
    """Show a therapist a client who has acted."""

    client_id: str
    name: str
    between: Between

    @classmethod
    def of(cls, found: Relationship, now: datetime) -> RelatedClient:
        """Return what a therapist sees of a client who is, or was, related."""
        assert found.client_name is not None
        return cls(found.client_id, found.client_name, Between.of(found, now))


@dataclass(frozen=True, slots=True, repr=False)
class ConsentView:
    """Show a client one step of consent."""

    consent_id: str
    therapist_id: str
    about: str
    step: str
    by: str
    request_id: str | None
    happened_at: datetime | None = field(default=None)

    @classmethod
    def of(cls, consent: Consent) -> ConsentView:
        """Return what a client sees of a step."""
        return cls(
            consent.consent_id,
            consent.therapist_id,
            consent.about,
            consent.step,
            consent.by,
            consent.request_id,
            consent.created_at,
        )
