"""The audit."""

from __future__ import annotations

from tests.therapy_core.cases.world import Case, directly

CASES: dict[str, Case] = {
    "audit.mine": directly(lambda w: w.acting(w.client).audit.mine()),
    "audit.list": directly(lambda w: w.acting(w.admin).audit.list(subject_id=w.client.profile_id)),
}
