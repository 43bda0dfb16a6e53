"""A slot's id: drawn anew for each slot, whatever the library of ULIDs does."""

from __future__ import annotations

from datetime import UTC, datetime

from therapy_core.scheduling import slot_ids


def test_slots_of_one_moment_have_ids_of_their_own() -> None:
    """ULIDs of one millisecond count up at their end, where a slot's id has its length."""
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert len({slot_ids.new_slot_id(at, 50) for _ in range(1000)}) == 1000
