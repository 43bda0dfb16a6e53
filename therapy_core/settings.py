"""Settings from the environment, typed and checked once, at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from therapy_core.errors import Misconfigured

ENVIRONMENTS = ("development", "test", "staging", "production")
SHORTEST_SECRET = 32


class Secret(str):
    """Hold a secret that shows itself only to code that asks for `reveal()`."""

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def reveal(self) -> str:
        """Return the secret as plain text."""
        return str.__str__(self)


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold everything that differs between one running practice and another."""

    environment: str = "development"
    port: int = 5000
    table_name: str = "therapy-practice"
    endpoint: str | None = None
    region: str = "eu-central-1"
    shards: int = 1
    jwt_secret: Secret = field(default_factory=lambda: Secret(""))
    password_pepper: Secret = field(default_factory=lambda: Secret(""))
    bcrypt_cost: int = 12
    access_minutes: int = 15
    refresh_days: int = 30
    cors_origins: tuple[str, ...] = ()
    log_level: str = "INFO"

    @property
    def in_development(self) -> bool:
        """Tell whether conveniences for developers are on: own secrets, demo accounts."""
        return self.environment in ("development", "test")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings from `environ`.

        Raises `Misconfigured`, naming the variable, for a value that can't be read and, outside
        development, for a secret that is missing, shorter than 32 characters or well known.
        """
        raise Misconfigured("written next")
