"""Going back: the template, the parameters and the package that were there before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from moto import mock_aws

from infra import aws, rollback

BUCKET = "therapy-packages"
ROLE = "arn:aws:iam::123456789012:role/therapy-cloudformation-dev-eu-central-1"


class Stack:
    """Play CloudFormation with one stack, which is what its last change set said."""

    def __init__(self, template: dict[str, Any] | None, key: str = "") -> None:
        self.template, self.parameters = template, parameters(key)
        self.change_sets: dict[str, dict[str, Any]] = {}
        self.fails = False

    def describe_change_set(self, **asked: str) -> dict[str, Any]:
        """Tell whether the change set changes anything."""
        is_same = self.change_sets[asked["ChangeSetName"]]["Parameters"] == self.parameters
        reason = "The submitted information didn't contain changes."
        if is_same:
            return {"Status": "FAILED", "StatusReason": reason}
        return {"Status": "CREATE_COMPLETE"}

    def create_change_set(self, **asked: Any) -> None:
        """Take a change set."""
        self.change_sets[asked["ChangeSetName"]] = asked

    def delete_change_set(self, **asked: str) -> None:
        """Forget a change set."""
        del self.change_sets[asked["ChangeSetName"]]

    def execute_change_set(self, **asked: str) -> None:
        """Become what the change set says, unless it is to fail."""
        if not self.fails:
            self.parameters = self.change_sets[asked["ChangeSetName"]]["Parameters"]

    def get_template(self, **asked: str) -> dict[str, Any]:
        """Return the template."""
        return {"TemplateBody": self.template}

    def described(self, stack: str) -> dict[str, Any] | None:
        """Return the stack as CloudFormation describes it."""
        if self.template is None:
            return None
        status = "UPDATE_ROLLBACK_COMPLETE" if self.fails else "UPDATE_COMPLETE"
        return {"StackStatus": status, "Parameters": self.parameters}


def parameters(key: str) -> list[dict[str, str]]:
    """Return a stack's parameters, with the key of its package."""
    values = {"ArtifactBucket": BUCKET, "ArtifactKey": key}
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]


def run(*arguments: str, leaves_with: int = 0) -> str:
    """Run the command and return what it tells."""
    done = CliRunner().invoke(rollback.main, arguments)
    assert done.exit_code == leaves_with, done.output
    return done.output


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a way to play a stack; the bucket of packages is moto's."""

    def played(stack: Stack) -> Stack:
        clients = {"cloudformation": stack}
        genuine = aws.client
        monkeypatch.setattr(
            aws, "client", lambda name, *more: clients.get(name) or genuine(name, *more)
        )
        monkeypatch.setattr(aws, "described", stack.described)
        monkeypatch.setattr(aws, "reasons", lambda _: ["ClientFunction: no"])
        return stack

    with mock_aws():
        place = {"LocationConstraint": "eu-central-1"}
        aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        yield played


def test_goes_back_to_what_was_remembered(
    play: Callable[[Stack], Stack], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Former template and parameters come back by a change set, in CloudFormation's name."""
    monkeypatch.setenv("CLOUDFORMATION_ROLE_ARN", ROLE)
    stack, file = play(Stack({"Resources": "former"}, "packages/one.zip")), tmp_path / "former.json"
    run("dev", "--remember", str(file))
    stack.template, stack.parameters = {"Resources": "new"}, parameters("packages/two.zip")
    run("dev", "--to", str(file))
    [made] = stack.change_sets.values()
    assert stack.parameters == parameters("packages/one.zip")
    assert (made["RoleARN"], made["StackName"]) == (ROLE, "therapy-dev")
    assert made["RollbackConfiguration"] == {"RollbackTriggers": [], "MonitoringTimeInMinutes": 0}
    key = made["TemplateURL"].partition(".amazonaws.com/")[2].removeprefix(f"{BUCKET}/")
    held = aws.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    assert json.loads(held) == {"Resources": "former"}


def test_says_so_where_it_is_what_it_was(play: Callable[[Stack], Stack], tmp_path: Path) -> None:
    """After CloudFormation went back by itself there is nothing to do, and nothing is left."""
    stack = play(Stack({}, "packages/one.zip"))
    run("dev", "--remember", str(tmp_path / "former.json"))
    told = run("dev", "--to", str(tmp_path / "former.json"))
    assert told == "therapy-dev: it is what it was\n"
    assert stack.change_sets == {}


def test_a_first_deployment_has_nothing_to_go_back_to(
    play: Callable[[Stack], Stack], tmp_path: Path
) -> None:
    """Where there was no stack, going back fails and says where to read on."""
    play(Stack(None))
    run("dev", "--remember", str(tmp_path / "former.json"))
    told = run("dev", "--to", str(tmp_path / "former.json"), leaves_with=1)
    assert told.startswith("Error: therapy-dev: there was nothing before it")


def test_tells_why_it_could_not_go_back(play: Callable[[Stack], Stack], tmp_path: Path) -> None:
    """A roll-back that CloudFormation refuses fails with CloudFormation's reason."""
    stack = play(Stack({}, "packages/one.zip"))
    run("dev", "--remember", str(tmp_path / "former.json"))
    stack.parameters, stack.fails = parameters("packages/two.zip"), True
    told = run("dev", "--to", str(tmp_path / "former.json"), leaves_with=1)
    assert told == "Error: therapy-dev: ClientFunction: no\n"
