"""One file a resource; a view parses, calls the library, and returns."""

from __future__ import annotations

from therapy_api.blueprint import Blueprint
from therapy_api.resources import (
    accounts,
    appointment_requests,
    audit,
    calendar,
    clients,
    health,
    journal_access,
    journals,
    mapping_requests,
    me,
    messages,
    notes,
    records,
    relationships,
    search,
    session_slots,
    sessions,
    therapists,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.blp,
    me.blp,
    clients.blp,
    therapists.blp,
    # relationships
    mapping_requests.blp,
    journal_access.blp,
    relationships.blp,
    # scheduling
    session_slots.blp,
    appointment_requests.blp,
    # sessions
    sessions.blp,
    notes.blp,
    calendar.blp,
    # journals
    journals.blp,
    # messaging
    messages.blp,
    # search
    search.blp,
    # audit
    audit.blp,
    # records
    records.blp,
    health.blp,
)
