"""The world in which the matrix is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.therapy_api.matrix.world import World


@pytest.fixture(scope="module")
def served(endpoint: str) -> Iterator[World]:
    """Return a practice and its app, for all the cells of a file."""
    world = World(endpoint)
    yield world
    world.remove()


@pytest.fixture
def world(served: World) -> World:
    """Return the world with nobody in it."""
    served.clear()
    return served
