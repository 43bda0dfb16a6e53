"""The audit."""

from __future__ import annotations

from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import Row
from tests.therapy_api.matrix.world import Scene
from therapy_core.access import Subject


def of_the_asker(scene: Scene) -> Subject:
    """Ask about what is one's own."""
    return Subject(scene.asker.profile_id)


ROWS = [
    Row("GET /me/audit", "audit.mine", subject=of_the_asker),
    Row("GET /audit", "audit.list", subject=nobodys, query={"subjectId": "{clientId}"}),
]
