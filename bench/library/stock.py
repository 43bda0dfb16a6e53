"""Stock PynamoDB: a Model as its documentation writes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.connection import Connection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from bench.library import items
from bench.library.contestant import REGION, Contestant, plain


class StockEntry(Model):
    """Hold an entry."""

    class Meta:
        """Say where the table is; set before the first use."""

        table_name = ""
        region = REGION

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    gsi1pk = UnicodeAttribute(attr_name="GSI1PK")
    gsi1sk = UnicodeAttribute(attr_name="GSI1SK")
    type = UnicodeAttribute()
    version = NumberAttribute()
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
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


class StockTotal(Model):
    """Count an owner's entries."""

    class Meta:
        """Say where the table is; set before the first use."""

        table_name = ""
        region = REGION

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    total = NumberAttribute(default=0)


class StockPynamoDB(Contestant):
    """Use the model."""

    name = "PynamoDB"

    def __init__(self, endpoint: str, table: str) -> None:
        for model in (StockEntry, StockTotal):
            model.Meta.table_name, model.Meta.host = table, endpoint
        self._connection = Connection(region=REGION, host=endpoint)

    def get(self, number: int) -> Any:
        """Return an entry."""
        return StockEntry.get(*_key(number), consistent_read=True)

    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""
        found = StockEntry.query(
            f"OWNER#{items.OWNER}",
            StockEntry.sk.startswith("ENTRY#"),
            scan_index_forward=False,
            consistent_read=True,
            limit=limit,
        )
        return list(found)

    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries."""
        return list(StockEntry.batch_get([_key(n) for n in numbers], consistent_read=True))

    def put(self, values: dict[str, Any]) -> None:
        """Create an entry."""
        _model(values).save(condition=StockEntry.pk.does_not_exist())

    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and count them."""
        total = StockTotal(f"OWNER#{first['owner_id']}", "TOTAL")
        with TransactWrite(connection=self._connection) as transaction:
            for values in (first, second):
                transaction.save(_model(values), condition=StockEntry.pk.does_not_exist())
            transaction.update(total, actions=[StockTotal.total.add(1)])

    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes, by their stored names."""
        return {a.attr_name: plain(getattr(found, n)) for n, a in found.get_attributes().items()}


def _key(number: int) -> tuple[str, str]:
    return f"OWNER#{items.OWNER}", f"ENTRY#{items.entry_id(number)}"


def _model(values: dict[str, Any]) -> StockEntry:
    now = datetime.now(UTC)
    own = {name.lower(): text for name, text in items.keys(values).items()}
    return StockEntry(type="entry", version=1, created_at=now, updated_at=now, **own, **values)
