"""Creating once: the answer to a key is stored in the transaction of what it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from therapy_core.actor import Once
from therapy_core.errors import KeyReused, RequestUnderWay
from therapy_core.table import Entity, Primary, Table, Unit
from therapy_core.table.changes import stamped
from therapy_core.table.errors import Contention
from therapy_core.table.streams import image

E = TypeVar("E", bound=Entity)
KEPT = timedelta(hours=24)
NEVER_KEPT = {"password_hash"}
"""What no answer shows, and what would outlive an account that ends, or its next password."""


class IdempotencyRecord(Entity, discriminator="idempotency"):
    """Hold what one key did: the request's fingerprint and the entity as it was made."""

    primary = Primary("IDEM#{account_id}#{key}", "IDEM")

    account_id = UnicodeAttribute()
    key = UnicodeAttribute()
    fingerprint = UnicodeAttribute()
    answer = UnicodeAttribute()
    expires_at = TTLAttribute()


class _Claimed(Exception):
    """Say that the key was used before."""


def create_once(
    table: Table,
    purpose: str,
    scope: str,
    once: Once | None,
    entity: E,
    write: Callable[[Unit], None],
) -> E:
    """Run `write` in a transaction that also claims the key, and return `entity`.

    Where the key was claimed before by the same request, nothing is written and the entity is
    returned as it was made then. Raises `KeyReused` for another request under the key,
    `RequestUnderWay` while the first one has not ended, and whatever the writes raise.
    """
    try:
        with table.transaction(purpose) as unit:
            if once is not None:
                unit.create(_record(table, unit, scope, once, entity), otherwise=_Claimed())
            write(unit)
    except _Claimed:
        assert once is not None
        return _replayed(table, scope, once, type(entity))
    except Contention:
        if once is not None:
            raise RequestUnderWay from None
        raise
    return entity


def _record(table: Table, unit: Unit, scope: str, once: Once, entity: Entity) -> IdempotencyRecord:
    raw = {k: v for k, v in stamped(table, entity, unit.now).items() if k not in NEVER_KEPT}
    return IdempotencyRecord(
        account_id=scope,
        key=once.key,
        fingerprint=once.fingerprint,
        answer=json.dumps(raw),
        expires_at=unit.now + KEPT,
    )


def _replayed(table: Table, scope: str, once: Once, kind: type[E]) -> E:
    record = table.get(IdempotencyRecord.at(account_id=scope, key=once.key))
    if record is None:
        raise RequestUnderWay
    if record.fingerprint != once.fingerprint:
        raise KeyReused
    found = table.schema.parse(image(json.loads(record.answer)) or {})
    if not isinstance(found, kind):
        raise KeyReused
    once.replayed = True
    return found
