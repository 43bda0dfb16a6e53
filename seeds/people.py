"""Admins and clients, each with an account.

Person number n is the same person in a practice of any size, so a larger practice holds the
smaller one, and people can be made one after the other without being kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from random import Random

from seeds import clock, demo
from seeds.chance import chance
from seeds.names import PLACES
from seeds.order import Order
from therapy_core import ids
from therapy_core.accounts.models import Account
from therapy_core.actor import Role
from therapy_core.directory.models import Client
from therapy_core.table import Entity
from therapy_core.table.codecs import fold

_ADMINS = (("Ines Falk", demo.ADMIN.email), ("Kofi Mensah", "kofi.mensah@practice.example"))
_PREFIXES = {Role.CLIENT: ids.CLIENT, Role.THERAPIST: ids.THERAPIST}
_DOMAINS = ("mail.example", "post.example", "inbox.example", "letters.example")
_WITH_PHONE, _WITH_ZONE = 0.7, 0.95
_UNFOLDED = str.maketrans({"ł": "l", "\u0131": "i", "ø": "o", "đ": "d"})


def admins(order: Order) -> Iterator[Entity]:
    """Yield the accounts of those who run the practice; the first is the demo admin's."""
    for name, email in _ADMINS:
        at = clock.joined(chance(f"admin {email}"))
        yield account(order, Role.ADMIN, clock.ulid(at, email), name, email, at)


def clients(order: Order) -> Iterator[Entity]:
    """Yield the account and the profile of every client; the first is the demo client's."""
    for number in range(order.clients):
        found = client(number)
        ulid = ids.twin("", found.client_id)
        yield account(order, Role.CLIENT, ulid, found.name, found.email, found.created_at)
        yield found


def client(number: int) -> Client:
    """Return the profile of client number `number`, counted from 0."""
    random = chance(f"client {number}")
    place = PLACES[0] if number == 0 else random.choice(PLACES)
    name = "Mara Linden" if number == 0 else place.name(random)
    at = clock.joined(random)
    return Client(
        client_id=ids.CLIENT + clock.ulid(at, f"client {number}"),
        name=name,
        email=demo.CLIENT.email if number == 0 else _email(name, number, random),
        phone=place.phone(random) if random.random() < _WITH_PHONE else None,
        timezone=place.timezone if random.random() < _WITH_ZONE else None,
        created_at=at,
    )


def account(order: Order, role: Role, ulid: str, name: str, email: str, at: datetime) -> Account:
    """Return an account made at `at`; only those of the demo log-ins have a password."""
    may_enter = email in {login.email for login in demo.LOGINS}
    return Account(
        account_id=ids.ACCOUNT + ulid,
        email=email,
        name=name,
        role=role.value,
        profile_id=_PREFIXES[role] + ulid if role in _PREFIXES else None,
        password_hash=order.demo_hash if may_enter else demo.UNUSABLE,
        demo=True,
        created_at=at,
    )


def _email(name: str, number: int, random: Random) -> str:
    """Return an address that nobody else has; its domain can't exist (RFC 2606)."""
    words = re.findall("[a-z]+", fold(name).translate(_UNFOLDED).replace("'", ""))
    return f"{'.'.join([*words, str(number)])}@{random.choice(_DOMAINS)}"
