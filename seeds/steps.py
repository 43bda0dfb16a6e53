"""How two people came to be what they are to each other: requests, consents, and the audit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from seeds import audit, clock
from seeds.chance import chance
from seeds.order import Order
from seeds.together import Together
from therapy_core import ids
from therapy_core.relationships.consenting import EVENTS, STEPS
from therapy_core.relationships.models import (
    About,
    Consent,
    JournalAccess,
    JournalAccessRequest,
    Mapping,
    MappingRequest,
    Relationship,
    Status,
    Step,
)
from therapy_core.table import Entity

WAITS = timedelta(days=30)
_ANSWERS_IN = timedelta(hours=7)
_LASTED = timedelta(days=70)
_OTHERS = (Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED, Status.PENDING)


class Steps:
    """Collect what happened between two people."""

    def __init__(self, order: Order, between: Relationship) -> None:
        self._order = order
        self.between = between
        self.found: list[Entity] = []
        self.sides = {"client_id": between.client_id, "therapist_id": between.therapist_id}
        self.label = f"{between.client_id} {between.therapist_id}"

    def consent(
        self, about: About, step: Step, by: str, at: datetime, request_id: str | None = None
    ) -> None:
        """Write down a step, and its audit event; `by` is client or therapist."""
        if at > self._order.now:
            return
        label = f"{about} {step} {self.label}"
        self.found.append(
            Consent(
                **self.sides,
                consent_id=ids.CONSENT + clock.ulid(at, label),
                about=about.value,
                step=step.value,
                by=by,
                request_id=request_id,
                created_at=at,
            )
        )
        who = self.between.client_id if by == "client" else self.between.therapist_id
        subject = self.between.client_id
        told = request_id or self.between.therapist_id
        self.found += audit.event(self._order, EVENTS[about, step], at, subject, who, told)

    def request(self, about: About, by: str, at: datetime, status: Status) -> str:
        """Let one side ask at a time, and the other or time itself settle it; return its id."""
        entity, prefix, more = _KINDS[about]
        request_id = prefix + clock.ulid(at, f"{about} {self.label}")
        ended = at + (WAITS if status is Status.EXPIRED else _ANSWERS_IN)
        self.found.append(
            entity(
                **self.sides,
                **dict.fromkeys(more, by),
                request_id=request_id,
                status=status.value,
                due_at=at + WAITS,
                answered_at=None if status is Status.PENDING else ended,
                created_at=at,
            )
        )
        self.consent(about, Step.REQUESTED, by, at, request_id)
        if status is not Status.PENDING and status is not Status.EXPIRED:
            answers = by if status is Status.WITHDRAWN else _other(by)
            self.consent(about, STEPS[status], answers, ended, request_id)
        return request_id


_KINDS: dict[About, tuple[Any, str, tuple[str, ...]]] = {
    About.MAPPING: (MappingRequest, ids.MAPPING_REQUEST, ("asked_by",)),
    About.JOURNAL_ACCESS: (JournalAccessRequest, ids.ACCESS_REQUEST, ()),
}


def history(order: Order, number: int, between: Relationship) -> Together:
    """Return a relationship of client number `number` together with all that led to it."""
    steps = Steps(order, between)
    random = chance(f"history {steps.label}")
    first = between.created_at + timedelta(days=1, minutes=random.randrange(600))
    by = "therapist" if number % 3 == 0 and number else "client"
    if between.mapping != Mapping.NONE:
        steps.request(About.MAPPING, by, first, Status.APPROVED)
    if between.mapping == Mapping.ENDED:
        steps.consent(About.MAPPING, Step.REVOKED, _other(by), first + _LASTED)
    if between.journal_access == JournalAccess.GRANTED:
        _granted(steps, number, first + timedelta(days=5))
    elif between.mapping == Mapping.ACTIVE:
        _refused(order, steps, number, first + timedelta(days=9))
    elif between.mapping == Mapping.NONE and between.contact == "closed":
        _asked(order, steps, number, first)
    return Together((between,), tuple(steps.found))


def _granted(steps: Steps, number: int, at: datetime) -> None:
    """Let the client open the journal: asked for it, or unasked."""
    if number % 2 == 0:
        steps.request(About.JOURNAL_ACCESS, "therapist", at, Status.APPROVED)
    else:
        steps.consent(About.JOURNAL_ACCESS, Step.GRANTED, "client", at)


def _refused(order: Order, steps: Steps, number: int, at: datetime) -> None:
    """Let the therapist have asked for the journal: it waits, was refused, or never was."""
    if number % 3 == 0:
        at = order.week - timedelta(days=2)
        between = steps.between
        between.access_request_id = steps.request(
            About.JOURNAL_ACCESS, "therapist", at, Status.PENDING
        )
        between.access_request_until = at + WAITS
    elif number % 3 == 1:
        steps.request(About.JOURNAL_ACCESS, "therapist", at, Status.REJECTED)


def _asked(order: Order, steps: Steps, number: int, at: datetime) -> None:
    """Let one have asked the other: it waits, or came to nothing.

    A client who was asked and has not answered stays without a name to the therapist.
    """
    between = steps.between
    by = "therapist" if number == 0 else "client"
    status = Status.PENDING if number in (0, 10) else _OTHERS[number % len(_OTHERS)]
    at = order.week - timedelta(days=3) if status is Status.PENDING else at
    request_id = steps.request(About.MAPPING, by, at, status)
    if by == "therapist":
        between.client_name = None
    if status is Status.PENDING:
        between.mapping_request_id, between.mapping_request_until = request_id, at + WAITS


def _other(side: str) -> str:
    return "client" if side == "therapist" else "therapist"
