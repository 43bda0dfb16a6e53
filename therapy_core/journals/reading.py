"""Who may read a journal: its client, and a therapist while the client lets them.

A therapist's reading is written down in the transaction that checks the grant, before anything
of the journal is read: no grant, no event, no read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Actor, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.errors import NotFound
from therapy_core.journals.models import ALL, SHARED, JournalEntry
from therapy_core.relationships.models import JournalAccess, Relationship
from therapy_core.table import Table

_ENTRY_ID = re.compile("jrn_[0-7][0-9A-HJKMNP-TV-Z]{25}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Stand for somebody who was let into a journal to do `action`."""

    actor: Actor
    action: str
    subject: Subject

    def sees(self, entry: JournalEntry) -> bool:
        """Tell whether the reader is shown this entry."""
        subject = replace(self.subject, private=entry.private)
        return access.is_shown(self.actor, self.action, subject)

    @property
    def sees_all(self) -> bool:
        """Tell whether no entry can be kept from the reader."""
        subject = replace(self.subject, private=True)
        return access.is_shown(self.actor, self.action, subject)

    @property
    def audience(self) -> str:
        """Return which of a day's counters the reader is shown."""
        return ALL if self.sees_all else SHARED


def let_in(
    table: Table,
    actor: Actor,
    action: str,
    client_id: str,
    event: Event = Event.JOURNAL_READ,
    about: str = "",
) -> Reader:
    """Return the reader that `actor` is of a client's journal.

    A therapist's reading is written down as `event` about `about`. Raises `NotFound` for
    whoever may not read.
    """
    subject = Subject(client_id)
    if actor.role is Role.THERAPIST:
        subject = Subject(client_id, _granted(table, actor, client_id, event, about))
    access.sight(actor, action, subject)
    return Reader(actor, action, subject)


def require_entry_id(entry_id: str) -> None:
    """Raise `NotFound` for what can't be an entry, so that nothing else gets into the audit."""
    if not _ENTRY_ID.fullmatch(entry_id):
        raise NotFound


def _granted(table: Table, actor: Actor, client_id: str, event: Event, about: str) -> Relationship:
    """Return the relationship as far as the table has confirmed it."""
    granted = JournalAccess.GRANTED.value
    confirmed = Relationship(
        client_id=client_id, therapist_id=actor.profile_id, journal_access=granted
    )
    with table.transaction("open a granted journal") as unit:
        unit.check(confirmed.ref, Relationship.journal_access == granted, otherwise=NotFound())
        record(unit, actor, event, client_id, about)
    return confirmed
