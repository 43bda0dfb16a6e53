"""A table of things, and a folder for its migrations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.migrations.things import CREATE, connect, write
from therapy_core.table import Table


@pytest.fixture
def table(endpoint: str, table_name: str) -> Table:
    """Return a table that is not there yet."""
    return connect(endpoint, table_name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the migration that makes the table."""
    return write(tmp_path / "migrations", m0001_create=CREATE)
