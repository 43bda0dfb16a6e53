"""A table that can only be read: what migrations get, and what a dry run has."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from therapy_core.table.connection import Wire
from therapy_core.table.errors import Misuse
from therapy_core.table.export import create_table_input
from therapy_core.table.transport import Transport

if TYPE_CHECKING:
    from therapy_core.table.table import Table

_READS = {"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"}
_READS |= {"DescribeTable", "DescribeTimeToLive"}


class ReadOnly:
    """Send reads on and refuse everything else with `Misuse`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a read."""
        if operation not in _READS:
            raise Misuse(f"{operation}: a migration writes through its context, not its table")
        return self._transport(operation, request)

    def close(self) -> None:
        """Close what is below."""
        self._transport.close()

    def __repr__(self) -> str:
        return f"<ReadOnly {self._transport!r}>"


def read_only(table: Table) -> Table:
    """Return a view of `table` that can't write."""
    view = copy.copy(table)
    view.transport = ReadOnly(table.transport)
    view.wire = Wire(view.transport, create_table_input(table.schema, table.name))
    return view
