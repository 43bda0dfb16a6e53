"""The matrix has everything in it: every operation, and every use case that can be reached."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from tests.therapy_api.matrix.rows import rows
from therapy_api.openapi import document
from therapy_core.access import RULES

LIBRARY_ONLY = {
    "accounts.create_admin": "the first admin is made on the command line",
    "records.bring_back": "a record is brought back on the command line",
}
"""Use cases that no operation reaches, each with its reason."""


@pytest.fixture
def operations(app: Flask) -> dict[str, Any]:
    """Return the operations of the document, by method and path."""
    paths = json.loads(document(app))["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def test_every_operation_is_in_the_matrix(operations: dict[str, Any]) -> None:
    """Nothing is served that nobody was asked about."""
    there = {row.operation for row in rows()}
    assert not operations.keys() - there


def test_every_row_is_an_operation(operations: dict[str, Any]) -> None:
    """No row asks for what is not served, or answers what is not documented."""
    for row in rows():
        assert row.operation in operations
        assert str(row.success) in operations[row.operation]["responses"], row.name
        assert row.public == (not operations[row.operation]["security"]), row.name


def test_every_use_case_is_in_the_matrix() -> None:
    """Every rule is reached over HTTP, or it is said why it is not."""
    reached = {row.use_case for row in rows()} | LIBRARY_ONLY.keys()
    assert not RULES.keys() - reached


def test_every_exception_is_needed() -> None:
    """Nothing counts as out of reach that an operation reaches, or that is not there."""
    assert LIBRARY_ONLY.keys() <= RULES.keys() - {row.use_case for row in rows()}


def test_no_row_is_named_twice() -> None:
    """A failing cell is found by its name."""
    names = [row.name for row in rows()]
    assert len(names) == len(set(names))
