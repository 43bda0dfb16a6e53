"""Going through many lists behind one cursor, with so much work a request and no more.

A source is a list, or a list of lists, that is read step by step. A step is one call, or for a
sharded list one a shard; it looks at 100 rows at most. What it found is matched only as far as a
page has room.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from therapy_core.errors import InvalidCursor
from therapy_core.search.views import Hit
from therapy_core.table import AccessPattern, Stretch, Table

MOST_CALLS = 10
"""A request ends with the step that reaches this number, whether or not anything was found."""

MOST_OWNERS = 100
"""It also ends with the row that opens text of this many clients, whose data keys may each have
to be fetched and unwrapped."""

Inside = tuple[str | None, ...]
"""Where in a source to go on, in the source's own words; the empty tuple is its beginning."""
Show = Callable[[Any], Hit | None]
"""Turns an entity into a hit, or into None where the keyword isn't in it."""


@dataclass
class Step:
    """Hold what a step looks at, each row's hit, if it is one, with the place behind the row.

    `after` is the place behind all of them, None at the source's end.
    """

    after: Inside | None
    rows: Iterable[tuple[Inside, Hit | None]] = ()
    calls: int = 1


Source = Callable[[Inside], Iterator[Step]]
"""Yields the steps of a source from a place on."""


@dataclass(frozen=True)
class Spot:
    """Say where a search goes on: inside which source, and when the search began."""

    began: datetime
    source: int = 0
    inside: Inside = ()

    def text(self) -> str:
        """Return the spot in one line."""
        return json.dumps([self.began.isoformat(), self.source, *self.inside])

    @classmethod
    def of(cls, text: str) -> Spot:
        """Return the spot that `text` says. Raises `InvalidCursor`."""
        try:
            began, source, *inside = json.loads(text)
            return cls(datetime.fromisoformat(began), source, tuple(inside))
        except ValueError:
            raise InvalidCursor from None

    def at(self, source: int, inside: Inside = ()) -> Spot:
        """Return another spot of the same search."""
        return Spot(self.began, source, inside)


@dataclass
class Walk:
    """Go through sources, from `spot` on, for at most `limit` hits.

    `owners` is where the sources note whose sealed text they opened.
    """

    sources: Sequence[Source]
    limit: int
    spot: Spot
    owners: set[str] = field(default_factory=set)
    hits: list[Hit] = field(default_factory=list)
    calls: int = 0
    ended: bool = False

    def go(self) -> None:
        """Collect hits, and leave in `spot` where to go on, unless it `ended`."""
        self.ended = not self.sources
        while not self.ended and not self._full():
            source = self.spot.source
            for step in self.sources[source](self.spot.inside):
                self._take(source, step)
                if self._full():
                    return
            self._pass(source)

    def _take(self, source: int, step: Step) -> None:
        self.calls += step.calls
        for inside, hit in step.rows:
            if hit is not None:
                self.hits.append(hit)
            if self._sated():
                self.spot = self.spot.at(source, inside)
                return
        if step.after is None:
            self._pass(source)
        else:
            self.spot = self.spot.at(source, step.after)

    def _pass(self, source: int) -> None:
        """Go on to the next source, or end."""
        self.spot = self.spot.at(source + 1)
        self.ended = self.spot.source == len(self.sources)

    def _full(self) -> bool:
        return self._sated() or self.calls >= MOST_CALLS

    def _sated(self) -> bool:
        return len(self.hits) == self.limit or len(self.owners) >= MOST_OWNERS


def one_list(
    table: Table,
    pattern: AccessPattern[Any],
    show: Show,
    inputs: Mapping[str, Any],
    calls: int = 1,
) -> Source:
    """Return the source that goes through one list; a sharded one takes several `calls`."""

    def walk(inside: Inside) -> Iterator[Step]:
        after = inside[0] if inside else None
        while True:
            stretch = table.stretch(pattern, after, **inputs)
            after = stretch.after
            behind = None if after is None else (after,)
            table.warm(entity for _, entity in stretch.entries)
            yield Step(behind, (((at,), show(entity)) for at, entity in stretch.entries), calls)
            if after is None:
                return

    return walk


@dataclass(frozen=True)
class Within:
    """Say how to get from an entity of an outer list into the list that lies behind it.

    `key` names that list, or is None to pass the entity over; `enter` opens it by one call and
    returns how its entities are shown, or None where the caller may not enter (any more). Lists
    that need no such call have `enter` None and `show` instead.
    """

    pattern: AccessPattern[Any]
    key: Callable[[Any], str | None]
    inputs: Callable[[str], Mapping[str, Any]]
    show: Show | None = None
    enter: Callable[[str], Show | None] | None = None


def list_of_lists(
    table: Table, pattern: AccessPattern[Any], within: Within, inputs: Mapping[str, Any]
) -> Source:
    """Return the source that goes through the lists behind a list's entities, one by one."""

    def walk(inside: Inside) -> Iterator[Step]:
        outer, key, inner = inside or (None, None, None)
        if key is not None:
            yield from _inner(table, within, outer, key, inner)
        while True:
            stretch = table.stretch(pattern, outer, **inputs)
            yield Step((outer, None, None))
            for at, entity in stretch.entries:
                found = within.key(entity)
                if found is not None:
                    yield from _inner(table, within, at, found, None)
            outer = stretch.after
            if outer is None:
                return

    return walk


def _inner(
    table: Table, within: Within, outer: str | None, key: str, after: str | None
) -> Iterator[Step]:
    """Go through one inner list; its steps say where the outer one stands."""
    show = within.show
    if within.enter is not None:
        show = within.enter(key)
        yield Step((outer, key, after) if show else (outer, None, None))
    while show is not None:
        stretch = table.stretch(within.pattern, after, **within.inputs(key))
        after = stretch.after
        behind = (outer, None, None) if after is None else (outer, key, after)
        yield Step(behind, _looked_at(stretch, show, outer, key))
        if after is None:
            return


def _looked_at(
    stretch: Stretch[Any], show: Show, outer: str | None, key: str
) -> Iterator[tuple[Inside, Hit | None]]:
    for at, entity in stretch.entries:
        yield (outer, key, at), show(entity)
