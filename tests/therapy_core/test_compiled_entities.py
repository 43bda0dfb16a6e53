"""Every entity of the practice is read and written by what was compiled for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.therapy_core.table.random_items import needs_no_pynamodb, right_items
from therapy_core.schema import PRACTICE
from therapy_core.table import Entity


@pytest.mark.parametrize("entity", PRACTICE.entities, ids=lambda e: e.__name__)
@given(data=st.data())
@settings(deadline=None, max_examples=20)
def test_an_entity_of_the_practice_needs_no_pynamodb(
    entity: type[Entity], data: st.DataObject
) -> None:
    """An item as it should be gives what PynamoDB gives, and is written again as it was."""
    assert needs_no_pynamodb(entity, data.draw(right_items(entity)))
