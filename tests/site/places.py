"""Where the pages of each role are, but for those that an identifier leads to."""

from __future__ import annotations

from seeds import demo

SETTINGS = ("profile", "look", "password", "logins", "calendar", "audit", "export", "erase")
CLIENT = (
    "/app",
    "/app/journal",
    "/app/journal/new",
    "/app/journal/month",
    "/app/journal/trends",
    "/app/therapists",
    "/app/therapists/mine",
    "/app/therapists/readers",
    "/app/appointments",
    "/app/sessions",
    "/app/messages",
    "/app/search",
    *(f"/app/settings/{part}" for part in SETTINGS),
)
THERAPIST = (
    "/app",
    "/app/calendar/publish",
    "/app/requests",
    "/app/clients",
    "/app/notes",
    "/app/messages",
    "/app/search",
    *(f"/app/settings/{part}" for part in SETTINGS),
)
ADMIN = ("/app", "/app/verification", "/app/audit", "/app/settings")
PATHS = {demo.CLIENT.email: CLIENT, demo.THERAPIST.email: THERAPIST, demo.ADMIN.email: ADMIN}
"""The paths of each role, by the address of somebody who has it."""
