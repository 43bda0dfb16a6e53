"""The keyring that the settings describe."""

from __future__ import annotations

from therapy_core.errors import Misconfigured
from therapy_core.keys.keyring import Keyring
from therapy_core.keys.kms import KmsKeys
from therapy_core.keys.local import LocalKeys
from therapy_core.keys.providers import KeyProvider
from therapy_core.settings import Settings
from therapy_core.table import BotocoreTransport, Table

_KMS_TRIES = 3


def keyring_of(settings: Settings, table: Table) -> Keyring:
    """Return the keyring of `table`. Nothing is sent before its first use.

    Raises `Misconfigured` when nothing is set that could wrap data keys.
    """
    return Keyring(table, provider_of(settings), seconds=settings.key_cache_seconds)


def provider_of(settings: Settings) -> KeyProvider:
    """Return what wraps data keys. Raises `Misconfigured` when nothing is set that could."""
    previous = settings.previous_master_keys
    if settings.kms_key_id:
        transport = BotocoreTransport(region=settings.region, attempts=_KMS_TRIES, service="kms")
        return KmsKeys(settings.kms_key_id, transport, LocalKeys(previous) if previous else None)
    if not settings.master_key:
        raise Misconfigured("MASTER_KEY or KMS_KEY_ID has to be set: one of them wraps data keys.")
    return LocalKeys((settings.master_key, *previous))
