"""The two kinds of request between a client and a therapist, and what each does to both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from therapy_core import ids
from therapy_core.relationships.models import (
    ACCESS_REQUESTS_OF_CLIENT,
    ACCESS_REQUESTS_OF_THERAPIST,
    MAPPING_REQUESTS_OF_CLIENT,
    MAPPING_REQUESTS_OF_THERAPIST,
    About,
    Contact,
    JournalAccess,
    JournalAccessRequest,
    Mapping,
    MappingRequest,
    Relationship,
)
from therapy_core.table import AccessPattern, Ref

Request = MappingRequest | JournalAccessRequest


@dataclass(frozen=True)
class Kind:
    """Hold what tells one kind of request from the other.

    `given` is the relationship's attribute that a yes sets to `value`; `waiting` and `until` are
    those that name the request which waits, and how long.
    """

    about: About
    entity: type[MappingRequest] | type[JournalAccessRequest]
    prefix: str
    of_client: AccessPattern[Any]
    of_therapist: AccessPattern[Any]
    given: str
    value: str
    waiting: str
    until: str

    def at(self, request_id: str) -> Ref[Any]:
        """Return the place of a request. Raises `InvalidKey` for an id of another kind."""
        return self.entity.at(request_id=request_id)

    def may_be_asked(self, now: datetime) -> Condition:
        """Return the condition on a relationship that it is not given, and nothing waits."""
        given, until = _attribute(self.given), _attribute(self.until)
        free: Condition = given.does_not_exist() | (given != self.value)
        nothing_waits: Condition = until.does_not_exist() | (until <= now)
        both: Condition = free & nothing_waits
        return both

    def waits(self, request_id: str, now: datetime) -> Condition:
        """Return the condition on a relationship that this request waits for an answer."""
        mine: Condition = _attribute(self.waiting) == request_id
        both: Condition = mine & (_attribute(self.until) > now)
        return both

    def asked(self, request_id: str, until: datetime) -> list[Action]:
        """Return what asking does to the relationship."""
        return [_attribute(self.waiting).set(request_id), _attribute(self.until).set(until)]

    def settled(self) -> list[Action]:
        """Return what any answer does to the relationship."""
        return [_attribute(self.waiting).remove(), _attribute(self.until).remove()]

    def approved(self) -> list[Action]:
        """Return what a yes does: it is given, and the two may write to one another."""
        contact = Relationship.contact.set(Contact.OPEN.value)
        return [*self.settled(), _attribute(self.given).set(self.value), contact]

    def request_of(self, relationship: Relationship) -> str | None:
        """Return the request that waits, or waited last."""
        found: str | None = getattr(relationship, self.waiting)
        return found

    def clear(self, relationship: Relationship) -> None:
        """Let nothing wait any longer."""
        setattr(relationship, self.waiting, None)
        setattr(relationship, self.until, None)


def _attribute(name: str) -> Any:
    return getattr(Relationship, name)


MAPPING = Kind(
    About.MAPPING,
    MappingRequest,
    ids.MAPPING_REQUEST,
    MAPPING_REQUESTS_OF_CLIENT,
    MAPPING_REQUESTS_OF_THERAPIST,
    "mapping",
    Mapping.ACTIVE.value,
    "mapping_request_id",
    "mapping_request_until",
)
JOURNAL_ACCESS = Kind(
    About.JOURNAL_ACCESS,
    JournalAccessRequest,
    ids.ACCESS_REQUEST,
    ACCESS_REQUESTS_OF_CLIENT,
    ACCESS_REQUESTS_OF_THERAPIST,
    "journal_access",
    JournalAccess.GRANTED.value,
    "access_request_id",
    "access_request_until",
)
KINDS = (MAPPING, JOURNAL_ACCESS)


def kind_of(request: Request) -> Kind:
    """Return the kind of a request."""
    return MAPPING if isinstance(request, MappingRequest) else JOURNAL_ACCESS
