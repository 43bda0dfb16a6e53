"""`therapy secrets`: against a made-up Secrets Manager; no value is ever shown."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.conftest import moto_server
from therapy_cli.failures import told
from therapy_cli.main import therapy
from therapy_core.errors import Conflict
from therapy_core.settings import Settings
from therapy_core.stored_secrets.store import SecretsRefused, Store, Stored
from therapy_core.table import BotocoreTransport

JWT, PEPPER = "canary7f3a-jwt-1b2c3d4e5f60718293a4b5c6", "canary7f3a-pepper-a9b8c7d6e5f41a2b3c4d"
OLD = {"JWT_SECRET": JWT, "PASSWORD_PEPPER": PEPPER}


class Manager:
    """Be a secret of AWS Secrets Manager, seen from outside."""

    def __init__(self) -> None:
        self.send = BotocoreTransport(region="eu-central-1", service="secretsmanager")
        self.name = f"therapy/{uuid.uuid4().hex}"
        made = {"Name": self.name, "SecretString": json.dumps(OLD)}
        self.arn: str = self.send("CreateSecret", made)["ARN"]

    @property
    def values(self) -> dict[str, Any]:
        """Return what it holds."""
        return dict(Store(self.arn, self.send).read().values)

    @property
    def versions(self) -> int:
        """Return how often it was written."""
        return len(self.send("ListSecretVersionIds", {"SecretId": self.arn})["Versions"])

    def wait(self, time: timedelta) -> None:
        """Let the last step have been taken so much earlier."""
        values = self.values
        noted = values["JWT_ROTATION"]
        noted["at"] = (datetime.fromisoformat(noted["at"]) - time).isoformat()
        store = Store(self.arn, self.send)
        store.write(values, store.read())


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    """Return a secret that an environment has gone by so far."""
    with moto_server() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", url)
        yield Manager()


def secrets(*arguments: str) -> Result:
    """Run `therapy secrets`; whatever it prints holds no secret."""
    done = CliRunner().invoke(therapy, ["secrets", *arguments])
    assert "canary7f3a" not in done.output + str(done.exception)
    return done


def rotate(manager: Manager, *arguments: str) -> str:
    """Take a step and return what is said, which names none of the keys."""
    done = secrets("rotate", "--secret-id", manager.arn, *arguments)
    if done.exception is not None:
        raise done.exception
    for key in Stored("", manager.values).variables.values():
        assert not any(each and each in done.output for each in key.split(","))
    return done.output


def test_a_rotation_from_its_first_step_to_its_last(manager: Manager) -> None:
    """Each step says when the next can be taken, and refuses before; two keys overlap."""
    assert "Next is switch, from " in rotate(manager)
    new = manager.values["OTHER_JWT_SECRETS"]
    with pytest.raises(Conflict, match="switch has to wait until"):
        rotate(manager)
    manager.wait(timedelta(hours=1))
    assert "Next is retire, from " in rotate(manager)
    assert manager.values["JWT_SECRET"] == new
    assert manager.values["OTHER_JWT_SECRETS"] == JWT
    manager.wait(timedelta(days=7))
    with pytest.raises(Conflict, match="retire has to wait until"):
        rotate(manager)
    manager.wait(timedelta(hours=1))
    with pytest.raises(Conflict):
        rotate(manager)
    assert "ended" in rotate(manager, "--refresh-days", "7")
    held = manager.values
    assert (held["JWT_SECRET"], held["OTHER_JWT_SECRETS"]) == (new, "")
    assert (held["LONG_TERM_SECRET"], held["PASSWORD_PEPPER"]) == (JWT, PEPPER)


def test_a_step_that_is_named_is_taken_once(manager: Manager) -> None:
    """However often it is run, and also when nobody waits; another one is refused."""
    for number, step in enumerate(("announce", "switch", "retire"), 2):
        assert f"{step} is done." in rotate(manager, step, "--force")
        held = manager.values
        assert f"{step} was done at " in rotate(manager, step, "--force")
        assert (manager.values, manager.versions) == (held, number)
    with pytest.raises(Conflict, match="comes next is announce"):
        rotate(manager, "switch", "--force")


def test_a_second_rotation_begins_where_the_first_ended(manager: Manager) -> None:
    """At once, with another key."""
    seen = {JWT}
    for _ in range(2):
        for _ in range(3):
            rotate(manager, "--force")
        seen.add(manager.values["JWT_SECRET"])
    assert len(seen) == 3


def test_a_new_environment_gets_its_secrets_once(manager: Manager) -> None:
    """Printed to be piped on, or put into a secret that holds none; never over others."""
    made = json.loads(secrets("make", "--master-key").stdout)
    assert Settings.from_environment({"THERAPY_ENV": "production", **made}).master_key
    new = f"{manager.name}/new"
    manager.send("CreateSecret", {"Name": new})
    done = secrets("make", "--secret-id", new)
    assert done.output == "Made JWT_SECRET, LONG_TERM_SECRET, PASSWORD_PEPPER, ORIGIN_KEY.\n"
    for name in (new, manager.arn):
        refused = secrets("make", "--secret-id", name)
        assert isinstance(refused.exception, Conflict)
    assert manager.values == OLD


def test_another_operators_change_in_between_stays(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A master key that somebody adds while one rotates is not lost; the second try has both."""
    read = Store.read

    def overtaken(store: Store) -> Stored:
        found = read(store)
        changed = json.dumps({**OLD, "MASTER_KEY": "canary7f3a-master"})
        manager.send("PutSecretValue", {"SecretId": manager.arn, "SecretString": changed})
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Store, "read", overtaken)
        done = secrets("rotate", "--secret-id", manager.arn)
    assert isinstance(done.exception, Conflict)
    assert "Run it again" in told(done.exception)
    assert manager.values == {**OLD, "MASTER_KEY": "canary7f3a-master"}
    rotate(manager)
    assert {*manager.values} >= {"MASTER_KEY", "OTHER_JWT_SECRETS", "LONG_TERM_SECRET"}


