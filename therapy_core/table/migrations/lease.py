"""The lease: one process migrates at a time, and one that lost it can't write any more."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from therapy_core.table import metering
from therapy_core.table.backoff import Backoff
from therapy_core.table.connection import CONDITION, Refused
from therapy_core.table.entity import Ref
from therapy_core.table.errors import AlreadyExists, TableError
from therapy_core.table.migrations.errors import LeaseLost
from therapy_core.table.migrations.models import MigrationLease

if TYPE_CHECKING:
    from therapy_core.table.table import Table
    from therapy_core.table.unit import Unit

_WAITING = Backoff(first=0.1, longest=1.0)


class Lease:
    """Hold the right to migrate while the `with` block runs.

    Taking it waits until nobody holds it. It lasts `seconds` and is renewed from a thread
    every third of that, so that a holder which crashed is followed by the next after `seconds`
    at most. A clock that is wrong can hand it over too early, never to two at once in effect:
    every write goes through `fenced`, and the table refuses those of a former holder.
    """

    def __init__(self, table: Table, seconds: float, report: Callable[[str], None]) -> None:
        self.token = uuid.uuid4().hex
        self._table = table
        self._seconds = seconds
        self._report = report
        self._item: MigrationLease
        self._lost = False
        self._stopping = threading.Event()
        self._renewer = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._item = self._take()
        self._renewer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._renewer.join()
        try:
            self._table.delete(self._item)
        except TableError:
            return  # it is another's by now, or will expire

    @property
    def ref(self) -> Ref[MigrationLease]:
        """Return the place of the one lease."""
        return MigrationLease.at()

    @contextmanager
    def fenced(self, purpose: str) -> Iterator[Unit]:
        """Collect writes that are committed only if this lease is still held.

        On commit raises `LeaseLost`, and what `Unit` raises.
        """
        with self._table.transaction(purpose) as unit:
            unit.check(self.ref, MigrationLease.owner == self.token, LeaseLost())
            yield unit

    def check(self) -> None:
        """Raise `LeaseLost` when a renewal was refused; asks nobody."""
        if self._lost:
            raise LeaseLost

    def renew(self) -> None:
        """Extend the lease to its full time from now. Raises `LeaseLost`.

        A lease that ran out while the table was out of reach, and that nobody took, is still
        this holder's; so it is renewed whatever its age, which `Table.update` would not do.
        """
        ends = self._table.clock() + timedelta(seconds=self._seconds)
        request = self._table.wire.get_operation_kwargs(
            self._table.name,
            self.ref.pk,
            self.ref.sk,
            key="Key",
            actions=[MigrationLease.expires_at.set(ends)],
            condition=MigrationLease.owner == self.token,
        )
        try:
            with metering.purpose("renew the lease"):
                self._table.wire.dispatch("UpdateItem", request)
        except Refused as refusal:
            if refusal.code != CONDITION:
                return  # somebody else is writing it this moment; the next renewal will tell
            self._lost = True
            raise LeaseLost from None

    def _take(self) -> MigrationLease:
        attempt = 0
        while True:
            ends = self._table.clock() + timedelta(seconds=self._seconds)
            try:
                return self._table.create(MigrationLease(owner=self.token, expires_at=ends))
            except AlreadyExists:
                if attempt == 0:
                    self._report("Another process is migrating; waiting for it.")
            _WAITING.wait(min(attempt, 4))
            attempt += 1

    def _keep(self) -> None:
        while not self._stopping.wait(self._seconds / 3):
            try:
                self.renew()
            except LeaseLost:
                return
            except TableError:
                continue  # out of reach; it is tried again, and the fence guards the writes
