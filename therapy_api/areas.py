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


@dataclass(frozen=True, slots=True)
class Area:
    """Name the resources of an area, and the domains of the library that they use."""

    about: str
    resources: tuple[str, ...]
    domains: tuple[str, ...]
    has_pages: bool = False
    """Whether it also serves the documentation's pages and what no other area knows."""

    def blueprints(self) -> list[Blueprint]:
        """Return the blueprints of the resources, imported now and no others with them."""
        modules = [importlib.import_module(f"therapy_api.resources.{n}") for n in self.resources]
        return [module.blp for module in modules]


AREAS: Mapping[str, Area] = {
    "auth": Area(
        "Sign-up, log-in, refresh, log-out; health; the documentation's pages.",
        ("accounts", "health"),
        ("accounts",),
        has_pages=True,
    ),
    "client": Area(
        "Clients, their journals, who may read them, and who is related to whom.",
        ("clients", "journals", "mapping_requests", "journal_access", "relationships"),
        (
            "clients",
            "journals",
            "mapping_requests",
            "journal_access_requests",
            "journal_access",
            "relationships",
            "consents",
        ),
    ),
    "therapist": Area(
        "Therapists, and finding one.",
        ("therapists",),
        ("therapists",),
    ),
    "appointment": Area(
        "Slots and requests for appointments.",
        ("session_slots", "appointment_requests"),
        ("slots", "appointment_requests"),
    ),
    "session": Area(
        "Sessions, their notes, and the calendar feed.",
        ("sessions", "notes", "calendar"),
        ("sessions", "notes", "calendar"),
    ),
    "message": Area(
        "Conversations and messages.",
        ("messages",),
        ("messaging",),
    ),
    "search": Area(
        "Search in what one may read, across the domains.",
        ("search",),
        ("search",),
    ),
    "record": Area(
        "One's own account and record: changes, audit, export, erasure.",
        ("me", "records", "audit"),
        ("accounts", "records", "audit"),
    ),
}

# In the order in which the document describes them.
WHOLE = Area(
    "Everything, in one process.",
    (
        "accounts",
        "me",
        "clients",
        "therapists",
        # relationships
        "mapping_requests",
        "journal_access",
        "relationships",
        # scheduling
        "session_slots",
        "appointment_requests",
        # sessions
        "sessions",
        "notes",
        "calendar",
        # journals
        "journals",
        # messaging
        "messages",
        # search
        "search",
        # audit
        "audit",
        # records
        "records",
        "health",
    ),
    tuple(sorted({domain for area in AREAS.values() for domain in area.domains})),
    has_pages=True,
)
