"""Creating once: what a key made is recorded in the transaction that made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from therapy_core.actor import Once
from therapy_core.errors import KeyReused, NotFound, RequestUnderWay
from therapy_core.table import Entity, Primary, Ref, Table, Unit
from therapy_core.table.errors import Contention, WrongEntity

E = TypeVar("E", bound=Entity)
KEPT = timedelta(hours=24)


class IdempotencyRecord(Entity, discriminator="idempotency"):
    """Hold what one key did: the request's fingerprint and the place of the entity it made."""

    primary = Primary("IDEM#{account_id}#{key}", "IDEM")

    account_id = UnicodeAttribute()
    key = UnicodeAttribute()
    fingerprint = UnicodeAttribute()
    made_pk = UnicodeAttribute()
    made_sk = UnicodeAttribute()
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

    Where the key was claimed before by the same request, nothing is written and what it made is
    returned as it stands now. Raises `KeyReused` for another request under the key,
    `RequestUnderWay` while the first one has not ended, `NotFound` when what it made has been
    removed since, and whatever the writes raise.
    """
    try:
        with table.transaction(purpose) as unit:
            if once is not None:
                unit.create(_record(unit, scope, once, entity), otherwise=_Claimed())
            write(unit)
    except _Claimed:
        assert once is not None
        return _replayed(table, scope, once, type(entity))
    except Contention:
        if once is not None:
            raise RequestUnderWay from None
        raise
    return entity


def made_before(table: Table, scope: str, once: Once | None, kind: type[E]) -> E | None:
    """Return what an earlier call under the same key made, or None where there was none.

    It is for what has to be judged before the key can be claimed: a repeated call must not be
    told that its own effect stands in its way. Raises as `create_once`.
    """
    if once is None:
        return None
    if table.get(IdempotencyRecord.at(account_id=scope, key=once.key)) is None:
        return None
    return _replayed(table, scope, once, kind)


def _record(unit: Unit, scope: str, once: Once, entity: Entity) -> IdempotencyRecord:
    return IdempotencyRecord(
        account_id=scope,
        key=once.key,
        fingerprint=once.fingerprint,
        made_pk=entity.ref.pk,
        made_sk=entity.ref.sk,
        expires_at=unit.now + KEPT,
    )


def _replayed(table: Table, scope: str, once: Once, kind: type[E]) -> E:
    record = table.get(IdempotencyRecord.at(account_id=scope, key=once.key))
    if record is None:
        raise RequestUnderWay
    if record.fingerprint != once.fingerprint:
        raise KeyReused
    try:
        found = table.get(Ref(kind, record.made_pk, record.made_sk))
    except WrongEntity:
        raise KeyReused from None
    if found is None:
        raise NotFound
    once.replayed = True
    return found
