"""One page of a list, and where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Ask for one page: at most `limit` entries (1 to 100), after `cursor` when there is one."""

    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Hold one page of a list and, where there is more, the cursor of the next."""

    items: list[T] = field(default_factory=list)
    next_cursor: str | None = None
