"""Sealed text and cursors, in the form in which the table holds them: AES-256-GCM.

    01 | generation (4 bytes) | nonce (12 bytes) | ciphertext and tag

Bound to the first five bytes, to whose key it is, and to where the text lies.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER, NONCE = 5, 12


def framed(*parts: str) -> bytes:
    """Return `parts`, each behind its length."""
    each = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in each)


class Opener:
    """Open sealed text with the data keys of clients, given as hexadecimal text by client."""

    def __init__(self, table: str, keys: dict[str, str]) -> None:
        self._table = table
        self._ciphers = {client_id: AESGCM(bytes.fromhex(key)) for client_id, key in keys.items()}

    def open(self, item: dict[str, Any], name: str) -> str | None:
        """Return the text of an attribute, or None where the item has none."""
        if name not in item:
            return None
        blob, owner = item[name]["B"], item["client_id"]["S"]
        about = framed(owner, "own")
        about += framed(self._table, item["PK"]["S"], item["SK"]["S"], name)
        sealed = blob[HEADER + NONCE :]
        cipher = self._ciphers[owner]
        return cipher.decrypt(blob[HEADER : HEADER + NONCE], sealed, blob[:HEADER] + about).decode()


class Cursors:
    """Seal where a list goes on, so that nobody can read or change it."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"cursor" + secret.encode()).digest())

    def seal(self, place: str, scope: str) -> str:
        """Return a cursor for a place in a list."""
        nonce = os.urandom(NONCE)
        sealed = self._cipher.encrypt(nonce, place.encode(), scope.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, cursor: str, scope: str) -> str:
        """Return the place. Raises `ValueError` for a cursor of another list."""
        raw = base64.urlsafe_b64decode(cursor)
        try:
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], scope.encode()).decode()
        except InvalidTag:
            raise ValueError("a cursor of another list") from None
