"""What a client holds: at most so many slots at once.

A hold is a text in a set, made of the request and the end of the hold, so that it is added and
removed without being read. It counts until it ends, removed or not.
"""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition, size

from therapy_core.errors import TooManyHolds
from therapy_core.scheduling.models import ClientHolds
from therapy_core.table import Table, Unit


class HoldsFull(Exception):
    """Say that there are as many holds as allowed, some of which may have lapsed."""


def add(unit: Unit, client_id: str, request_id: str, until: datetime, most: int) -> None:
    """Add a hold if there are fewer than `most`, lapsed ones included.

    On commit raises `HoldsFull`.
    """
    full: Condition = size(ClientHolds.holds) < most  # type: ignore[no-untyped-call]
    full |= ClientHolds.holds.does_not_exist()
    unit.upsert(
        ClientHolds.at(client_id=client_id),
        ClientHolds.holds.add({written(request_id, until)}),
        when=full,
        otherwise=HoldsFull(),
    )


def add_to(unit: Unit, found: ClientHolds, request_id: str, until: datetime, most: int) -> None:
    """Add a hold to those that were read, without the lapsed ones.

    Raises `TooManyHolds`; on commit `VersionConflict`.
    """
    alive = {each for each in found.holds or set() if _read(each)[1] > unit.now}
    if len(alive) >= most:
        raise TooManyHolds
    found.holds = alive | {written(request_id, until)}
    unit.save(found)


def remove(unit: Unit, client_id: str, request_id: str, until: datetime) -> None:
    """Remove a hold, whether it is there or not."""
    unit.upsert(
        ClientHolds.at(client_id=client_id),
        ClientHolds.holds.delete({written(request_id, until)}),
    )


def requests(table: Table, client_id: str) -> list[str]:
    """Return the requests by which a client holds, or lately held, a slot."""
    found = table.get(ClientHolds.at(client_id=client_id))
    return sorted(_read(each)[0] for each in (found.holds if found else None) or set())


def written(request_id: str, until: datetime) -> str:
    """Return a hold as it stands in the set: the request and the hold's end."""
    return f"{request_id}/{until.isoformat()}"


def _read(text: str) -> tuple[str, datetime]:
    request_id, _, until = text.partition("/")
    return request_id, datetime.fromisoformat(until)
