"""Hold the keys of tokens, prepared once.

PyJWT tries at each token whether the secret might be a public key or a certificate, which takes
longer than all the rest of checking the signature. A secret stays what it is.

A token's header names its key (`kid`), so that while secrets change there is one to try and no
guessing. Tokens from before headers did so are tried under each.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache

import jwt
from jwt.algorithms import HMACAlgorithm
from jwt.utils import base64url_decode

from therapy_core.secret import Secret, key_id

NAME = "HS256"


class Keys(jwt.PyJWK):
    """Be secrets for HS256, the first of which signs; raise `jwt.InvalidKeyError` for no secret."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        encoded = urlsafe_b64encode(secrets[0].reveal().encode()).decode()
        super().__init__({"kty": "oct", "k": encoded, "kid": key_id(secrets[0])}, NAME)
        self.Algorithm = Prepared(secrets)


class Prepared(HMACAlgorithm):
    """Be HS256 with these keys alone: a token is verified by the one that its header names."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        super().__init__(HMACAlgorithm.SHA256)
        prepare = super().prepare_key
        self._keys = {key_id(secret): prepare(secret.reveal()) for secret in secrets}
        self._first = next(iter(self._keys.values()))

    def prepare_key(self, key: str | bytes) -> bytes:  # noqa: ARG002 - they were given before
        """Return the key that signs, which was checked when this was made."""
        return self._first

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:  # noqa: ARG002 - as above
        """Tell whether `sig` was made of `msg` by the key that it names, or by any if by none."""
        for fitting in self._fitting(_named(msg.partition(b".")[0])):
            if super().verify(msg, fitting, sig):
                return True
        return False

    def _fitting(self, name: str | None) -> Iterable[bytes]:
        if name is None:
            return self._keys.values()
        return (self._keys[name],) if name in self._keys else ()


@lru_cache(maxsize=16)
def _named(header: bytes) -> str | None:
    """Return the key that a token's header names; PyJWT has read it before, and found it sound."""
    name: str | None = json.loads(base64url_decode(header)).get("kid")
    return name
