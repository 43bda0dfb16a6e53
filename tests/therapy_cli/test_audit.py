"""`therapy audit`: by hand, against a real table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.practices import SETTINGS, new_practice
from tests.therapy_cli.test_main import therapy
from therapy_core import SYSTEM
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record


def test_seals_by_hand_and_tells_what_was_tampered_with(endpoint: str, table_name: str) -> None:
    """An honest table leaves with 0 and its head; a removed event with 1 and its place."""
    practice = new_practice(endpoint, table_name)
    real = practice.table.clock
    practice.table.clock = lambda: real() - timedelta(hours=5)
    with practice.table.transaction("deed") as unit:
        record(unit, SYSTEM, Event.PROFILE_CHANGED, "cli_1")
        written: Any = unit._writes[0]
    where = {
        "DYNAMODB_ENDPOINT": endpoint,
        "TABLE_NAME": table_name,
        "JWT_SECRET": SETTINGS.jwt_secret.reveal(),
    }
    sealed = therapy("audit", "seal", **where)
    assert (sealed.returncode, "Seals made: 1." in sealed.stdout) == (0, True), sealed.stderr
    head = sealed.stdout.split()[-1]
    honest = therapy("audit", "verify", "--head", head, **where)
    assert (honest.returncode, head in honest.stdout) == (0, True), honest.stderr
    foreign = therapy("audit", "verify", "--head", "f" * 64, **where)
    assert (foreign.returncode, "kept elsewhere" in foreign.stderr) == (1, True)
    with practice.table.transaction("tamper") as unit:
        unit.remove(written.ref)
    broken = therapy("audit", "verify", **where)
    assert broken.returncode == 1
    assert "seal 1 (" in broken.stderr
    assert "Traceback" not in broken.stderr
