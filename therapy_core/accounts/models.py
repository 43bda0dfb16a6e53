"""Accounts, and the logins that are open on them."""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table import AccessPattern, Entity, Primary, Unique
from therapy_core.values import canonical_email


class Account(Entity, discriminator="account"):
    """Let one person in: an address, a password's hash, a role and the profile it owns.

    `demo` marks the accounts that seeds make; they open only in development. `passwords` counts
    the passwords it has had.
    """

    primary = Primary("ACCOUNT#{account_id}", "ACCOUNT")
    one_email = Unique("email", normalise=canonical_email)

    account_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    profile_id = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute()
    passwords = NumberAttribute(default=1)
    demo = BooleanAttribute(default=False)


class Login(Entity, discriminator="login"):
    """Stand for one device that is logged in, and for the family of its refresh tokens.

    `generation` counts the refreshes; only a token of the present one is good. `passwords` is
    the account's count as the login was opened: a new password ends it, whatever else runs.
    """

    primary = Primary("ACCOUNT#{account_id}", "LOGIN#{login_id}")

    account_id = UnicodeAttribute()
    login_id = UnicodeAttribute()
    device = UnicodeAttribute(null=True)
    generation = NumberAttribute(default=1)
    passwords = NumberAttribute(default=1)
    last_used_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


LOGINS = AccessPattern[Login](
    "logins of an account",
    on=Login.primary,
    consistent=True,
    newest_first=True,
    why="People see where they are logged in.",
)
ACCOUNT_AND_LOGINS = AccessPattern[Account | Login](
    "an account with its logins",
    on=Account.primary,
    span=("ACCOUNT", "LOGIN#"),
    returns=(Account, Login),
    consistent=True,
    why="A new password, or an end of the account, ends what is open on it.",
)
