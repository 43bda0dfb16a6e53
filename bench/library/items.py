"""What every contestant reads and writes: entries such as a journal holds, in one table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table import AccessPattern, Entity, Index, Primary, Schema, Table
from therapy_core.table.export import create_table_input

SECRET = b"cursors of the bench are sealed so"
OWNER = "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1"
READER = "thr_01JD3W8QZ7M5T0X9V2B4C6D8E2"
WRITTEN, CHECKED = "cli_written", "cli_checked"
"""Whose entries are written: nobody lists them, so that what is read stays the same."""
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COUNT = 200
"""How many entries there are to read."""
SENTENCE = "I walked home along the river and it was easier than I had thought. "
LEAST_WORDS, MOST_WORDS = 200, 2_000
SEEN = ("entry_id", "felt_at", "intensity", "private", "words")
"""The attributes that a reader of an item looks at."""
GSI1 = Index("GSI1", "what a reader lists")


class Entry(Entity, discriminator="entry"):
    """Hold what a journal's entry holds, with its words in the clear."""

    primary = Primary("OWNER#{owner_id}", "ENTRY#{entry_id}")
    by_reader = GSI1.key("READER#{reader_id}", "{entry_id}#{owner_id}")

    owner_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    reader_id = UnicodeAttribute()
    felt_at = UTCDateTimeAttribute()
    felt_on = UnicodeAttribute()
    timezone = UnicodeAttribute()
    feeling = UnicodeAttribute()
    family = UnicodeAttribute()
    intensity = NumberAttribute()
    private = BooleanAttribute()
    vocabulary_version = NumberAttribute()
    words = UnicodeAttribute()


class Total(Entity, discriminator="total"):
    """Count an owner's entries."""

    primary = Primary("OWNER#{owner_id}", "TOTAL")

    owner_id = UnicodeAttribute()
    total = NumberAttribute(default=0)


NEWEST = AccessPattern[Entry](
    "entries of an owner",
    on=Entry.primary,
    newest_first=True,
    consistent=True,
    why="An owner reads back.",
)
SCHEMA = Schema([GSI1], [Entry, Total], [NEWEST])


def entry_id(number: int) -> str:
    """Return the id of an entry; all are of one length, and in the order of their numbers."""
    return f"jrn_{number:026d}"


def words(number: int) -> str:
    """Return an entry's words: 200 to 2,000 characters, the same for the same number."""
    length = LEAST_WORDS + number * 379 % (MOST_WORDS - LEAST_WORDS + 1)
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


def values(number: int, owner: str = OWNER) -> dict[str, Any]:
    """Return the attributes of entry `number`, without what the table itself adds."""
    at = NOW + timedelta(minutes=number)
    return {
        "owner_id": owner,
        "entry_id": entry_id(number),
        "reader_id": READER,
        "felt_at": at,
        "felt_on": at.date().isoformat(),
        "timezone": "Europe/Lisbon",
        "feeling": "relieved",
        "family": "happiness",
        "intensity": 1 + number % 10,
        "private": number % 5 == 0,
        "vocabulary_version": 1,
        "words": words(number),
    }


def keys(found: dict[str, Any]) -> dict[str, str]:
    """Return the key and the index key of an entry, as others than our table have to write them."""
    owner, entry = found["owner_id"], found["entry_id"]
    return {
        "PK": f"OWNER#{owner}",
        "SK": f"ENTRY#{entry}",
        "GSI1PK": f"READER#{found['reader_id']}",
        "GSI1SK": f"{entry}#{owner}",
    }


def prepare(endpoint: str, name: str) -> None:
    """Make the table, without a stream, and fill it."""
    table = connect(endpoint, name)
    asked = create_table_input(SCHEMA, name)
    asked.pop("StreamSpecification", None)
    table.wire.dispatch("CreateTable", asked)
    table.load(Entry(**values(number)) for number in range(COUNT))
    table.load(Total(owner_id=owner) for owner in (WRITTEN, CHECKED))


def connect(endpoint: str, name: str) -> Table:
    """Return the table as our library connects it."""
    return Table.connect(SCHEMA, name, secret=SECRET, endpoint=endpoint)
