"""The demo log-ins: one of each role, with a password that everybody may know.

Every seeded account is marked as one for demonstration, and the library opens none of those
outside development; these three are the only ones with a password at all.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "demo-password-please"  # noqa: S105 - printed for everybody to read
UNUSABLE = "!"
"""Stands where a hash would; no password matches it."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """Name one role's log-in."""

    role: str
    email: str


CLIENT = DemoLogin("client", "client@demo.example")
THERAPIST = DemoLogin("therapist", "therapist@demo.example")
ADMIN = DemoLogin("admin", "admin@demo.example")
LOGINS = (CLIENT, THERAPIST, ADMIN)
