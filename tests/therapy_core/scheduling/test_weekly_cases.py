"""The cases that hold the site's preview of a weekly rule to what the library makes of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from therapy_core.errors import InvalidInput
from therapy_core.scheduling import offers, weekly

CASES = Path(__file__).parents[3] / "web/src/pages/calendar/weeklyCases.json"


def _cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(CASES.read_text())
    return found


def _made(rule: dict[str, Any], now: str) -> list[str] | None:
    """Return when the slots of a rule begin, or nothing where it is refused."""
    try:
        found = offers.weekly_rule(
            rule["weekdays"],
            rule["times"],
            rule["minutes"],
            date.fromisoformat(rule["firstDay"]),
            date.fromisoformat(rule["lastDay"]),
            datetime.fromisoformat(now),
        )
    except InvalidInput:
        return None
    begin = (each[0].astimezone(UTC) for each in weekly.occurrences(found, rule["zone"]))
    return [f"{each:%Y-%m-%dT%H:%M}Z" for each in begin]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: str(case["what"]))
def test_the_library_makes_what_the_preview_promises(case: dict[str, Any]) -> None:
    """The site tests its preview against the same file."""
    assert _made(case["rule"], case["now"]) == case["begin"]
