"""Whole records."""

from __future__ import annotations

from tests.practices import PASSWORD
from tests.therapy_api.matrix.domains.audit import of_the_asker
from tests.therapy_api.matrix.rows import VERSION, Row

ROWS = [
    Row("GET /me/export", "records.export", subject=of_the_asker, tells=("profile",)),
    Row(
        "DELETE /me",
        "records.erase",
        subject=of_the_asker,
        headers=VERSION,
        body=lambda scene: {"currentPassword": PASSWORD},
    ),
]
