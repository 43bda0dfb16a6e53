"""Our own table: entities, access patterns and units of work, with whatever transport it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.library import items
from bench.library.contestant import Contestant, plain
from bench.library.items import NEWEST, Entry, Total
from therapy_core.table import PageRequest

BESIDE = ("type", "PK", "SK", "GSI1PK", "GSI1SK")


class Ours(Contestant):
    """Use the toolkit as a service does."""

    name = "therapy_core"

    def __init__(self, endpoint: str, table: str) -> None:
        self._table = items.connect(endpoint, table)

    def get(self, number: int) -> Any:
        """Return an entry."""
        return self._table.get(_ref(number))

    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""
        asked = PageRequest(limit)
        return self._table.page(NEWEST, asked, scope="bench", owner_id=items.OWNER).items

    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries."""
        return self._table.get_many([_ref(n) for n in numbers])

    def put(self, values: dict[str, Any]) -> None:
        """Create an entry."""
        self._table.create(Entry(**values))

    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and count them."""
        total = Total.at(owner_id=first["owner_id"])
        with self._table.transaction("bench") as unit:
            unit.create(Entry(**first))
            unit.create(Entry(**second))
            unit.update(total, Total.total.add(1))

    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes, and what the item has in the table besides."""
        beside = {name: found.stored[name]["S"] for name in BESIDE}
        return {name: plain(value) for name, value in found.values().items()} | beside


def _ref(number: int) -> Any:
    return Entry.at(owner_id=items.OWNER, entry_id=items.entry_id(number))
