"""The entities, patterns and tables that the toolkit's tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from therapy_core.table import (
    AccessPattern,
    Backoff,
    Entity,
    Index,
    Primary,
    Schema,
    Table,
    Transport,
    Unique,
    one_of,
    present,
)
from therapy_core.table.entity import Raw
from therapy_core.table.export import create_table_input
from therapy_core.table.partial import MARGIN
from therapy_core.table.testing import no_wait

GSI1 = Index("GSI1", "what is listed by name")
GSI2 = Index("GSI2", "what is open")
SECRET = b"a secret for tests alone"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Address(MapAttribute[str, Any]):
    """Hold a nested value."""

    city = UnicodeAttribute(null=True)
    lines = ListAttribute(of=UnicodeAttribute, null=True)


class Member(Entity, discriminator="t_member"):
    """Hold one of everything: plain, sparse, folded and sharded keys, and a unique attribute."""

    primary = Primary("MEMBER#{member_id}", "MEMBER")
    by_name = GSI1.key("MEMBERS#{member_id:shard}", "{name:fold}#{member_id}")
    while_open = GSI2.key(
        "OPEN#{room}", "{since:time}#{member_id}", when=one_of("state", "new", "open")
    )
    one_email = Unique("email", normalise=str.casefold)

    member_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    room = UnicodeAttribute(null=True)
    since = UTCDateTimeAttribute(null=True)
    state = UnicodeAttribute(default="new")
    visits = NumberAttribute(null=True)
    tags = UnicodeSetAttribute(null=True)
    address = Address(null=True)
    photo = BinaryAttribute(legacy_encoding=False, null=True)


class Visit(Entity, discriminator="t_visit"):
    """Lie below a member, in the order of a number."""

    primary = Primary("MEMBER#{member_id}", "VISIT#{number:6d}")
    by_room = GSI1.key("ROOM#{room}", "{number:6d}#{member_id}")

    member_id = UnicodeAttribute()
    number = NumberAttribute()
    room = UnicodeAttribute()


class Pass(Entity, discriminator="t_pass"):
    """Expire."""

    primary = Primary("PASS#{pass_id}", "PASS")
    by_holder = GSI2.key("HOLDER#{holder}", "{pass_id}", when=present("holder"))

    pass_id = UnicodeAttribute()
    holder = UnicodeAttribute(null=True)
    uses = NumberAttribute(default=0)
    expires_at = TTLAttribute()


class Label(Entity, discriminator="t_label"):
    """Stand once for each kind, under one sort key in every kind's partition."""

    primary = Primary("LABEL#{label_id}", "LABEL#{kind}")
    by_kind = GSI1.key("KIND#{kind}", "{label_id}")

    label_id = UnicodeAttribute()
    kind = UnicodeAttribute()


BY_NAME = AccessPattern[Member]("members by name", on=Member.by_name, why="A list by name.")
OPEN = AccessPattern[Member]("open members", on=Member.while_open, why="What is to do.")
VISITS = AccessPattern[Visit](
    "visits", on=Visit.primary, why="The newest first.", newest_first=True, consistent=True
)
VISITS_UP = AccessPattern[Visit]("visits from the first", on=Visit.primary, why="In order.")
IN_ROOM = AccessPattern[Visit]("visits in rooms", on=Visit.by_room, why="Several rooms at once.")
WHOLE = AccessPattern[Member | Visit](
    "a member with visits",
    on=Member.primary,
    span=("MEMBER", "VISIT#"),
    returns=(Member, Visit),
    why="Everything at once.",
)
PASSES = AccessPattern[Pass]("passes of a holder", on=Pass.by_holder, why="What is held.")
OF_KINDS = AccessPattern[Label]("labels", on=Label.by_kind, why="Of several kinds at once.")
PATTERNS = (BY_NAME, OF_KINDS, OPEN, VISITS, VISITS_UP, IN_ROOM, WHOLE, PASSES)
SCHEMA = Schema([GSI1, GSI2], [Member, Visit, Pass, Label], PATTERNS)


TRIES = Backoff().attempts
LONG = 5 * MARGIN
"""Long enough ago that nothing from then is still on its way."""


class Clock:
    """Stand still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Return the time that it is."""
        return self.now


def made_table(transport: Transport, name: str, **options: Any) -> Table:
    """Return a table that was made just now, and does not wait between tries."""
    settings: dict[str, Any] = {"shards": 3, "backoff": Backoff(sleep=no_wait), **options}
    table = Table(SCHEMA, name, transport, secret=SECRET, **settings)
    transport("CreateTable", create_table_input(SCHEMA, name))
    return table


def rows(table: Table) -> dict[tuple[str, str], Raw]:
    """Return everything that stands in a table, by key. Only tests may scan."""
    found: dict[tuple[str, str], Raw] = {}
    request: dict[str, Any] = {"TableName": table.name, "ConsistentRead": True}
    while True:
        answer = table.transport("Scan", request)
        found |= {(r["PK"]["S"], r["SK"]["S"]): r for r in answer["Items"]}
        if "LastEvaluatedKey" not in answer:
            return found
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def member(member_id: str = "m", **given: Any) -> Member:
    """Return a member that is not stored yet."""
    return Member(**{"member_id": member_id, "name": "Ann", **given})
