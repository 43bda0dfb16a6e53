"""What AWS Secrets Manager keeps (played by moto, in one thread): read, written once, not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from moto import mock_aws

from therapy_core.errors import Conflict, Misconfigured
from therapy_core.settings import SECRET_NAMES, Settings
from therapy_core.stored_secrets.store import SecretsOutOfReach, SecretsRefused, Store
from therapy_core.table import Backoff, BotocoreTransport
from therapy_core.table.testing import no_wait

CANARY = "canary7f3a"


@pytest.fixture
def manager() -> Iterator[BotocoreTransport]:
    """Return a Secrets Manager of its own, with one secret."""
    with mock_aws():
        sent = BotocoreTransport(region="eu-central-1", service="secretsmanager")
        sent("CreateSecret", {"Name": "s", "SecretString": json.dumps({"JWT_SECRET": CANARY})})
        sent("CreateSecret", {"Name": "empty"})
        yield sent


def versions(manager: BotocoreTransport, secret: str) -> int:
    """Return how many versions a secret has."""
    return len(manager("ListSecretVersionIds", {"SecretId": secret}).get("Versions", ()))


def test_what_is_written_is_read(manager: BotocoreTransport) -> None:
    """The newest version counts, and only the settings' secrets are variables."""
    store = Store("s", manager)
    held = store.read()
    store.write({**held.values, "PORT": "1", "MASTER_KEY": 5, "note": {}}, held)
    assert store.read().variables == {"JWT_SECRET": CANARY}
    assert store.read().values["PORT"] == "1"
    assert store.read().version != held.version


def test_what_somebody_else_wrote_in_between_is_kept(manager: BotocoreTransport) -> None:
    """Who goes by what they read before is told to run it again, and then comes to it."""
    store = Store("s", manager)
    held, theirs = store.read(), {"JWT_SECRET": CANARY, "MASTER_KEY": "theirs"}
    manager("PutSecretValue", {"SecretId": "s", "SecretString": json.dumps(theirs)})
    with pytest.raises(Conflict, match="Run it again"):
        store.write({"JWT_SECRET": "ours"}, held)
    assert store.read().values == theirs
    store.write({"JWT_SECRET": "ours"}, store.read())
    assert store.read().values == {"JWT_SECRET": "ours"}


