"""pydynox: a Model over the AWS SDK for Rust."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from pydynox import DynamoDBClient, Model, ModelConfig, SyncTransaction
from pydynox.attributes import (
    BooleanAttribute,
    DatetimeAttribute,
    NumberAttribute,
    StringAttribute,
)

from bench.library import items
from bench.library.contestant import REGION, Contestant, plain
from bench.library.raw import ADD_ONE


def entry_of(table: str, client: DynamoDBClient) -> type[Model]:
    """Return the model, which names its table and client where it is declared."""

    class RustEntry(Model):
        """Hold an entry."""

        model_config = ModelConfig(table=table, client=client, consistent_read=True)

        pk = StringAttribute(partition_key=True, alias="PK")
        sk = StringAttribute(sort_key=True, alias="SK")
        gsi1pk = StringAttribute(alias="GSI1PK")
        gsi1sk = StringAttribute(alias="GSI1SK")
        type = StringAttribute()
        version = NumberAttribute()
        created_at = DatetimeAttribute()
        updated_at = DatetimeAttribute()
        owner_id = StringAttribute()
        entry_id = StringAttribute()
        reader_id = StringAttribute()
        felt_at = DatetimeAttribute()
        felt_on = StringAttribute()
        timezone = StringAttribute()
        feeling = StringAttribute()
        family = StringAttribute()
        intensity = NumberAttribute()
        private = BooleanAttribute()
        vocabulary_version = NumberAttribute()
        words = StringAttribute()

    return RustEntry


class Pydynox(Contestant):
    """Use the model, synchronously."""

    name = "pydynox"

    def __init__(self, endpoint: str, table: str) -> None:
        self._client = DynamoDBClient(region=REGION, endpoint_url=endpoint)
        self._table = table
        self._entry = entry_of(table, self._client)
        self._is_new: Callable[[], Any] = self._entry.pk.not_exists

    def get(self, number: int) -> Any:
        """Return an entry."""
        return self._entry.sync_get(**_key(number))

    def query(self, limit: int) -> Sequence[Any]:
        """Return the owner's newest entries."""
        found = self._entry.sync_query(
            partition_key=f"OWNER#{items.OWNER}",
            sort_key_condition=self._entry.sk.begins_with("ENTRY#"),
            scan_index_forward=False,
            limit=limit,
        )
        return list(found)

    def batch(self, numbers: Sequence[int]) -> Sequence[Any]:
        """Return several entries."""
        found: Sequence[Any] = self._entry.sync_batch_get([_key(n) for n in numbers])
        return found

    def put(self, values: dict[str, Any]) -> None:
        """Create an entry."""
        self._model(values).sync_save(condition=self._is_new())

    def transact(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Create two entries and count them."""
        with SyncTransaction(self._client) as transaction:
            for values in (first, second):
                transaction.save_model(self._model(values), condition=self._is_new())
            transaction.update(
                self._table,
                {"PK": f"OWNER#{first['owner_id']}", "SK": "TOTAL"},
                ADD_ONE["UpdateExpression"],
                expression_attribute_names=ADD_ONE["ExpressionAttributeNames"],
                expression_attribute_values={":one": 1},
            )

    def whole(self, found: Any) -> dict[str, Any]:
        """Return all attributes, by their stored names."""
        upper = ("pk", "sk", "gsi1pk", "gsi1sk")
        names = [*items.Entry.get_attributes(), *upper]
        return {n.upper() if n in upper else n: plain(getattr(found, n)) for n in names}

    def _model(self, values: dict[str, Any]) -> Any:
        now = datetime.now(UTC)
        own = {name.lower(): text for name, text in items.keys(values).items()}
        return self._entry(type="entry", version=1, created_at=now, updated_at=now, **own, **values)


def _key(number: int) -> dict[str, str]:
    return {"pk": f"OWNER#{items.OWNER}", "sk": f"ENTRY#{items.entry_id(number)}"}
