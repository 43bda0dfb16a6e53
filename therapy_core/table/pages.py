"""One page of a list, and where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from therapy_core.table.errors import Misuse

T = TypeVar("T")
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Ask for one page: at most `limit` entries (1 to 100), after `cursor` when there is one."""

    limit: int = 20
    cursor: str | None = None

    def __post_init__(self) -> None:
        """Raise `Misuse` for a limit out of range."""
        if not 1 <= self.limit <= MOST_ENTRIES:
            raise Misuse(f"a page has 1 to {MOST_ENTRIES} entries")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Hold one page of a list and, where there is more, the cursor of the next."""

    items: list[T] = field(default_factory=list)
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Hold what one call a partition found, each entry with its place in the list.

    `after` is the place where the list goes on, None at its end. Places are for the toolkit to
    read; they hold sort keys, so whoever hands one out seals it first (`Table.seal`).
    """

    entries: list[tuple[str, T]] = field(default_factory=list)
    after: str | None = None
