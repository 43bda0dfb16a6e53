"""Who asks, and the small values that travel with a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from therapy_core.table.pages import Page, PageRequest


class Role(StrEnum):
    """Name the parts a person can play; SYSTEM is the command line, ANONYMOUS nobody yet."""

    CLIENT = "client"
    THERAPIST = "therapist"
    ADMIN = "admin"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Identify who asks: the account, its role, the profile it owns and the login it came by.

    `name` is the account's, for what shows the other side who asked.
    """

    role: Role
    account_id: str = ""
    profile_id: str = ""
    login_id: str = ""
    name: str = field(default="", repr=False, compare=False)

    @property
    def scope(self) -> str:
        """Return what cursors and idempotency keys of this actor are bound to."""
        return self.account_id or self.role.value


__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "Once", "Page", "PageRequest", "Role"]

ANONYMOUS = Actor(Role.ANONYMOUS)
SYSTEM = Actor(Role.SYSTEM)


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
