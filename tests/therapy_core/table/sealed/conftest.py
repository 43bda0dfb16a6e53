"""A table that seals, with its keys in memory."""

from __future__ import annotations

import pytest

from tests.therapy_core.table.sealed.items import made
from tests.therapy_core.table.tables import Clock
from therapy_core.table import Table
from therapy_core.table.testing import (
    FaultyTransport,
    MemorySealer,
)


@pytest.fixture
def sealer() -> MemorySealer:
    """Return a sealer with keys in memory."""
    return MemorySealer()


@pytest.fixture
def table(faulty: FaultyTransport, table_name: str, clock: Clock, sealer: MemorySealer) -> Table:
    """Return an empty table that seals."""
    return made(faulty, table_name, clock, sealer)
