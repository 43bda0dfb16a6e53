"""What is written by hand for speed is, to the letter, what PynamoDB would have sent."""

from __future__ import annotations

from typing import Any

import pytest
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, RemoveAction, SetAction

from tests.therapy_core.table.tables import IN_ROOM, SCHEMA, VISITS, VISITS_UP, Visit
from therapy_core.table import AccessPattern, Table
from therapy_core.table.connection import Wire
from therapy_core.table.export import create_table_input
from therapy_core.table.patterns import Bounds
from therapy_core.table.reading import Reader
from therapy_core.table.testing import FaultyTransport, answering
from therapy_core.table.writes import Setting, absent, of_type, same

NAME = "therapy-test-requests"


class Asked(Wire):
    """Be PynamoDB's connection that hands a request back instead of sending it."""

    def __init__(self) -> None:
        super().__init__(answering({}), create_table_input(SCHEMA, NAME))  # type: ignore[arg-type]

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the request."""
        return {operation_name: operation_kwargs}


SORT = Path(["SK"])
WITHIN = [
    (Bounds(), None),
    (Bounds("a", "b"), SORT.between("a", "b")),
    (Bounds("a", "a"), SORT == "a"),
    (Bounds("a", None), SORT >= "a"),
    (Bounds(None, "b"), SORT <= "b"),
]


@pytest.mark.parametrize(("bounds", "condition"), WITHIN)
@pytest.mark.parametrize("pattern", [VISITS, VISITS_UP])
def test_a_query_is_the_one_that_pynamodb_makes(
    pattern: AccessPattern[Visit], bounds: Bounds, condition: Any
) -> None:
    """Whatever the bounds are, in both directions, consistently read or not."""
    theirs = Asked().query(
        NAME,
        "MEMBER#m",
        range_key_condition=condition,
        consistent_read=pattern.consistent,
        limit=5,
        scan_index_forward=not pattern.newest_first,
    )
    assert asked(pattern, "MEMBER#m", bounds, None) == theirs


@pytest.mark.parametrize("pattern", [VISITS, VISITS_UP])
def test_a_query_that_goes_on_is_the_one_that_pynamodb_makes(pattern: AccessPattern[Visit]) -> None:
    """It asks from the place where the last one stopped, and for one row more."""
    edges = ("a", "m") if pattern.newest_first else ("m", "z")
    theirs = Asked().query(
        NAME,
        "MEMBER#m",
        range_key_condition=SORT.between(*edges),
        consistent_read=pattern.consistent,
        limit=6,
        scan_index_forward=not pattern.newest_first,
    )
    assert asked(pattern, "MEMBER#m", Bounds("a", "z"), ("m", 0)) == theirs


def test_a_query_of_an_index_is_the_one_that_pynamodb_makes() -> None:
    """The index and its keys are named."""
    theirs = Asked().query(
        NAME,
        "ROOM#r",
        range_key_condition=Path(["GSI1SK"]) <= "b",
        index_name="GSI1",
        limit=5,
        scan_index_forward=True,
    )
    assert asked(IN_ROOM, "ROOM#r", Bounds(None, "b"), None) == theirs


def asked(pattern: AccessPattern[Any], partition: str, bounds: Bounds, position: Any) -> Any:
    """Return what a reader asks for, without the wish to be told of the capacity."""
    faulty = FaultyTransport(answering({"Items": []}))  # type: ignore[arg-type]
    faulty.next("Query", answering({"Items": []}))
    table = Table(SCHEMA, NAME, faulty, secret=b"sixteen bytes ok")
    reader = Reader(table, pattern, [partition], bounds, lambda raw: raw, position)
    reader.round(5)
    ((operation, request),) = faulty.calls
    assert request.pop("ReturnConsumedCapacity") == "TOTAL"
    return {operation: request}


def test_a_setting_is_the_action_that_pynamodb_makes() -> None:
    """Names that stand in the condition already are used again, and values keep their order."""
    values = {"version": {"N": "2"}, "name": {"S": "Ann"}, "tags": {"SS": ["a", "b"]}}
    ours: list[Action] = [Setting(name, value) for name, value in values.items()]
    theirs: list[Action] = [SetAction(Path([n]), Value(v)) for n, v in values.items()]
    more: list[Action] = [RemoveAction(Path(["room"])), Path(["visits"]).add(1)]
    assert updating([*ours, *more]) == updating([*theirs, *more])


def updating(actions: list[Action]) -> Any:
    """Return the request of an update under a version."""
    condition = of_type(Visit) & same("version", {"N": "1"}) | absent()
    return Asked().get_operation_kwargs(
        NAME, "MEMBER#m", "MEMBER", key="Key", actions=actions, condition=condition
    )


def test_a_condition_that_is_shared_is_not_changed_by_its_use(
    table: Table, faulty: FaultyTransport
) -> None:
    """The second creation sends the condition that the first one sent, under its own names."""
    for number in range(2):
        table.create(Visit(member_id="m", number=number, room="r"))
    first, second = (request for operation, request in faulty.calls if operation == "PutItem")
    assert second == first | {"Item": second["Item"]}
