"""Data keys: every client has them from the beginning, as if the account had been opened."""

from __future__ import annotations

from collections.abc import Iterator

from seeds import people
from seeds.order import Order
from therapy_core.table import Entity


def keys(order: Order) -> Iterator[Entity]:
    """Yield the data keys of every client: random, and other ones in every table."""
    for number in range(order.clients):
        found = people.client(number)
        for key in order.new_keys(found.client_id):
            key.created_at = found.created_at
            yield key
