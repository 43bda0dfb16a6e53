"""Make secrets that nobody can guess."""

from __future__ import annotations

import secrets

from therapy_core.secret import Secret, weakness

_BYTES = 48


def new_secret() -> str:
    """Return 64 random characters that the settings' rules take, without a comma."""
    while weakness(Secret(made := secrets.token_urlsafe(_BYTES))):
        pass
    return made


def new_set(*, master_key: bool) -> dict[str, str]:
    """Return what a new environment needs; with a master key where no KMS key wraps data keys."""
    names = ["JWT_SECRET", "LONG_TERM_SECRET", "PASSWORD_PEPPER", "ORIGIN_KEY"]
    return {name: new_secret() for name in [*names, *(["MASTER_KEY"] if master_key else [])]}