def origin_key(manager: Manager, step: str) -> Result:
    """Take a step of replacing the origin key."""
    done = secrets("origin-key", "--secret-id", manager.arn, step)
    for key in Stored("", manager.values).variables.values():
        assert not key or key not in done.output
    return done


def test_cloudfront_gets_a_new_key_while_the_former_one_is_accepted(manager: Manager) -> None:
    """It is told when to deploy; the key that CloudFront may still send can't be lost meanwhile."""
    origin_key(manager, "switch")
    first = manager.values["ORIGIN_KEY"]
    assert manager.values["PREVIOUS_ORIGIN_KEYS"] == ""
    assert "deploy another OriginKeyVersion" in origin_key(manager, "switch").output
    held = manager.values
    assert held["PREVIOUS_ORIGIN_KEYS"] == first != held["ORIGIN_KEY"]
    assert isinstance(origin_key(manager, "switch").exception, Conflict)
    assert manager.values == held
    assert origin_key(manager, "retire").exit_code == 0
    assert manager.values == {**held, "PREVIOUS_ORIGIN_KEYS": ""}
    assert Settings.from_environment({"THERAPY_ENV": "test", **manager.values}).origin_keys


def test_secrets_are_not_shown_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal nothing is printed but what to do."""
    monkeypatch.setattr("therapy_cli.commands.secrets._is_seen", lambda: True)
    done = secrets("make")
    assert (done.exit_code, "Pipe it on" in done.output) == (2, True)


def test_what_secrets_manager_refuses_is_not_put_on_dynamodb() -> None:
    """The line that is printed names Secrets Manager and what to look at."""
    line = told(SecretsRefused("GetSecretValue", "AccessDeniedException"))
    assert "AWS Secrets Manager can't be used. GetSecretValue: AccessDeniedException" in line
    assert "DynamoDB" not in line
