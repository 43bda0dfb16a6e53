"""Settings whose secrets AWS Secrets Manager keeps, read again while a function stays warm.

Where SECRETS_ARN is set, the secrets come from there, beneath what the environment itself sets.
A function reads them when it starts, and again every few minutes, so that it follows a rotation.
Lambda gives a function one request at a time; nothing here is meant for several threads.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from therapy_api import auth
from therapy_api.aws_lambda.events import refused
from therapy_api.logs import log
from therapy_core import Practice, Settings
from therapy_core.errors import Misconfigured, TryAgain
from therapy_core.secret import Secret
from therapy_core.stored_secrets.rotation import LONGEST_BEHIND, READ_AGAIN
from therapy_core.stored_secrets.store import SecretsOutOfReach, SecretsRefused, Store, store_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PAUSE = 30
"""Seconds between tries while reading fails, so that not every request waits for one."""
_FAULTS = (Misconfigured, SecretsOutOfReach, SecretsRefused)


class Source:
    """Give out the settings of `environ`, with the secrets of this moment.

    `store` takes the place of the secret that SECRETS_ARN names; `clock` gives seconds since
    1970, for it goes on while a function is frozen.
    """

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        store: Store | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._environ = environ
        self._store = store or store_of(environ)
        self._clock = clock
        self._settings: Settings | None = None
        self._read_at = self._next_at = 0.0

    def settings(self) -> Settings:
        """Return the settings: the same object, as long as nothing in them has changed.

        At the start raises `Misconfigured`, `SecretsOutOfReach` and `SecretsRefused`. What fails
        later is logged, and the settings stay as they are; once they are an hour old, raises
        `TryAgain`.
        """
        if self._settings is None:
            self._settings = self._read(self._store)
        elif self._store is not None:
            self._settings = self._renewed(self._settings, self._store.once())
        return self._settings

    def _is_fresh(self) -> bool:
        return self._next_at - READ_AGAIN.total_seconds() <= self._clock() < self._next_at

    def _read(self, store: Store | None) -> Settings:
        found = store.read().beneath(self._environ) if store else self._environ
        settings = Settings.from_environment(found)
        self._read_at = self._clock()
        self._next_at = self._read_at + READ_AGAIN.total_seconds()
        return settings

    def _renewed(self, held: Settings, store: Store) -> Settings:
        """Return what is there now, if it is time to look, and differs from what is held.

        A request waits for this; so what fails is tried again with a later one.
        """
        try:
            found = held if self._is_fresh() else self._read(store)
        except _FAULTS as fault:
            found, self._next_at = held, self._clock() + _PAUSE
            log.warning("secrets_not_read", error=type(fault).__name__, age_seconds=self._age)
        if self._age > LONGEST_BEHIND.total_seconds():
            raise TryAgain
        return held if found == held else found

    @property
    def _age(self) -> int:
        """Return how many seconds ago the secrets were read."""
        return round(self._clock() - self._read_at)


class Following:
    """Be a WSGI app that goes on under the secrets of the moment.

    `make` makes the app. Where the JWT secrets alone have changed they are put in their place;
    for any other change the app is made anew. Without usable secrets every answer is 503.
    """

    def __init__(self, source: Source, make: Callable[[Settings], Flask]) -> None:
        self._source = source
        self._make = make
        self._settings = source.settings()
        self._app = make(self._settings)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        structlog.contextvars.clear_contextvars()  # of the request before
        try:
            self._follow(self._source.settings())
        except TryAgain as fault:
            return refused(self._app, fault, environ, start_response)
        return self._app(environ, start_response)

    def _follow(self, settings: Settings) -> None:
        if settings is self._settings:
            return
        practice: Practice = self._app.extensions["practice"]
        if _but_for_jwt_secrets(settings) == _but_for_jwt_secrets(self._settings):
            auth.use_jwt_secrets(self._app, settings)
            practice.use_jwt_secrets(settings)
        else:
            self._app = self._make(settings)
            practice.close()
        self._settings = settings


class Connected:
    """Be a practice that goes on under the secrets of the moment."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._practice = Practice.connect(source.settings())

    def practice(self) -> Practice:
        """Return the practice: the same one, as long as its settings are. Raises as `Source`."""
        settings = self._source.settings()
        if settings is not self._practice.settings:
            self._practice.close()
            self._practice = Practice.connect(settings)
        return self._practice


def _but_for_jwt_secrets(settings: Settings) -> Settings:
    """Return all that an app was made of but the secrets that can be put in their place."""
    lasting = settings.long_term_secrets[0]
    return replace(settings, jwt_secret=Secret(), other_jwt_secrets=(), long_term_secret=lasting)
