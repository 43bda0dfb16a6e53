"""Hold secrets so that they don't slip out, and tell weak ones from strong ones."""

from __future__ import annotations

import hmac
import re
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 32
LEAST_VARIETY = 10
_KEY_ID_BYTES = 8
_WELL_KNOWN = re.compile(
    "change|replace|your|super|very|this|must|random|string|long|enough|please|secret|password|pepper|jwt|token|example|default|placeholder"
    "|insecure|development|production|therapy|practice|key|dev|test|local"
    "|0123456789|1234567890|abcdefghijklmnopqrstuvwxyz|abcdef|qwertyuiop|asdfghjkl|zxcvbnm",
    re.IGNORECASE,
)
HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


class Secret:
    """Hold a secret that shows itself only to code that asks for `reveal()`.

    It is no `str`, so that formatting, joining, logging and JSON can't show it by accident.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret as plain text."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('***')"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret stays in its process")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self


def key_id(secret: Secret) -> str:
    """Return what a secret is known by: 16 hexadecimal digits, from which it can't be told."""
    derive = HKDF(SHA256(), _KEY_ID_BYTES, salt=None, info=b"therapy.key.id.1").derive
    return derive(secret.reveal().encode()).hex()


def weakness(secret: Secret) -> str | None:
    """Return what makes `secret` easy to guess, or None if nothing does.

    Well-known words count for nothing: what is left without them has to be long and varied.
    """
    text = secret.reveal()
    if not text:
        return "is missing"
    if len(text) < SHORTEST_SECRET:
        return f"is shorter than {SHORTEST_SECRET} characters"
    if _repeats(text):
        return "repeats itself"
    rest = re.sub(r"[\W_]", "", _WELL_KNOWN.sub("", text))
    if len(rest) < SHORTEST_SECRET // 2:
        return "is made of well-known words"
    if len(set(rest)) < LEAST_VARIETY:
        return "uses too few different characters"
    return None


def _repeats(text: str) -> bool:
    """Tell whether `text` is one shorter piece, again and again."""
    return text in (text + text)[1:-1]
