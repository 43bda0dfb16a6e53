"""What may become of a session and of its notes: pure functions of what stands and of the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from therapy_core.actor import Role
from therapy_core.errors import Conflict, InvalidInput
from therapy_core.sessions.models import NoteKind, SessionStatus
from therapy_core.values import line, optional, paragraph

LONGEST_PLACE = 200
LONGEST_REASON = 1000
LONGEST_NOTE = 20_000
LONGEST_ADDENDUM = 5000
LONGEST_ASSIGNMENT = 500
MOST_ASSIGNMENTS = 20
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

Rules = Mapping[str, Callable[[Any], Any]]


class SlotFate(StrEnum):
    """Say what becomes of the slot of a cancelled session."""

    REOPENED = "reopened"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


def outcome(value: Any) -> str:
    """Return what a therapist can say a session came to: completed or missed."""
    if value not in (SessionStatus.COMPLETED.value, SessionStatus.MISSED.value):
        raise ValueError("is completed or missed")
    return str(value)


def assignments(value: Any) -> list[str]:
    """Return up to 20 short texts, in their order."""
    if not isinstance(value, list | tuple) or len(value) > MOST_ASSIGNMENTS:
        raise ValueError(f"takes a list of at most {MOST_ASSIGNMENTS} entries")
    return [line(LONGEST_ASSIGNMENT)(each) for each in value]


CHANGES: Rules = {
    "slot_id": line(64),
    "place": optional(line(LONGEST_PLACE)),
    "status": outcome,
}
REASON: Rules = {"reason": optional(paragraph(LONGEST_REASON))}
NOTES: Mapping[NoteKind, Rules] = {
    NoteKind.SHARED: {"text": paragraph(LONGEST_NOTE), "assignments": assignments},
    NoteKind.PRIVATE: {"text": paragraph(LONGEST_NOTE)},
}
ADDENDUM: Rules = {"text": paragraph(LONGEST_ADDENDUM)}


def check_change(status: str, starts_at: datetime, now: datetime, given: Mapping[str, Any]) -> None:
    """Let `given` (slot_id, place, status) be written over a session that stands so.

    Raises `Conflict` for a session that is over one way or another, for one that is moved after
    it began, and for one that is completed or missed before; `InvalidInput` for moving and
    ending at once.
    """
    if {"slot_id", "status"} <= given.keys():
        raise InvalidInput({"status": "can't go with a new slot"})
    check_stands(status)
    if "slot_id" in given and now >= starts_at:
        raise Conflict("A session that has begun can't be moved.")
    if "status" in given and now < starts_at:
        raise Conflict("A session that has not begun can't have been completed or missed.")


def check_stands(status: str) -> None:
    """Raise `Conflict` unless the session is still scheduled: whatever it came to is final."""
    if status != SessionStatus.SCHEDULED:
        raise Conflict("The session is over or cancelled.")


def cancellation(
    status: str, starts_at: datetime, now: datetime, by: Role, cutoff: timedelta
) -> tuple[SessionStatus, SlotFate]:
    """Return what a session and its slot become when the side `by` cancels it now.

    A client who cancels `cutoff` or more before the start is in time. Raises `Conflict` for a
    session that has begun or is over. Source: access.md, rule 8.
    """
    check_stands(status)
    if now >= starts_at:
        raise Conflict("A session that has begun can't be cancelled.")
    if by is not Role.CLIENT:
        return SessionStatus.CANCELLED, SlotFate.WITHDRAWN
    if now <= starts_at - cutoff:
        return SessionStatus.CANCELLED, SlotFate.REOPENED
    return SessionStatus.LATE_CANCELLED, SlotFate.KEPT


def when_ending(by: Role) -> SlotFate:
    """Return what becomes of a slot whose session is cancelled because a mapping ends."""
    return SlotFate.REOPENED if by is Role.CLIENT else SlotFate.WITHDRAWN


def check_window(since: datetime | None, until: datetime | None) -> None:
    """Raise `InvalidInput` for a bound before 1970 or in the year 9999."""
    given = {"since": since, "until": until}
    wrong = [n for n, at in given.items() if at is not None and not EARLIEST <= at < LATEST]
    if wrong:
        raise InvalidInput(dict.fromkeys(wrong, "is out of range"))


def check_unsigned(signed_at: datetime | None) -> None:
    """Raise `Conflict` for a signed note: it never changes. Source: access.md, rule 9."""
    if signed_at is not None:
        raise Conflict("A signed note never changes. Add an addendum.")


def was_signed_at(signed_at: datetime | None, stands: int, version: int | None) -> bool:
    """Tell whether a note that stands at a version was signed when it was read at `version`.

    Signing is the last write of a note, so it made the version after the one that was signed.
    """
    return signed_at is not None and version in (stands - 1, stands)


def check_signed(signed_at: datetime | None) -> None:
    """Raise `Conflict` for a note that is still a draft: only signed ones take an addendum."""
    if signed_at is None:
        raise Conflict("A draft takes no addendum. Change it, or sign it first.")
