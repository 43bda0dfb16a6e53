"""What is ordered: how large a practice, when, and what lets the demo accounts in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seeds import clock, demo
from therapy_core.table import Entity

LIVELY = 300
"""As many clients have a past that is told in full; there is less of those beyond."""

LESS = 10
"""By how much less those beyond write."""


def no_keys(_: str) -> Sequence[Entity]:
    """Make no data keys: for those who look at what would be planted."""
    return ()


@dataclass(frozen=True, slots=True)
class Order:
    """Say how many clients to plant, and the moment of planting (aware).

    `demo_hash` is that of the demo password, `new_keys` makes a client's data keys, and
    `audited` says whether the audit is still open for what happened before.
    """

    clients: int
    demo_hash: str = demo.UNUSABLE
    now: datetime = clock.PLANTED
    new_keys: Callable[[str], Sequence[Entity]] = no_keys
    audited: bool = True

    @property
    def week(self) -> datetime:
        """Return the beginning, in UTC, of the week of planting: everything dated hangs on it."""
        return clock.monday(self.now)

    def weeks(self, number: float) -> datetime:
        """Return the moment so many weeks after the beginning of this one."""
        return self.week + timedelta(weeks=number)
