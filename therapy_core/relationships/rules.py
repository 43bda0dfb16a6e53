"""What follows from the state of a relationship and of a request. Pure functions."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from therapy_core.actor import Role
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship, Status

ANSWERS = (Status.APPROVED, Status.REJECTED, Status.WITHDRAWN)
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def lapsed(until: datetime | None, now: datetime) -> bool:
    """Tell whether what waits `until` a time waits no longer; the very moment is too late."""
    return until is None or until <= now


def status_at(status: str, due_at: datetime, now: datetime) -> Status:
    """Return the status that counts: what is pending beyond its time has expired, swept or not."""
    found = Status(status)
    late = found is Status.PENDING and lapsed(due_at, now)
    return Status.EXPIRED if late else found


def may_give(answer: Status, asked_by: str, role: Role) -> bool:
    """Tell whether this side may give `answer`: who asked withdraws, the other side decides."""
    asked = asked_by == role.value
    return asked if answer is Status.WITHDRAWN else not asked


def answered(status: Status) -> bool:
    """Tell whether the other side has said yes or no."""
    return status in (Status.APPROVED, Status.REJECTED)


def is_untold(client_email: str | None, status: Status) -> bool:
    """Tell whether a therapist who named a client by address is not to know of any client yet."""
    return client_email is not None and not answered(status)


def is_bare(relationship: Relationship, now: datetime) -> bool:
    """Tell whether nothing ever came of it: the client never acted, and nothing is pending."""
    stands = (
        relationship.mapping != Mapping.NONE
        or relationship.journal_access != JournalAccess.NONE
        or relationship.contact != Contact.CLOSED
        or has_acted(relationship)
    )
    return not stands and not is_waiting(relationship, now)


def has_acted(relationship: Relationship) -> bool:
    """Tell whether the client has ever turned to the therapist, who then may know the name."""
    return relationship.client_name is not None


def is_waiting(relationship: Relationship, now: datetime) -> bool:
    """Tell whether a request between the two waits for an answer."""
    times = (relationship.mapping_request_until, relationship.access_request_until)
    return not all(lapsed(until, now) for until in times)


def answer(value: Any) -> Status:
    """Return one of the answers to a request. Raises `ValueError` for anything else."""
    if value not in ANSWERS:
        raise ValueError(f"is one of {', '.join(ANSWERS)}")
    return Status(value)


def identifier(value: Any) -> str:
    """Return an opaque id of 1 to 64 characters. Raises `ValueError` for anything else."""
    if not isinstance(value, str) or not _OPAQUE.fullmatch(value):
        raise ValueError("is not an id")
    return value


def status(value: Any) -> Status:
    """Return the status of this name. Raises `ValueError` for anything else."""
    try:
        return Status(value)
    except ValueError:
        raise ValueError(f"is one of {', '.join(Status)}") from None
