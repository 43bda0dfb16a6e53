"""Walking: every hit once and in order, whatever a page holds and wherever its work ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from therapy_core.errors import InvalidCursor
from therapy_core.search import walking
from therapy_core.search.matching import Keyword
from therapy_core.search.views import Hit, What
from therapy_core.search.walking import Inside, Source, Spot, Step, Walk

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MATCH = Keyword.parse("a").find([("f", "a")])
assert MATCH


def hit(number: int) -> Hit:
    """Return a hit that can be told from others."""
    assert MATCH
    return Hit(What.NOTE, MATCH, session_id=str(number))


def counting(steps: list[list[int]]) -> Source:
    """Return a source whose steps find these numbers, and that goes on at any of them."""

    def walk(inside: Inside) -> Iterator[Step]:
        at = inside[0] if inside else "0.0"
        step, row = map(int, str(at).split("."))
        while step < len(steps):
            rows = list(enumerate(steps[step]))[row:]
            looked = [((f"{step}.{n + 1}",), hit(number) if number else None) for n, number in rows]
            step, row = step + 1, 0
            yield Step((f"{step}.0",) if step < len(steps) else None, looked)

    return walk


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=5), max_size=5),
    st.integers(1, 5),
    st.integers(1, 6),
)
def test_every_hit_comes_once_and_in_order(
    sources: list[list[list[int]]], limit: int, most: int
) -> None:
    """Over any number of pages; no page makes more calls or holds more hits than it may."""
    expected = [str(n) for source in sources for step in source for n in step if n]
    found: list[str | None] = []
    spot = Spot(NOON)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "MOST_CALLS", most)
        for _ in range(200):
            walk = Walk([counting(s) for s in sources], limit, Spot.of(spot.text()))
            walk.go()
            assert walk.calls <= most
            assert len(walk.hits) <= limit
            found += [h.session_id for h in walk.hits]
            spot = walk.spot
            if walk.ended:
                break
    assert walk.ended
    assert spot.began == NOON
    assert found == expected


def test_nothing_is_matched_that_no_page_shows() -> None:
    """Once a page is full, the rest of what was read is left alone."""
    looked: list[int] = []

    def walk(inside: Inside) -> Iterator[Step]:
        def hits() -> Iterator[tuple[Inside, Hit]]:
            for n in range(100):
                looked.append(n)
                yield (str(n),), hit(n)

        yield Step(None, hits())

    going = Walk([walk], 3, Spot(NOON))
    going.go()
    assert looked == [0, 1, 2]
    assert going.spot == Spot(NOON, 0, ("2",))


def test_what_is_no_spot_is_no_cursor() -> None:
    """A cursor that was sealed for something else is refused."""
    with pytest.raises(InvalidCursor):
        Spot.of("0:JOURNAL#x")
