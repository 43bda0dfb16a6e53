"""A small schema to migrate, the files of a folder of migrations, and processes that run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from therapy_core.table import AccessPattern, Entity, Index, Primary, Schema, Table, Unique, changes
from therapy_core.table.migrations import MIGRATION_ENTITIES, Runner

ROOT = Path(__file__).parents[2]
GSI1 = Index("GSI1", "things by colour")
CREATE = '''"""Create the table."""

def up(context):
    context.create_table()
'''
LEASE_SECONDS = 10 if os.environ.get("DYNAMODB_ENDPOINT") else 2
"""Short, so that a crashed holder is soon followed; longer on an engine that may be slow."""

COUNT = '''"""Add one to every thing's count."""

from tests.migrations.things import Thing

def up(context):
    context.backfill("count", Thing, add_one)

def add_one(thing):
    thing.count += 1
'''


class Thing(Entity, discriminator="thing"):
    """A thing that is found by its colour."""

    primary = Primary("THING#{thing_id}", "THING")
    by_colour = GSI1.key("COLOUR#{colour}", "{thing_id}")

    thing_id = UnicodeAttribute()
    colour = UnicodeAttribute()
    count = NumberAttribute(default=0)


class Named(Entity, discriminator="named"):
    """Something of another kind, whose name is its own."""

    primary = Primary("NAMED#{named_id}", "NAMED")
    one_name = Unique("name")

    named_id = UnicodeAttribute()
    name = UnicodeAttribute()


BY_COLOUR = AccessPattern[Thing]("things by colour", on=Thing.by_colour, why="To see them.")
BEFORE = Schema([], [Named, *MIGRATION_ENTITIES])
NOW = Schema([GSI1], [Thing, Named, *MIGRATION_ENTITIES], [BY_COLOUR])


def connect(endpoint: str, name: str, schema: Schema = NOW) -> Table:
    """Return the table of things."""
    return Table.connect(schema, name, secret=b"s" * 32, endpoint=endpoint)


def thing(number: int) -> Thing:
    """Return thing number `number`."""
    return Thing(thing_id=f"t{number:05d}", colour=("red", "blue")[number % 2])


def plant_before(table: Table, many: int) -> None:
    """Store things as they were before they could be found by their colour."""
    for number in range(many):
        raw = changes.stamped(table, thing(number), table.clock())
        item = {name: value for name, value in raw.items() if not name.startswith("GSI1")}
        table.wire.dispatch("PutItem", {"TableName": table.name, "Item": item})


def dump(table: Table) -> list[dict[str, Any]]:
    """Return every item in the table, ordered by key."""
    items: list[dict[str, Any]] = []
    start: Any = None
    while True:
        answer = table.wire.scan(
            table.name, limit=500, exclusive_start_key=start, consistent_read=True
        )
        items += answer["Items"]
        start = answer.get("LastEvaluatedKey")
        if not start:
            return sorted(items, key=lambda i: (i["PK"]["S"], i["SK"]["S"]))


def write(folder: Path, **files: str) -> Path:
    """Write migrations named like `m0001_create="..."` and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name[1:]}.py").write_text(text)
    return folder


def migrating(endpoint: str, name: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process that migrates the table; it writes what it is told to standard output."""
    code = "from tests.migrations.things import main; main()"
    arguments = [sys.executable, "-u", "-c", code, endpoint, name, str(folder)]
    return subprocess.Popen(arguments, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)


def main() -> None:
    """Migrate as the command line says, with a short lease."""
    endpoint, name, folder = sys.argv[1:]
    runner = Runner(connect(endpoint, name), Path(folder), lease_seconds=LEASE_SECONDS)
    for step in runner.migrate():
        sys.stdout.write(f"applied {step.number}\n")
