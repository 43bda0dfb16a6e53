"""A client and a therapist who work together."""

from __future__ import annotations

import pytest

from tests.bookings import in_contact
from tests.practices import a_client, a_therapist
from therapy_core import Actor, Practice


@pytest.fixture
def client(practice: Practice) -> Actor:
    """Return a client."""
    return a_client(practice)


@pytest.fixture
def therapist(practice: Practice, client: Actor) -> Actor:
    """Return the client's therapist."""
    found = a_therapist(practice)
    in_contact(practice, client, found)
    return found