def test_the_version_that_was_read_is_named(manager: BotocoreTransport) -> None:
    """Nothing is current before AWS has compared; so no time is left for a race."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def heard(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        asked.append((operation, request))
        return manager(operation, request)

    held = Store("s", manager).read()
    Store("s", heard).write({"JWT_SECRET": "new"}, held)
    [(put, putting), (move, moving)] = asked
    assert (put, putting["VersionStages"]) == ("PutSecretValue", ["THERAPY_NEXT"])
    assert (move, moving["VersionStage"]) == ("UpdateSecretVersionStage", "AWSCURRENT")
    assert moving["RemoveFromVersionId"] == held.version
    assert moving["MoveToVersionId"] == putting["ClientRequestToken"]


@pytest.mark.parametrize("operation", ["PutSecretValue", "UpdateSecretVersionStage"])
@pytest.mark.parametrize("secret", ["s", "empty"])
def test_a_lost_answer_writes_once(manager: BotocoreTransport, secret: str, operation: str) -> None:
    """What was done and not heard of is asked for again, and is no conflict with oneself."""
    lost = [operation]

    def deaf(asked: str, request: dict[str, Any]) -> dict[str, Any]:
        answer = manager(asked, request)
        if asked in lost:
            lost.remove(asked)
            raise ReadTimeoutError(endpoint_url="https://secretsmanager.example")
        return answer

    store = Store(secret, deaf, Backoff(attempts=2, sleep=no_wait))
    before = versions(manager, secret)
    store.write({"JWT_SECRET": "new"}, store.read_or_none())
    assert store.read().values == {"JWT_SECRET": "new"}
    assert versions(manager, secret) == before + 1


def test_a_secret_without_a_value_is_empty(manager: BotocoreTransport) -> None:
    """It can be filled, once, and read afterwards; one that isn't there can't."""
    store = Store("empty", manager)
    nothing = store.read_or_none()
    assert (nothing.version, nothing.variables) == ("", {})
    store.write({"JWT_SECRET": "x"}, nothing)
    with pytest.raises(Conflict):
        store.write({"JWT_SECRET": "y"}, nothing)
    assert store.read_or_none().variables == {"JWT_SECRET": "x"}
    with pytest.raises(SecretsRefused):
        Store("missing", manager).write({}, nothing)


@pytest.mark.parametrize("text", [CANARY, json.dumps([CANARY]), f'{{"JWT_SECRET": "{CANARY}'])
def test_what_is_no_object_is_refused_without_being_shown(
    manager: BotocoreTransport, text: str
) -> None:
    """The error names what is wanted, and holds nothing of the value."""
    manager("PutSecretValue", {"SecretId": "s", "SecretString": text})
    with pytest.raises(Misconfigured, match="JSON object") as caught:
        Store("s", manager).read()
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ThrottlingException", SecretsOutOfReach),
        ("InternalServiceError", SecretsOutOfReach),
        ("502", SecretsOutOfReach),
        ("403", SecretsRefused),
        ("AccessDeniedException", SecretsRefused),
        ("DecryptionFailure", SecretsRefused),
    ],
)
def test_what_is_refused_has_a_name(code: str, error: type[Exception]) -> None:
    """What may pass is told from what no retry helps, and nothing that AWS says is shown."""

    def refusing(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        raise ClientError({"Error": {"Code": code, "Message": CANARY}}, operation)

    with pytest.raises(error) as caught:
        Store("s", refusing, Backoff(attempts=2, sleep=no_wait)).read()
    assert CANARY not in str(caught.value)


def test_what_may_pass_is_tried_again() -> None:
    """A network that fails for a moment goes unnoticed; one that goes on failing says so."""
    left = [EndpointConnectionError(endpoint_url="https://secretsmanager.example")] * 3

    def lost(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if left:
            raise left.pop()
        return {"SecretString": "{}", "VersionId": "v"}

    patient = Backoff(attempts=4, sleep=no_wait)
    assert Store("s", lost, patient).read().version == "v"
    left += [EndpointConnectionError(endpoint_url="https://secretsmanager.example")] * 5
    with pytest.raises(SecretsOutOfReach):
        Store("s", lost, patient).once().read()
    assert len(left) == 4
    with pytest.raises(SecretsOutOfReach, match="EndpointConnectionError"):
        Store("s", lost, patient).read()


def test_the_region_is_that_of_the_arn() -> None:
    """A name alone is looked for in the region, and each in the way, that the environment names."""
    arn = "arn:aws:secretsmanager:eu-west-3:123456789012:secret:therapy-AbCdEf"
    assert "<LeanTransport eu-west-3>" in repr(Store.connect(arn, {"AWS_REGION": "eu-west-1"}))
    assert "eu-west-1" in repr(Store.connect("therapy", {"AWS_REGION": "eu-west-1"}))
    stock = Store.connect("therapy", {"DYNAMODB_TRANSPORT": "botocore"})
    assert "<BotocoreTransport eu-central-1>" in repr(stock)


def test_no_value_is_logged_or_shown(
    manager: BotocoreTransport, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither what was read nor what was written is in a log, at DEBUG, or in a `repr`."""
    with caplog.at_level("DEBUG"):
        store = Store("s", manager)
        held = store.read()
        store.write({"JWT_SECRET": CANARY + "2"}, held)
    assert CANARY not in caplog.text + repr(held) + repr(store)


def test_every_secret_of_the_settings_can_be_kept() -> None:
    """What the settings hide is just what they may take from there."""
    hidden = {name for name, kind in Settings.__annotations__.items() if "Secret" in str(kind)}
    assert {name.lower() for name in SECRET_NAMES} == hidden
