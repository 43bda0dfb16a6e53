"""One file a resource; a view parses, calls the library, and returns."""

from __future__ import annotations

from therapy_api.blueprint import Blueprint
from therapy_api.resources import (
    accounts,
    appointment_requests,
    clients,
    health,
    journal_access,
    mapping_requests,
    me,
    relationships,
    session_slots,
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
    # journals
    # messaging
    # search
    # audit
    # records
    health.blp,
)
