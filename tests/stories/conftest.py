"""One seeded practice for each module, and the demo people in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from seeds import demo
from tests.stories.telling import Person, Story
from tests.transports import transport_to


@pytest.fixture(scope="module")
def story(endpoint: str) -> Iterator[Story]:
    """Return a practice as `make seed-db` leaves it."""
    name = f"therapy-story-{uuid.uuid4().hex[:12]}"
    yield Story(endpoint, name)
    transport_to(endpoint)("DeleteTable", {"TableName": name})


@pytest.fixture(scope="module")
def mara(story: Story) -> Person:
    """Return the demo client."""
    return story.enter(demo.CLIENT.email)


@pytest.fixture(scope="module")
def tomasz(story: Story) -> Person:
    """Return the demo therapist, to whom the demo client is mapped."""
    return story.enter(demo.THERAPIST.email)


@pytest.fixture(scope="module")
def ines(story: Story) -> Person:
    """Return the demo admin."""
    return story.enter(demo.ADMIN.email)
