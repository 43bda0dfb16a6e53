"""One file a resource; a view parses, calls the library, and returns."""

from __future__ import annotations

from therapy_api.blueprint import Blueprint
from therapy_api.resources import (
    accounts,
    calendar,
    clients,
    health,
    me,
    notes,
    sessions,
    therapists,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.blp,
    me.blp,
    clients.blp,
    therapists.blp,
    # relationships
    # scheduling
    # sessions
    sessions.blp,
    notes.blp,
    calendar.blp,
    # journals
    # messaging
    # search
    # audit
    # records
    health.blp,
)
