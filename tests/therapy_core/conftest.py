"""A practice on a table of its own."""

from __future__ import annotations

import pytest

from tests.practices import new_practice
from therapy_core import Practice


@pytest.fixture
def practice(endpoint: str, table_name: str) -> Practice:
    """Return a practice on a new, empty table."""
    return new_practice(endpoint, table_name)
