"""Cursors: where a list goes on, sealed so that nobody can read, change or move one.

A cursor holds a sort key, which may hold a name; so it is encrypted (AES-GCM), and bound to the
list and the caller as associated data.
"""

from __future__ import annotations

import base64
import os
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from therapy_core.table.errors import InvalidCursor, Misuse

_NONCE = 12
LONGEST = 2048
"""In characters: the longest sort key, sealed, takes 1,420."""

SHORTEST_SECRET = 16


class CursorSeal:
    """Seal cursors under a key derived from `secret` (any bytes, 16 or more), and open them.

    What was sealed under one of `others` opens, too.
    """

    def __init__(self, secret: bytes, *others: bytes) -> None:
        self._cipher, *_ = self._ciphers = [_cipher(each) for each in (secret, *others)]

    def __repr__(self) -> str:
        return "<CursorSeal>"

    def seal(self, position: str, scope: str) -> str:
        """Return a cursor, URL-safe, for `position` in the list that `scope` names."""
        nonce = os.urandom(_NONCE)
        return _text(nonce + self._cipher.encrypt(nonce, position.encode(), scope.encode()))

    def open(self, cursor: str, scope: str) -> str:
        """Return the position in `cursor`.

        Raises `InvalidCursor` unless it was sealed for `scope` and is as it was sealed, to the
        last bit.
        """
        with suppress(ValueError):
            raw = _bytes(cursor)
            for cipher in self._ciphers:
                with suppress(InvalidTag):
                    return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], scope.encode()).decode()
        raise InvalidCursor("the cursor was altered, or is for another list")


def _cipher(secret: bytes) -> AESGCM:
    if len(secret) < SHORTEST_SECRET:
        raise Misuse(f"cursors are sealed with {SHORTEST_SECRET} bytes or more")
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"therapy.table.cursor.1").derive(secret))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(cursor: str) -> bytes:
    if len(cursor) > LONGEST:
        raise ValueError("too long")
    raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    if _text(raw) != cursor:
        raise ValueError("not the one form of these bytes")
    return raw
