"""What clients and therapists are to each other, in every state there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from random import Random

from seeds import people
from seeds.chance import chance
from seeds.order import LIVELY, Order
from seeds.steps import history
from seeds.therapists import LISTED_THERAPISTS
from seeds.together import Together
from therapy_core.directory.models import Client
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship

State = tuple[Mapping, JournalAccess, Contact]

_CLOSED = {(Mapping.NONE, JournalAccess.NONE), (Mapping.ENDED, JournalAccess.NONE)}
"""Mapping and access without contact: a mapping or a grant opens it."""

STATES: tuple[State, ...] = tuple(
    (mapping, journal, contact)
    for mapping, journal, contact in product(Mapping, JournalAccess, Contact)
    if contact is Contact.OPEN or (mapping, journal) in _CLOSED
)
"""Every state that two people can come to be in, also those that few practices ever see."""

COMMON: dict[State, int] = {
    (Mapping.ACTIVE, JournalAccess.GRANTED, Contact.OPEN): 40,
    (Mapping.ACTIVE, JournalAccess.NONE, Contact.OPEN): 30,
    (Mapping.ENDED, JournalAccess.NONE, Contact.CLOSED): 15,
    (Mapping.NONE, JournalAccess.NONE, Contact.OPEN): 10,
    (Mapping.NONE, JournalAccess.GRANTED, Contact.OPEN): 5,
}
"""The states that most relationships are in, and how often of a hundred."""

_DEMO: tuple[State, ...] = (
    (Mapping.ACTIVE, JournalAccess.GRANTED, Contact.OPEN),
    (Mapping.ACTIVE, JournalAccess.NONE, Contact.OPEN),
    (Mapping.NONE, JournalAccess.NONE, Contact.CLOSED),
    (Mapping.ENDED, JournalAccess.NONE, Contact.CLOSED),
)
"""What the demo client is to the first therapists, that of the demo log-in before all."""

_HOW_MANY = (0, 1, 1, 1, 1, 2, 2, 3)
_AMONG = 60
"""Regulars are looked for among so many clients, however many there are."""


def relationships(order: Order) -> Iterator[Together]:
    """Yield the relationships of every client, each with how it came about."""
    for number in range(order.clients):
        told = replace(order, audited=order.audited and number < LIVELY)
        for found in of_client(number, people.client(number)):
            yield history(told, number, found)


def of_client(number: int, client: Client) -> list[Relationship]:
    """Return the relationships of client number `number`.

    The demo client is the demo therapist's, with the journal open to him. The clients that
    follow have one in each of the states in turn, with other therapists first and then with the
    demo therapist; all others have none to three in common ones.
    """
    if number == 0:
        return [_relationship(client, one, state) for one, state in enumerate(_DEMO)]
    random = chance(f"relationships {number}")
    if number <= 2 * len(STATES):
        state = STATES[(number - 1) % len(STATES)]
        return [_relationship(client, number if number <= len(STATES) else 0, state)]
    chosen = random.sample(range(len(LISTED_THERAPISTS)), random.choice(_HOW_MANY))
    return [_relationship(client, one, _common(random)) for one in chosen]


@cache
def regulars(therapist_id: str) -> tuple[int, ...]:
    """Return the numbers of the clients who come to a therapist every few weeks.

    Each comes to one therapist alone, and they are the same in a practice of any size.
    """
    return tuple(n for n in range(1, _AMONG) if _comes_to(n) == therapist_id)


def _comes_to(number: int) -> str | None:
    found = of_client(number, people.client(number))
    return next((r.therapist_id for r in found if r.mapping == Mapping.ACTIVE), None)


def _common(random: Random) -> State:
    return random.choices(list(COMMON), list(COMMON.values()))[0]


def _relationship(client: Client, therapist: int, state: State) -> Relationship:
    mapping, journal_access, contact = state
    return Relationship(
        client_id=client.client_id,
        therapist_id=LISTED_THERAPISTS[therapist].therapist_id,
        client_name=client.name,
        mapping=mapping.value,
        journal_access=journal_access.value,
        contact=contact.value,
        created_at=client.created_at,
    )
