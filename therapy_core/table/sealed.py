"""Sealed text: readable to whoever holds the owner's data key, and to nobody else."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute


class SealedText(UnicodeAttribute):
    """Hold text that is sealed under one of its owner's data keys, named by `under`."""

    def __init__(self, under: str, **more: Any) -> None:
        super().__init__(**more)
        self.under = under
