"""Passwords: any script, any length up to 1024 characters, kept only as a bcrypt hash.

bcrypt reads 72 bytes. So that nothing is cut off, it is given the base64 form of an
HMAC-SHA-384 of the password under a pepper that is kept outside the table (OWASP Password
Storage Cheat Sheet, "Pre-hashing passwords with bcrypt" and "Peppering").
"""

from __future__ import annotations

import base64
import hmac
import unicodedata

import bcrypt

from therapy_core.accounts.background import Background

SHORTEST, LONGEST = 12, 1024
"""In characters. NIST SP 800-63B-4, 3.1.1.2: 8 at least, 15 where nothing else guards."""

FEWEST_DIFFERENT = 5

NOBODYS = "$2b${:02d}$" + "." * 22 + "/" * 31
"""Looks like a hash, costs as much to check, and is of no known password."""


def password(value: object) -> str:
    """Return a new password that may be used, or raise `ValueError` with what is wrong with it."""
    if not isinstance(value, str) or not SHORTEST <= len(value) <= LONGEST:
        raise ValueError(f"takes {SHORTEST} to {LONGEST} characters")
    if len(set(value)) < FEWEST_DIFFERENT:
        raise ValueError(f"takes at least {FEWEST_DIFFERENT} different characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("takes text") from None
    return value


class Hasher:
    """Hash and check passwords under one pepper, one after the other.

    `cost` is bcrypt's: each step doubles the work; 12 takes about a quarter of a second. At most
    `places` passwords are under way in a process; with one more, both methods raise `Busy`.
    """

    def __init__(self, pepper: str, cost: int = 12, places: int = 32) -> None:
        self._pepper = pepper.encode()
        self._cost = cost
        self._background = Background(places)

    def __repr__(self) -> str:
        return f"<Hasher cost={self._cost}>"

    def hash(self, password: str) -> str:
        """Return a fresh hash of `password`."""
        salt = bcrypt.gensalt(self._cost)
        return self._background.run(bcrypt.hashpw, self._reduced(password), salt).decode()

    def expect_room(self) -> None:
        """Raise `Busy` while no further password can be taken in."""
        self._background.expect_room()

    def matches(self, password: str, hashed: str | None) -> bool:
        """Tell whether `hashed` is of `password`.

        With None, for an account that does not exist, it works as long and says no.
        """
        known = NOBODYS.format(self._cost) if hashed is None else hashed
        reduced = self._reduced(password)
        try:
            fits = self._background.run(bcrypt.checkpw, reduced, known.encode())
        except ValueError:
            return False
        return fits and hashed is not None

    def _reduced(self, password: str) -> bytes:
        """Return 64 bytes that stand for the whole password, however it was typed (NFKC)."""
        normal = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
        return base64.b64encode(hmac.digest(self._pepper, normal, "sha384"))
