"""What a migration can do, and what of it is possible while the table is not there yet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from therapy_core.table.entity import Entity, Index, Ref
from therapy_core.table.errors import Misuse
from therapy_core.table.migrations import tables
from therapy_core.table.migrations.readonly import read_only

if TYPE_CHECKING:
    from therapy_core.table.table import Table
    from therapy_core.table.unit import Unit

E = TypeVar("E", bound=Entity)
Report = Callable[[str], None]


class Context(ABC):
    """Give a migration its table, for reading, and its ways to change it.

    A migration can be cut off anywhere and is then run again from its beginning, so each step
    finds by itself what is done already. Whatever else `up` does must be safe to repeat.
    """

    def __init__(self, table: Table, report: Report) -> None:
        self.table = read_only(table)
        """The table, for reading only."""
        self._real = table
        self._report = report

    @abstractmethod
    def create_table(self) -> None:
        """Make the table as the schema says, unless it is there, and let its items expire."""

    @abstractmethod
    def add_index(self, index: Index) -> None:
        """Add `index` to the live table and wait until it can be queried.

        Only items that have the index's keys stand in it: follow with a back-fill of each
        entity that does.
        """

    @abstractmethod
    def backfill(self, name: str, entity: type[E], change: Callable[[E], None]) -> int:
        """Give every item of `entity` to `change`, write what it changed, and return how many.

        `name` tells the back-fills of one migration apart. Index keys are recomputed, also of
        items that `change` leaves alone. The change to an item and the note that it was made
        are written together, under the item's version: it happens exactly once, whoever
        writes to the item meanwhile and wherever the process is killed. Items that are made
        while it runs may be missed, so they have to be made in the new form already.

        Raises `LeaseLost`, and `Contention` when an item keeps being written by others.
        """

    @abstractmethod
    def complete(
        self,
        name: str,
        entity: type[E],
        needs: Callable[[E], Iterable[Ref[Any]]],
        make: Callable[[Ref[Any]], Entity],
    ) -> int:
        """Store what every item of `entity` needs beside it, where it isn't there yet.

        `needs` says where that lies, and `make` returns what belongs there. Returns how many
        items were made. Raises `LeaseLost`, and `Contention` when others keep being faster.
        """

    @abstractmethod
    def transaction(self, purpose: str) -> AbstractContextManager[Unit]:
        """Collect writes that are committed together, if the lease is still held."""


class Founding(Context):
    """Let the first migration make the table before there can be a ledger or a lease."""

    def create_table(self) -> None:
        """Make the table; several processes may do so at once."""
        if tables.create(self._real):
            self._report(f"created the table {self._real.name}")

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise Misuse("the first migration creates the table and does nothing else")

    add_index = _refuse
    backfill = _refuse
    complete = _refuse
    transaction = _refuse
