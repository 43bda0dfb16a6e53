"""What a record is made of: everything that is somebody's, each part by its access pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from therapy_core import ids
from therapy_core.accounts.models import LOGINS, Account, Login
from therapy_core.actor import Role
from therapy_core.audit.models import EVENTS_OF_RECORD, EVENTS_OF_THERAPIST, AuditEvent
from therapy_core.audit.views import EventView
from therapy_core.directory.models import Client, Therapist
from therapy_core.journals.models import JOURNAL
from therapy_core.messaging.models import (
    CONVERSATIONS_OF_CLIENT,
    CONVERSATIONS_OF_THERAPIST,
    MESSAGES,
    Conversation,
)
from therapy_core.relationships import models as relationships
from therapy_core.relationships import rules
from therapy_core.relationships.models import Status
from therapy_core.scheduling import models as scheduling
from therapy_core.sessions import models as sessions
from therapy_core.table import AccessPattern, Entity, Ref, Table

Kinds = tuple[type[Entity], ...]
Read = Callable[[Table, str], Iterator[Entity]]
"""Yield what is somebody's, by the id of the profile; an admin's is that of the account."""


@dataclass(frozen=True)
class Source:
    """Say what entities there are, and how they are read."""

    kinds: Kinds
    read: Read


@dataclass(frozen=True)
class Section:
    """Name a part of a record, say what it is, and where it comes from."""

    name: str
    what: str
    source: Source


def at(kind: type[Entity], ref: Callable[[str], Ref[Any]]) -> Source:
    """Read the one item at the place that `ref` gives for an id."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        found = table.get(ref(person))
        if found is not None:
            yield found

    return Source((kind,), read)


def by(name: str, pattern: AccessPattern[Any]) -> Source:
    """Read all that `pattern` finds for an id, which it calls `name`."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        return table.every(pattern, **{name: person})

    return Source(pattern.returns, read)


def messages(conversations: Source) -> Source:
    """Read the messages of each of somebody's conversations."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        for found in conversations.read(table, person):
            assert isinstance(found, Conversation)
            yield from table.every(
                MESSAGES, client_id=found.client_id, therapist_id=found.therapist_id
            )

    return Source(MESSAGES.returns, read)


def acted(source: Source) -> Source:
    """Read relationships with clients who have acted: of others a therapist knows nothing."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        return filter(rules.has_acted, source.read(table, person))  # type: ignore[arg-type]

    return Source(source.kinds, read)


def untold(source: Source) -> Source:
    """Read requests and events as the therapist who made them is shown them (docs/adr/0012)."""

    def read(table: Table, person: str) -> Iterator[Entity]:
        found: Any
        for found in source.read(table, person):
            if isinstance(found, AuditEvent):
                found.subject_id = EventView.of_own_act(found).subject_id
            elif rules.is_untold(found.client_email, Status(found.status)):
                found.client_id = None
            yield found

    return Source(source.kinds, read)


CLIENTS_CONVERSATIONS = by("client_id", CONVERSATIONS_OF_CLIENT)
THERAPISTS_CONVERSATIONS = by("therapist_id", CONVERSATIONS_OF_THERAPIST)


def account_of(person: str) -> str:
    """Return the account that belongs to a profile, or the account itself."""
    return ids.twin(ids.ACCOUNT, person)


def _logins(table: Table, person: str) -> Iterator[Entity]:
    return table.every(LOGINS, account_id=account_of(person))


ACCOUNT = Section(
    "account", "How you log in.", at(Account, lambda p: Account.at(account_id=account_of(p)))
)
LOGGED_IN = Section("logins", "Where you are logged in.", Source((Login,), _logins))
ALL = (ACCOUNT, LOGGED_IN)

OF_A_CLIENT = (
    *ALL,
    Section("profile", "Who you are.", at(Client, lambda p: Client.at(client_id=p))),
    Section(
        "relationships",
        "The therapists you have to do with, and what they may see.",
        by("client_id", relationships.THERAPISTS_OF_CLIENT),
    ),
    Section(
        "mapping-requests",
        "Who asked to be mapped, and the answers.",
        by("client_id", relationships.MAPPING_REQUESTS_OF_CLIENT),
    ),
    Section(
        "journal-access-requests",
        "Who asked to read your journal, and your answers.",
        by("client_id", relationships.ACCESS_REQUESTS_OF_CLIENT),
    ),
    Section(
        "consents",
        "Every step in what you allowed.",
        by("client_id", relationships.CONSENTS),
    ),
    Section(
        "appointment-requests",
        "The appointments you asked for.",
        by("client_id", scheduling.REQUESTS_OF_CLIENT),
    ),
    Section("sessions", "Your sessions.", by("client_id", sessions.SESSIONS_OF_CLIENT)),
    Section(
        "shared-notes",
        "What therapists wrote for you.",
        by("client_id", sessions.NOTES_OF_CLIENT),
    ),
    Section(
        "addenda",
        "Corrections of what they wrote for you.",
        by("client_id", sessions.ADDENDA_OF_CLIENT),
    ),
    Section("journal", "What you felt.", by("client_id", JOURNAL)),
    Section("conversations", "Whom you wrote with.", CLIENTS_CONVERSATIONS),
    Section("messages", "What you wrote to one another.", messages(CLIENTS_CONVERSATIONS)),
    Section("audit", "Who did and who read what.", by("subject_id", EVENTS_OF_RECORD)),
)
OF_A_THERAPIST = (
    *ALL,
    Section("profile", "Who you are.", at(Therapist, lambda p: Therapist.at(therapist_id=p))),
    Section(
        "relationships",
        "The clients you have to do with, by the names that you see.",
        acted(by("therapist_id", relationships.CLIENTS_OF_THERAPIST)),
    ),
    Section(
        "mapping-requests",
        "Who asked to be mapped, and the answers.",
        untold(by("therapist_id", relationships.MAPPING_REQUESTS_OF_THERAPIST)),
    ),
    Section(
        "journal-access-requests",
        "The journals you asked to read, and the answers.",
        untold(by("therapist_id", relationships.ACCESS_REQUESTS_OF_THERAPIST)),
    ),
    Section(
        "slot-rules",
        "The weekly rules that slots were made by.",
        by("therapist_id", scheduling.RULES_OF_THERAPIST),
    ),
    Section("slots", "The times you offered.", by("therapist_id", scheduling.SLOTS_OF_THERAPIST)),
    Section(
        "appointment-requests",
        "Who asked for your times.",
        by("therapist_id", scheduling.REQUESTS_TO_THERAPIST),
    ),
    Section("sessions", "Your sessions.", by("therapist_id", sessions.SESSIONS_OF_THERAPIST)),
    Section(
        "notes",
        "Your notes, the private ones included.",
        by("therapist_id", sessions.NOTES_OF_THERAPIST),
    ),
    Section(
        "addenda",
        "Your corrections of notes.",
        by("therapist_id", sessions.ADDENDA_OF_THERAPIST),
    ),
    Section("conversations", "Whom you wrote with.", THERAPISTS_CONVERSATIONS),
    Section("messages", "What you wrote to one another.", messages(THERAPISTS_CONVERSATIONS)),
    Section("audit", "What you did.", untold(by("therapist_id", EVENTS_OF_THERAPIST))),
)
SECTIONS = {Role.CLIENT: OF_A_CLIENT, Role.THERAPIST: OF_A_THERAPIST, Role.ADMIN: ALL}
