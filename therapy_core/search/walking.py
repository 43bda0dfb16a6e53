"""Going through many lists behind one cursor, with so much work a request and no more.

A source is a list, or a list of lists, that is read step by step. A step is one call, or for a
sharded list one a shard; it looks at 100 rows at most. What it found is matched only as far as a
page has room.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from therapy_core.errors import InvalidCursor
from therapy_core.search.views import Hit
from therapy_core.table import AccessPattern, Entity, Table

MOST_CALLS = 10
"""A request ends with the step that reaches this number, whether or not anything was found."""

Inside = tuple[str | None, ...]
"""Where in a source to go on, in the source's own words; the empty tuple is its beginning."""
Show = Callable[[Any], Hit | None]
"""Turns an entity into a hit, or into None where the keyword isn't in it."""


@dataclass
class Step:
    """Hold what a step found, each hit with the place behind it, and the place behind all.

    `after` is None at the source's end.
    """

    after: Inside | None
    hits: Iterable[tuple[Inside, Hit]] = ()
    calls: int = 1


Source = Callable[[Inside], Iterator[Step]]
"""Yields the steps of a source from a place on."""


@dataclass(frozen=True)
class Spot:
    """Say where a search goes on: inside which source."""

    source: int = 0
    inside: Inside = ()

    def text(self) -> str:
        """Return the spot in one line."""
        return json.dumps([self.source, *self.inside])

    @classmethod
    def of(cls, text: str) -> Spot:
        """Return the spot that `text` says. Raises `InvalidCursor`."""
        try:
            source, *inside = json.loads(text)
            return cls(source, tuple(inside))
        except ValueError:
            raise InvalidCursor from None


@dataclass
class Walk:
    """Go through sources, from `spot` on, for at most `limit` hits."""

    sources: Sequence[Source]
    limit: int
    spot: Spot | None = field(default_factory=Spot)
    hits: list[Hit] = field(default_factory=list)
    calls: int = 0

    def go(self) -> None:
        """Collect hits, and leave in `spot` where to go on, None at the very end."""
        while self.spot is not None and not self._full():
            source = self.spot.source
            for step in self.sources[source](self.spot.inside):
                self._take(source, step)
                if self._full():
                    return
            self.spot = self._behind(source)

    def _take(self, source: int, step: Step) -> None:
        self.calls += step.calls
        for inside, hit in step.hits:
            self.hits.append(hit)
            if len(self.hits) == self.limit:
                self.spot = Spot(source, inside)
                return
        self.spot = self._behind(source) if step.after is None else Spot(source, step.after)

    def _behind(self, source: int) -> Spot | None:
        return Spot(source + 1) if source + 1 < len(self.sources) else None

    def _full(self) -> bool:
        return len(self.hits) == self.limit or self.calls >= MOST_CALLS


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
            hits = shown(stretch.entries, show)
            after = stretch.after
            behind = None if after is None else (after,)
            yield Step(behind, (((at,), hit) for at, hit in hits), calls)
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
        hits = shown(stretch.entries, show)
        after = stretch.after
        behind = (outer, None, None) if after is None else (outer, key, after)
        yield Step(behind, (((outer, key, at), hit) for at, hit in hits))
        if after is None:
            return


def shown(entries: Iterable[tuple[str, Entity]], show: Show) -> Iterator[tuple[str, Hit]]:
    """Yield a hit for each entity that has one, with the entity's place."""
    for at, entity in entries:
        hit = show(entity)
        if hit is not None:
            yield at, hit
