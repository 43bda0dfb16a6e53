"""How sealed text lies in the table: AES-256-GCM under a key that the text names by its number.

    01 | generation (4 bytes) | nonce (12 bytes) | ciphertext and tag

The first five bytes are bound to the text as well, and so is what `about` says of where it lies:
a text that was moved, or whose bytes were touched, does not open. Nonces are drawn at random, as
NIST SP 800-38D, 8.2.2 describes, which is good for 2^32 texts under one key.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from therapy_core.table.errors import Misuse, SealBroken

KEY_BYTES = 32
_FORMAT = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = 5


def encrypt(key: bytes, generation: int, about: bytes, text: str) -> bytes:
    """Return `text` sealed under `key` (32 bytes), which is that of `generation`.

    Raises `Misuse` for text that no encoding can hold, such as half of a surrogate pair.
    """
    header = _FORMAT + generation.to_bytes(4)
    nonce = os.urandom(_NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, _encoded(text), header + about)


def decrypt(key: bytes, about: bytes, blob: bytes) -> str:
    """Return the text. Raises `SealBroken` when it was altered, moved, or is under another key."""
    generation_of(blob)
    header, rest = blob[:_HEADER_BYTES], blob[_HEADER_BYTES:]
    nonce, sealed = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, sealed, header + about).decode()
    except (InvalidTag, UnicodeDecodeError):
        raise SealBroken from None


def generation_of(blob: bytes) -> int:
    """Return the number of the key that `blob` is sealed under. Raises `SealBroken`."""
    least = _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES
    if len(blob) < least or blob[:1] != _FORMAT:
        raise SealBroken
    return int.from_bytes(blob[1:_HEADER_BYTES])


def framed(*parts: str) -> bytes:
    """Return `parts` as bytes that no other parts give: each behind its length."""
    each = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in each)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Misuse("text to be sealed holds what no encoding can") from None
