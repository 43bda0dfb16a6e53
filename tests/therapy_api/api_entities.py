"""What the fake practice keeps: entities with the attributes of the real ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from therapy_core.actor import Role

PASSWORD = "correct horse battery staple"
ORIGIN = "https://app.example.org"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Entity:
    """Hold what every entity has."""

    version: int = 1
    created_at: datetime = NOW
    updated_at: datetime = NOW


@dataclass(frozen=True)
class Account(Entity):
    """Be somebody's account."""

    account_id: str = ""
    email: str = ""
    name: str = ""
    role: Role = Role.CLIENT
    profile_id: str | None = None
    password: str = ""


@dataclass(frozen=True)
class Login:
    """Be one log-in."""

    login_id: str
    device: str | None
    generation: int = 1
    created_at: datetime = NOW
    last_used_at: datetime = NOW
    expires_at: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(days=30))


@dataclass(frozen=True)
class Client(Entity):
    """Be a client."""

    client_id: str = ""
    name: str = ""
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None


@dataclass(frozen=True)
class Therapist(Entity):
    """Be a therapist."""

    therapist_id: str = ""
    name: str = ""
    email: str | None = None
    expertise: tuple[str, ...] = ()
    location: str | None = None
    timezone: str | None = None
    bio: str | None = None
    verified_at: datetime | None = None
