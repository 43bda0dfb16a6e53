"""What the accounts' use cases give out."""

from __future__ import annotations

from dataclasses import dataclass

from therapy_core.accounts.models import Account, Login
from therapy_core.directory.views import ClientView, TherapistView


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Hold a login and its account; its `generation` goes into the refresh token."""

    account: Account
    login: Login


@dataclass(frozen=True, slots=True)
class Me:
    """Hold an account with its profile; an admin has none."""

    account: Account
    profile: ClientView | TherapistView | None
