"""What a search returns: the thing that was found, and where in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from therapy_core.search.matching import Match


class Where(StrEnum):
    """Name the kinds of things that are searched."""

    CLIENTS = "clients"
    JOURNALS = "journals"
    NOTES = "notes"
    MESSAGES = "messages"
    THERAPISTS = "therapists"


OF_CLIENT = (Where.JOURNALS, Where.NOTES, Where.MESSAGES, Where.THERAPISTS)
OF_THERAPIST = (Where.CLIENTS, Where.NOTES, Where.MESSAGES, Where.JOURNALS)
"""What a client and a therapist search, in this order."""


class What(StrEnum):
    """Name what was found."""

    CLIENT = "client"
    ENTRY = "entry"
    NOTE = "note"
    ADDENDUM = "addendum"
    MESSAGE = "message"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """Show one thing that was found. The ids that lead to it are there, the others are None.

    `note` is shared or private, for notes and addenda; `at` is when the feeling was felt, the
    message sent, the addendum signed, or the note begun.
    """

    what: What
    match: Match
    client_id: str | None = None
    therapist_id: str | None = None
    entry_id: str | None = None
    session_id: str | None = None
    note: str | None = None
    addendum_id: str | None = None
    message_id: str | None = None
    at: datetime | None = None

    def __repr__(self) -> str:
        return f"<Hit {self.what}>"
