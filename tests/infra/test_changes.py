"""What stands in the way of a change is said, and a stack that was never made can be removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from infra import aws, changes, destroy


@pytest.fixture(params=aws.NEVER_MADE)
def stillborn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every stack be one whose first creation failed; return its state."""
    state: str = request.param
    monkeypatch.setattr(aws, "described", lambda stack: {"StackStatus": state})
    return state


@pytest.mark.parametrize("state", ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", None])
def test_production_stays(monkeypatch: pytest.MonkeyPatch, state: str | None) -> None:
    """Whatever it went through since it was made, and also where nothing is found of it."""
    found = {"StackStatus": state} if state else None
    monkeypatch.setattr(aws, "described", lambda stack: found)
    done = CliRunner().invoke(destroy.main, ["production"])
    assert (done.exit_code, "not destroyed by a command" in done.output) == (1, True)


def test_what_was_never_made_can_be_removed(
    stillborn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Production as well: nobody was ever served by it."""
    removed: list[str] = []
    monkeypatch.setattr(destroy, "destroy", removed.append)
    monkeypatch.setattr(destroy.stillborn, "release", lambda stack: False)
    assert CliRunner().invoke(destroy.main, ["production"]).exit_code == 0
    assert removed == ["therapy-production"]


def test_what_was_never_made_takes_no_change(stillborn: str, tmp_path: Path) -> None:
    """CloudFormation would refuse it; this says what to do."""
    assert not aws.was_made("therapy-dev")
    with pytest.raises(aws.Failed, match="remove it first"):
        changes.make("therapy-dev", "one", tmp_path, {})


@pytest.mark.parametrize(
    ("replacement", "told"), [("True", "(replaced)"), ("Conditional", "(perhaps replaced)")]
)
def test_what_may_be_replaced_is_told(
    monkeypatch: pytest.MonkeyPatch, replacement: str, told: str
) -> None:
    """Whoever approves has to see it: a replaced table is an empty one. Every page is shown."""
    change = {
        "Action": "Modify",
        "LogicalResourceId": "Table",
        "ResourceType": "AWS::DynamoDB::Table",
        "Replacement": replacement,
    }
    pages = [{"Changes": [{"ResourceChange": change}]}] * 2

    class Told:
        def get_paginator(self, _: str) -> Any:
            return self

        def paginate(self, **_: str) -> Any:
            return pages

    monkeypatch.setattr(aws, "client", lambda _: Told())
    lines = list(changes.show("therapy-dev", "one"))
    assert len(lines) == 2
    assert all(line.endswith(told) for line in lines)
