"""Calendar feeds: which of the account's feeds is open. The secret itself is never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from pynamodb.attributes import UnicodeAttribute

from therapy_core import ids
from therapy_core.table import Entity, Primary

_SECRET_BYTES = 32
_ULID_LENGTH = 26


class CalendarFeed(Entity, discriminator="calendar_feed"):
    """Hold the hash of the secret that opens an account's calendar; there is one at a time."""

    primary = Primary("ACCOUNT#{account_id}", "FEED")

    account_id = UnicodeAttribute()
    token_hash = UnicodeAttribute()


def new_token(account_id: str) -> str:
    """Return a fresh token: whose feed it is, and 32 random bytes, in letters fit for a URL."""
    _, _, ulid = account_id.partition("_")
    return ulid + secrets.token_urlsafe(_SECRET_BYTES)


def account_of(token: str) -> str:
    """Return the account that a token says it is of."""
    return ids.ACCOUNT + token[:_ULID_LENGTH]


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token; it needs no salt, as what is hashed is random."""
    return base64.b16encode(hashlib.sha256(token.encode()).digest()).decode()


def opens(feed: CalendarFeed | None, token: str) -> bool:
    """Tell whether a token opens a feed, in the same time whatever differs."""
    kept = feed.token_hash if feed else hash_of("")
    return hmac.compare_digest(kept, hash_of(token)) and feed is not None
