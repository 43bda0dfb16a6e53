"""Trying again what was decided on a state that somebody changed in between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from therapy_core.table.errors import AlreadyExists, RuleViolated, VersionConflict

T = TypeVar("T")
TRIES = 5


def repeated(deed: Callable[[], T]) -> T:
    """Return what `deed`, which reads and then writes, returns; let it read again a few times.

    Raises what its last try raises.
    """
    for _ in range(TRIES - 1):
        with suppress(AlreadyExists, RuleViolated, VersionConflict):
            return deed()
    return deed()
