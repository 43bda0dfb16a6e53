"""Times and identifiers that are the same wherever and whenever the seeds are planted."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random

from ulid import ULID

PLANTED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""Nobody joined the practice after this moment; all that is dated goes on to the present."""

_MINUTES_OPEN = 18 * 30 * 24 * 60
_SOME_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


def joined(random: Random) -> datetime:
    """Return a minute of the eighteen months before `PLANTED`."""
    return PLANTED - timedelta(minutes=random.randrange(1, _MINUTES_OPEN))


def ulid(at: datetime, label: str) -> str:
    """Return the ULID for `label`, whose time is `at`; another label gives another."""
    milliseconds = int(at.timestamp() * 1000).to_bytes(6)
    return str(ULID.from_bytes(milliseconds + hashlib.sha256(label.encode()).digest()[:10]))


def monday(at: datetime) -> datetime:
    """Return the beginning, in UTC, of the week that `at` lies in."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def week_number(at: datetime) -> int:
    """Return the number of a week, counted from one long ago; the next week's is one more."""
    return (monday(at) - _SOME_MONDAY).days // 7
