"""Data keys wrapped by a master key from the settings."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from therapy_core.errors import Misconfigured
from therapy_core.keys.providers import About, Wrapping
from therapy_core.secret import Secret
from therapy_core.table.cipher import KEY_BYTES, framed
from therapy_core.table.errors import SealBroken

_NONCE_BYTES = 12


class LocalKeys:
    """Wrap data keys by the first of `masters`, and unwrap what any of them wrapped."""

    def __init__(self, masters: Sequence[Secret]) -> None:
        self._masters = {_name(secret): _derived(secret, "wrap") for secret in masters}
        self.current = _name(masters[0])

    def __repr__(self) -> str:
        return f"<LocalKeys {', '.join(self._masters)}>"

    def knows(self, wrapping: Wrapping) -> bool:
        """Tell whether one of the master keys wrapped this."""
        return wrapping.by in self._masters

    def make(self, about: About) -> tuple[bytes, Wrapping]:
        """Return a new key, plain and wrapped."""
        key = os.urandom(KEY_BYTES)
        return key, self._wrap(key, about)

    def unwrap(self, wrapping: Wrapping, about: About) -> bytes:
        """Return the plain key. Raises `Misconfigured` for one of an unknown master key."""
        if not self.knows(wrapping):
            raise Misconfigured(
                "A data key was wrapped by something that is neither MASTER_KEY nor one of "
                "PREVIOUS_MASTER_KEYS."
            )
        nonce, sealed = wrapping.blob[:_NONCE_BYTES], wrapping.blob[_NONCE_BYTES:]
        try:
            return AESGCM(self._masters[wrapping.by]).decrypt(nonce, sealed, _bytes(about))
        except InvalidTag:
            raise SealBroken from None

    def rewrap(self, wrapping: Wrapping, about: About) -> Wrapping:
        """Return the same key wrapped by the first of the master keys."""
        if wrapping.by == self.current:
            return wrapping
        return self._wrap(self.unwrap(wrapping, about), about)

    def _wrap(self, key: bytes, about: About) -> Wrapping:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._masters[self.current]).encrypt(nonce, key, _bytes(about))
        return Wrapping(self.current, nonce + sealed)


def _bytes(about: About) -> bytes:
    return framed(*(word for pair in sorted(about.items()) for word in pair))


def _name(secret: Secret) -> str:
    """Return what a master key is known by; nothing of the key can be told from it."""
    return f"local:{_derived(secret, 'name')[:8].hex()}"


def _derived(secret: Secret, purpose: str) -> bytes:
    info = f"therapy data keys: {purpose}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret.reveal().encode())
