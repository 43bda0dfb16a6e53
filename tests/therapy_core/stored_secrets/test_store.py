"""What AWS Secrets Manager keeps (played by moto, in one thread): read, written once, not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
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


def versions(manager: BotocoreTransport) -> int:
    """Return how many versions the secret has."""
    return len(manager("ListSecretVersionIds", {"SecretId": "s"})["Versions"])


def test_what_is_written_is_read(manager: BotocoreTransport) -> None:
    """The newest version counts, and only the settings' secrets are variables."""
    store = Store("s", manager)
    held = store.read()
    store.write({**held.values, "PORT": "1", "MASTER_KEY": 5, "note": {}}, held, "one")
    assert store.read().variables == {"JWT_SECRET": CANARY}
    assert store.read().values["PORT"] == "1"
    assert store.read().version != held.version


def test_a_step_is_written_once(manager: BotocoreTransport) -> None:
    """Repeated after a lost answer it changes nothing; of two who take it, the second is told."""
    store = Store("s", manager)
    held, values = store.read(), {"JWT_SECRET": "new"}
    store.write(values, held, "one")
    store.write(values, held, "one")
    assert versions(manager) == 2
    with pytest.raises(Conflict, match="same moment"):
        store.write({"JWT_SECRET": "other"}, held, "one")
    assert store.read().values == values


def test_a_secret_without_a_value_is_empty(manager: BotocoreTransport) -> None:
    """It can be filled, and read afterwards; one that isn't there can't."""
    store = Store("empty", manager)
    nothing = store.read_or_none()
    assert (nothing.version, nothing.variables) == ("", {})
    store.write({"JWT_SECRET": "x"}, nothing, "make")
    assert store.read_or_none().variables == {"JWT_SECRET": "x"}
    with pytest.raises(SecretsRefused):
        Store("missing", manager).write({}, nothing, "make")


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
        store.write({"JWT_SECRET": CANARY + "2"}, held, "one")
    assert CANARY not in caplog.text + repr(held) + repr(store)


def test_every_secret_of_the_settings_can_be_kept() -> None:
    """What the settings hide is just what they may take from there."""
    hidden = {name for name, kind in Settings.__annotations__.items() if "Secret" in str(kind)}
    assert {name.lower() for name in SECRET_NAMES} == hidden
