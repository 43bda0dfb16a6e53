"""Tables for the toolkit's tests: one a test, over a transport that faults can be planned for."""

from __future__ import annotations

import pytest

from tests.therapy_core.table.tables import Clock, made_table
from tests.transports import transport_to
from therapy_core.table import Table, Transport
from therapy_core.table.testing import FaultyTransport


@pytest.fixture(scope="session")
def transport(endpoint: str) -> Transport:
    """Return one transport for all tests, as one client serves all tables."""
    return transport_to(endpoint)


@pytest.fixture
def faulty(transport: Transport) -> FaultyTransport:
    """Return a transport that faults can be planned for."""
    return FaultyTransport(transport)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def table(faulty: FaultyTransport, table_name: str, clock: Clock) -> Table:
    """Return an empty table of its own for each test."""
    return made_table(faulty, table_name, clock=clock)
