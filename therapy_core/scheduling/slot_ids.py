"""A slot's id says when the slot begins and how long it lasts.

It is `slt_` and a ULID: the time is the slot's start, in milliseconds, and the last three
characters are its length in minutes, in Crockford's base 32. So whoever has the id has the
interval, and asking for a slot needs no look-up (docs/adr/0009).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from ulid import ULID

from therapy_core import ids

LONGEST_MINUTES = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 253_370_764_800_000
"""The beginning of the year 9999, in milliseconds: the last that Python counts days of."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TIME, _RANDOM, _PLACES = 10, 13, 3
"""How the 26 characters of the ULID are used."""


def new_slot_id(starts_at: datetime, minutes: int) -> str:
    """Return the id of a slot that begins at `starts_at` and lasts `minutes` (1 to 1440).

    Its random part is drawn here: ULIDs of one millisecond differ in their last characters alone.
    """
    return _slot_id(starts_at, secrets.token_bytes(_RANDOM), minutes)


def derived_slot_id(seed: str, starts_at: datetime, minutes: int) -> str:
    """Return the one id that a slot of a rule (`seed`) at this time has, however often asked."""
    digest = hashlib.sha256(f"{seed}/{starts_at.isoformat()}".encode()).digest()
    return _slot_id(starts_at, digest[:_RANDOM], minutes)


def beginning(at: datetime) -> str:
    """Return what the ids of all slots begin with that start at this millisecond."""
    return ids.SLOT + ids.new_ulid(at)[:TIME]


def interval(slot_id: str) -> tuple[datetime, datetime]:
    """Return when a slot begins and ends, in UTC. Raises `ValueError` for what is no slot's id."""
    prefix, ulid = slot_id[: len(ids.SLOT)], slot_id[len(ids.SLOT) :]
    minutes = _number(ulid[-_PLACES:])
    if prefix != ids.SLOT or not 1 <= minutes <= LONGEST_MINUTES:
        raise ValueError("is not a slot")
    starts_at = _EPOCH + timedelta(milliseconds=_milliseconds(ulid))
    return starts_at, starts_at + timedelta(minutes=minutes)


def _slot_id(starts_at: datetime, random: bytes, minutes: int) -> str:
    drawn = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random)
    return beginning(starts_at) + drawn + _digits(minutes)


def _milliseconds(ulid: str) -> int:
    found = ULID.from_str(ulid).milliseconds
    if found > _LAST:
        raise ValueError("is not a slot")
    return found


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
