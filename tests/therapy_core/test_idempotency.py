"""Creating once: what a key stands for, how long, and what is told while it is unclear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.practices import ADMIN, PASSWORD, an_address
from therapy_core import Once, Practice
from therapy_core.errors import KeyReused, RequestUnderWay, TryAgain
from therapy_core.idempotency import IdempotencyRecord
from therapy_core.table import Unit
from therapy_core.table.errors import Contention


def test_a_key_is_for_one_kind_of_thing(practice: Practice) -> None:
    """An answer of another kind is nobody's, even where the fingerprints agree."""
    email = an_address()
    acting = practice.acting_as(ADMIN, Once("key", "same"))
    acting.clients.create(email, PASSWORD, "Ada")
    with pytest.raises(KeyReused):
        practice.acting_as(ADMIN, Once("key", "same")).therapists.create(email, PASSWORD, "Ada")


def test_a_key_is_kept_for_a_day(practice: Practice) -> None:
    """Twenty-four hours from the creation, after which it may be used anew."""
    practice.acting_as(ADMIN, Once("key", "f")).clients.create(an_address(), PASSWORD, "Ada")
    ref = IdempotencyRecord.at(account_id=ADMIN.account_id, key="key")
    record = practice.table.get(ref)
    assert record is not None
    kept = record.expires_at - record.created_at
    assert timedelta(hours=23, minutes=59) < kept <= timedelta(hours=24)


def test_a_busy_table_is_a_request_under_way_only_with_a_key(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who brings a key may send the same again; who brings none is asked to try later."""

    @contextmanager
    def busy(_: str) -> Iterator[Unit]:
        yield Unit(practice.table, "busy")
        raise Contention("transaction")

    monkeypatch.setattr(practice.table, "transaction", busy)
    with pytest.raises(RequestUnderWay):
        practice.acting_as(ADMIN, Once("key", "f")).clients.create(an_address(), PASSWORD, "A")
    with pytest.raises(TryAgain):
        practice.acting_as(ADMIN).clients.create(an_address(), PASSWORD, "A")
