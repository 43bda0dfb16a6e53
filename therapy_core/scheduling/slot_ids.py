"""A slot's id says when the slot begins and how long it lasts.

It is `slt_` and a ULID: the time is the slot's start, in milliseconds, and the last three
characters are its length in minutes, in Crockford's base 32. So whoever has the id has the
interval, and asking for a slot needs no look-up (docs/adr/0009).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ulid import ULID

from therapy_core import ids

LONGEST_MINUTES = 24 * 60
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLACES = 3


def new_slot_id(starts_at: datetime, minutes: int) -> str:
    """Return the id of a slot that begins at `starts_at` and lasts `minutes` (1 to 1440)."""
    return ids.SLOT + ids.new_ulid(starts_at)[:-_PLACES] + _digits(minutes)


def interval(slot_id: str) -> tuple[datetime, datetime]:
    """Return when a slot begins and ends, in UTC. Raises `ValueError` for what is no slot's id."""
    prefix, ulid = slot_id[: len(ids.SLOT)], slot_id[len(ids.SLOT) :]
    minutes = _number(ulid[-_PLACES:])
    if prefix != ids.SLOT or not 1 <= minutes <= LONGEST_MINUTES:
        raise ValueError("is not a slot")
    starts_at = datetime.fromtimestamp(ULID.from_str(ulid).milliseconds / 1000, UTC)
    return starts_at, starts_at + timedelta(minutes=minutes)


def _digits(number: int) -> str:
    if not 1 <= number <= LONGEST_MINUTES:
        raise ValueError(f"lasts 1 to {LONGEST_MINUTES} minutes")
    high, low = divmod(number, 32)
    return _ALPHABET[high // 32] + _ALPHABET[high % 32] + _ALPHABET[low]


def _number(digits: str) -> int:
    found = 0
    for digit in digits:
        found = found * 32 + _ALPHABET.index(digit)
    return found
