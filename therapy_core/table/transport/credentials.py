"""Whose name requests go out in: botocore's credentials, refreshed by botocore."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from botocore.session import Session

from therapy_core.table.transport.endpoints import is_here


class Credentials:
    """Give out the credentials of a botocore session, which refreshes them when they near expiry.

    `sessions` makes sessions; `here` says that the table is on this machine, where credentials
    that mean nothing do when the environment names none.
    """

    def __init__(self, sessions: Callable[[], Session], endpoint: str | None) -> None:
        self._sessions = sessions
        self._here = is_here(endpoint)
        self._guard = threading.Lock()
        self._found: Any = None

    def frozen(self) -> ReadOnlyCredentials:
        """Return the credentials of this moment. Raises botocore's `NoCredentialsError`."""
        found = self._found or self._look()
        frozen: ReadOnlyCredentials = found.get_frozen_credentials()
        return frozen

    def drop(self, used: ReadOnlyCredentials) -> bool:
        """Look for credentials anew, as `used` were refused; tell whether there are others."""
        with self._guard:
            if self._found is not None and self._found.get_frozen_credentials() == used:
                self._found = None
        return self.frozen() != used

    def _look(self) -> Any:
        with self._guard:
            if self._found is None:
                session = self._sessions()
                lend_credentials(session, self._here)
                self._found = session.get_credentials()
            if self._found is None:
                raise NoCredentialsError
            return self._found


def lend_credentials(session: Session, here: bool) -> None:
    """Give a session credentials that mean nothing, for a table on this machine without any."""
    if here and not _has_own(session):
        session.set_credentials("local", "local")


def _has_own(session: Session) -> bool:
    """Tell whether the environment names credentials, without asking the network for any."""
    env = session.get_component("credential_provider").get_provider("env")
    return env.load() is not None
