"""Times and identifiers that are the same wherever and whenever the seeds are planted."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random

from ulid import ULID

PLANTED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""The moment at which the practice stands: nobody joined it, and nothing was written, after it."""

_MINUTES_OPEN = 18 * 30 * 24 * 60


def joined(random: Random) -> datetime:
    """Return a minute of the eighteen months before `PLANTED`."""
    return PLANTED - timedelta(minutes=random.randrange(1, _MINUTES_OPEN))


def ulid(at: datetime, label: str) -> str:
    """Return the ULID for `label`, whose time is `at`; another label gives another."""
    milliseconds = int(at.timestamp() * 1000).to_bytes(6)
    return str(ULID.from_bytes(milliseconds + hashlib.sha256(label.encode()).digest()[:10]))
