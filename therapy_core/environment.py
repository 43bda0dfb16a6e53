"""Gather the settings of this process: the real environment, `.env`, a developer's own secrets."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from dotenv import load_dotenv

from therapy_core.settings import Settings
from therapy_core.stored_secrets.store import store_of

SECRETS = Path(".data") / "secrets.env"
_NOBODY = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
_OWN_WAYS = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE")


def load_settings(folder: Path | None = None) -> Settings:
    """Read `.env` in `folder` (default: the working directory) and return the settings.

    What is set in the real environment wins over `.env`, and that over the secret of AWS Secrets
    Manager that SECRETS_ARN names, if it names one, which is read once. In development, missing
    secrets come from `.data/secrets.env`, which is made when it isn't there, and an endpoint that
    speaks plain HTTP is given credentials that mean nothing when there are none. Raises
    `Misconfigured` as `Settings.from_environment` does, and as `Store.read` does.
    """
    folder = folder or Path.cwd()
    load_dotenv(folder / ".env", interpolate=False)
    environ = _with_stored_secrets(os.environ)
    settings = Settings.from_environment(environ)
    if not settings.in_development:
        return settings
    if (settings.endpoint or "").startswith("http://"):
        lend_credentials(os.environ)
    wraps = settings.master_key or settings.kms_key_id
    if settings.jwt_secret and settings.password_pepper and wraps:
        return settings
    return Settings.from_environment(_with_own_secrets(environ, folder / SECRETS))


def lend_credentials(environ: MutableMapping[str, str]) -> None:
    """Put credentials that mean nothing into `environ`, unless it has a way to real ones."""
    if not any(environ.get(name) for name in _OWN_WAYS):
        environ.update(_NOBODY)


def _with_stored_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment, with the secrets that SECRETS_ARN names beneath it."""
    store = store_of(environ)
    return store.read().beneath(environ) if store else environ


def _with_own_secrets(environ: Mapping[str, str], file: Path) -> Mapping[str, str]:
    """Return the environment, where what is empty falls back to the secrets in `file`."""
    from therapy_core.devsecrets import own_secrets  # noqa: PLC0415 - needs a POSIX system

    given = {name: value for name, value in environ.items() if value.strip()}
    own = own_secrets(file)
    if "KMS_KEY_ID" in given:  # which wraps the data keys instead
        del own["MASTER_KEY"]
    return ChainMap(given, own)
