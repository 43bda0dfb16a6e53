"""Searching."""

from __future__ import annotations

from tests.therapy_core.cases.world import Case, directly

CASES: dict[str, Case] = {
    "search.of_client": directly(
        lambda w: w.acting(w.client).search.of_client(w.client.profile_id, "rain")
    ),
    "search.of_therapist": directly(
        lambda w: w.acting(w.therapist).search.of_therapist(w.therapist.profile_id, "rain")
    ),
}
