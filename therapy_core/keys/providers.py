"""What wraps data keys: a master key of our own, or a key of AWS KMS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from therapy_core.table.errors import Rejected

About = Mapping[str, str]
"""Whose key it is, which of them, and in which table: it unwraps under the same words alone."""


class Wrapping(NamedTuple):
    """Hold a wrapped key and the name of what wrapped it."""

    by: str
    blob: bytes

    def __repr__(self) -> str:
        return f"<Wrapping by {self.by}>"


class KmsRefused(Rejected):
    """Say that AWS KMS refuses the request itself, and that no retry will help."""


class KeyProvider(Protocol):
    """Make and unwrap data keys. Must be safe to call from several threads.

    Every method raises `Unavailable` when it can't be reached and `Rejected` when it refuses.
    """

    @property
    def current(self) -> str:
        """Return the name of what wraps new keys."""
        ...

    def make(self, about: About) -> tuple[bytes, Wrapping]:
        """Return a new key (32 bytes), plain and wrapped."""
        ...

    def unwrap(self, wrapping: Wrapping, about: About) -> bytes:
        """Return the plain key. Raises `SealBroken` when it was altered or is about another."""
        ...

    def rewrap(self, wrapping: Wrapping, about: About) -> Wrapping:
        """Return the same key wrapped by `current`. Raises as `unwrap`."""
        ...
