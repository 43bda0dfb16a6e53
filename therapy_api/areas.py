"""The areas of the API: what one function on AWS serves, and loads alone.

Every path belongs to one area, with all of its methods, so that whoever serves the area can say
which methods a path has. What an area may do on the table follows from what it serves
(docs/adr/0028).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

from therapy_api.blueprint import Blueprint

RESOURCES: Mapping[str, tuple[str, ...]] = {
    "accounts": ("accounts",),
    "me": ("accounts",),
    "clients": ("clients",),
    "therapists": ("therapists",),
    # relationships
    "mapping_requests": ("mapping_requests",),
    "journal_access": ("journal_access_requests", "journal_access"),
    "relationships": ("relationships", "consents"),
    # scheduling
    "session_slots": ("slots",),
    "appointment_requests": ("appointment_requests",),
    # sessions
    "sessions": ("sessions",),
    "notes": ("notes",),
    "calendar": ("calendar",),
    # journals
    "journals": ("journals",),
    # messaging
    "messages": ("messaging",),
    # search
    "search": ("search",),
    # audit
    "audit": ("audit",),
    # records
    "records": ("records",),
    "health": (),
}
"""The resources, in the order in which the document describes them, each with the domains of the
library that it asks; those of the practice itself aside."""


@dataclass(frozen=True, slots=True)
class Area:
    """Name the resources of an area."""

    about: str
    resources: tuple[str, ...]
    has_pages: bool = False
    """Whether it also serves the documentation's pages and what no other area knows."""

    @property
    def domains(self) -> list[str]:
        """Return the domains of the library that its resources ask."""
        return sorted({domain for resource in self.resources for domain in RESOURCES[resource]})

    def blueprints(self) -> list[Blueprint]:
        """Return the blueprints of the resources, imported now and no others with them."""
        modules = [importlib.import_module(f"therapy_api.resources.{n}") for n in self.resources]
        return [module.blp for module in modules]


AREAS: Mapping[str, Area] = {
    "auth": Area(
        "Sign-up, log-in, refresh, log-out; health; the documentation's pages.",
        ("accounts", "health"),
        has_pages=True,
    ),
    "client": Area(
        "Clients, their journals, who may read them, and who is related to whom.",
        ("clients", "journals", "mapping_requests", "journal_access", "relationships"),
    ),
    "therapist": Area("Therapists, and finding one.", ("therapists",)),
    "appointment": Area(
        "Slots and requests for appointments.", ("session_slots", "appointment_requests")
    ),
    "session": Area(
        "Sessions, their notes, and the calendar feed.", ("sessions", "notes", "calendar")
    ),
    "message": Area("Conversations and messages.", ("messages",)),
    "search": Area("Search in what one may read, across the domains.", ("search",)),
    "record": Area(
        "One's own account and record: changes, audit, export, erasure.",
        ("me", "records", "audit"),
    ),
}
WHOLE = Area("Everything, in one process.", tuple(RESOURCES), has_pages=True)
