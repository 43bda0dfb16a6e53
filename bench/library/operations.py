"""The operations that are compared, and how often each is called in a round."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.library import items
from bench.library.contestant import Contestant
from bench.library.floor import Line, Recorder, Replay
from bench.library.raw import Raw

BATCH = 25
FLOORS = {"the socket alone": False, "socket and json": True}
"""What the floors are called, and whether they parse the answer."""

Call = Callable[[], object]


@dataclass(frozen=True)
class Operation:
    """Name an operation; `ids` says how many new ids a call takes, `read` how many it names."""

    name: str
    calls: int
    run: Callable[[Contestant, Numbers], object]
    ids: int = 0
    reads: int = 0


class Numbers:
    """Hand out numbers of entries: of those that are there, and of new ones, never twice."""

    def __init__(self, first_new: int) -> None:
        self._there = itertools.cycle(range(items.COUNT))
        self._new = itertools.count(first_new)

    def there(self, count: int = 1) -> list[int]:
        """Return the next numbers of entries that can be read."""
        return list(itertools.islice(self._there, count))

    def new(self, count: int = 1) -> list[int]:
        """Return numbers that nobody has had."""
        return list(itertools.islice(self._new, count))


def _get(side: Contestant, numbers: Numbers) -> object:
    return side.look(side.get(*numbers.there()))


def _put(side: Contestant, numbers: Numbers) -> object:
    return side.put(_new_values(*numbers.new()))


def _query(limit: int) -> Callable[[Contestant, Numbers], object]:
    return lambda side, _: [side.look(found) for found in side.query(limit)]


def _batch(side: Contestant, numbers: Numbers) -> object:
    return [side.look(found) for found in side.batch(numbers.there(BATCH))]


def _transact(side: Contestant, numbers: Numbers) -> object:
    return side.transact(*map(_new_values, numbers.new(2)))


def _new_values(number: int) -> dict[str, Any]:
    return items.values(number, owner=items.WRITTEN)


OPERATIONS = (
    Operation("get", 30, _get, reads=1),
    Operation("put", 20, _put, ids=1),
    Operation("query 20", 12, _query(20)),
    Operation("query 100", 5, _query(100)),
    Operation("batch-get 25", 12, _batch, reads=BATCH),
    Operation("transaction of 3", 12, _transact, ids=2),
)


def call_of(operation: Operation, side: Contestant, numbers: Numbers) -> Call:
    """Return one call of an operation by a contestant."""
    return lambda: operation.run(side, numbers)


class Floors:
    """Replay what raw botocore sends for each operation.

    `raw` is a client of its own: it is listened to, which takes time.
    """

    def __init__(self, endpoint: str, raw: Raw, numbers: Numbers) -> None:
        self._line = Line(endpoint)
        self._raw, self._numbers = raw, numbers
        self._recorder = Recorder(raw)
        self.bytes: dict[str, dict[str, int]] = {}

    def call_of(self, operation: Operation, *, parse: bool) -> Call:
        """Return one call of an operation at the floor, and note how long its messages are."""
        noted = _Noted(self._numbers)
        request = self._recorder.of(lambda: operation.run(self._raw, noted))
        replay = Replay(self._line, request, noted.ids, parse=parse)
        answer = replay(self._ids(operation))
        self.bytes[operation.name] = {"request": len(request), "answer": len(answer)}
        return lambda: replay(self._ids(operation))

    def _ids(self, operation: Operation) -> list[str]:
        numbers = self._numbers.new(operation.ids) + self._numbers.there(operation.reads)
        return [items.entry_id(number) for number in numbers]


class _Noted(Numbers):
    """Hand out numbers, and remember the ids of those that were."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.ids: list[str] = []

    def there(self, count: int = 1) -> list[int]:
        return self._note(self._numbers.there(count))

    def new(self, count: int = 1) -> list[int]:
        return self._note(self._numbers.new(count))

    def _note(self, numbers: list[int]) -> list[int]:
        self.ids += [items.entry_id(number) for number in numbers]
        return numbers
