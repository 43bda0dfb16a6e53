"""A client and a therapist, as strangers."""

from __future__ import annotations

import pytest

from tests.practices import a_client, a_therapist
from therapy_core import Actor, Practice


@pytest.fixture
def pair(practice: Practice) -> tuple[Actor, Actor]:
    """Return a client and a therapist."""
    return a_client(practice, "Ada"), a_therapist(practice)
