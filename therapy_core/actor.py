"""Who asks, and the small values that travel with a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Role(StrEnum):
    """Name the parts a person can play; SYSTEM is the command line, ANONYMOUS nobody yet."""

    CLIENT = "client"
    THERAPIST = "therapist"
    ADMIN = "admin"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Identify who asks: the account, its role, the profile it owns and the login it came by."""

    role: Role
    account_id: str = ""
    profile_id: str = ""
    login_id: str = ""

    @property
    def scope(self) -> str:
        """Return what cursors and idempotency keys of this actor are bound to."""
        return self.account_id or self.role.value


ANONYMOUS = Actor(Role.ANONYMOUS)
SYSTEM = Actor(Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Ask for one page: at most `limit` entries (1 to 100), after `cursor` when there is one."""

    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Hold one page of a list and, where there is more, the cursor of the next."""

    items: list[T] = field(default_factory=list)
    next_cursor: str | None = None


@dataclass(slots=True)
class Once:
    """Make a creating use case safe to repeat.

    `key` is the caller's (1 to 255 characters); `fingerprint` stands for the whole request, so
    that the key can't be used for another. `replayed` becomes true when the answer is that of
    an earlier call.
    """

    key: str
    fingerprint: str
    replayed: bool = False
