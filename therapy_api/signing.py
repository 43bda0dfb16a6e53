"""Hold the key of tokens, prepared once.

PyJWT tries at each token whether the secret might be a public key or a certificate, which takes
longer than all the rest of checking the signature. A secret stays what it is.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

import jwt
from jwt.algorithms import HMACAlgorithm

NAME = "HS256"


class Key(jwt.PyJWK):
    """Be a secret for HS256; raise `jwt.InvalidKeyError` for what is no secret."""

    def __init__(self, secret: str) -> None:
        encoded = urlsafe_b64encode(secret.encode()).decode()
        super().__init__({"kty": "oct", "k": encoded}, NAME)
        self.Algorithm = Prepared(self.key)


class Prepared(HMACAlgorithm):
    """Be HS256 with one key."""

    def __init__(self, key: bytes) -> None:
        super().__init__(HMACAlgorithm.SHA256)
        self._prepared = super().prepare_key(key)

    def prepare_key(self, key: str | bytes) -> bytes:  # noqa: ARG002 - there is one only
        """Return the key that was checked when this was made."""
        return self._prepared
