"""Two entities with sealed text, a table that holds them, and its raw rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from tests.therapy_core.table.tables import NOON, SECRET, Clock, rows
from therapy_core.table import Backoff, Entity, Index, Primary, Schema, SealedText, Table
from therapy_core.table.export import create_table_input
from therapy_core.table.testing import (
    FaultyTransport,
    MemorySealer,
    no_wait,
)

CANARY = "canary-5e1f words"
INDEX = Index("GSI1", "entries by their state")


class Entry(Entity, discriminator="s_entry"):
    """Hold one text that has to be there and one that may."""

    primary = Primary("OWNER#{owner_id}", "ENTRY#{entry_id}")
    by_state = INDEX.key("STATE#{state}", "{entry_id}#{owner_id}")
    sealed_for: ClassVar[str] = "owner_id"

    owner_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    state = UnicodeAttribute(default="open")
    words = SealedText("own")
    remark = SealedText("record", null=True, attr_name="rmk")
    level = NumberAttribute(null=True)


class Card(Entity, discriminator="s_card"):
    """Lie under a key that doesn't say whose it is, and expire."""

    primary = Primary("CARD#{card_id}", "CARD")
    sealed_for: ClassVar[str] = "owner_id"

    card_id = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    words = SealedText("own", null=True)
    uses = NumberAttribute(default=0)
    expires_at = TTLAttribute()


SCHEMA = Schema([INDEX], [Entry, Card])


def made(transport: FaultyTransport, name: str, clock: Clock, sealer: MemorySealer | None) -> Table:
    """Return a new table."""
    transport("CreateTable", create_table_input(SCHEMA, name))
    backoff = Backoff(sleep=no_wait)
    return Table(
        SCHEMA, name, transport, secret=SECRET, clock=clock, backoff=backoff, sealer=sealer
    )


def entry(entry_id: str = "e", **given: Any) -> Entry:
    """Return an entry that is not stored yet."""
    return Entry(**{"owner_id": "o", "entry_id": entry_id, "words": CANARY, **given})


def card(**given: Any) -> Card:
    """Return a card that is not stored yet."""
    ends = NOON + timedelta(minutes=1)
    return Card(**{"card_id": "c", "owner_id": "o", "expires_at": ends, **given})


def read(table: Table, entry_id: str = "e") -> Entry:
    """Return the entry as it stands."""
    found = table.get(Entry.at(owner_id="o", entry_id=entry_id))
    assert found is not None
    return found


def blob(table: Table, name: str = "words", sk: str = "ENTRY#e") -> bytes:
    """Return what stands for a text in the table."""
    found: bytes = rows(table)["OWNER#o", sk][name]["B"]
    return found


def overwrite(table: Table, raw: dict[str, Any]) -> None:
    """Put an item into the table past the toolkit."""
    table.transport("PutItem", {"TableName": table.name, "Item": raw})


# Reading and writing
