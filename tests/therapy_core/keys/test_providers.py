"""What wraps data keys: master keys of our own, and AWS KMS (played by moto, in one thread)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from tests.practices import SETTINGS
from therapy_core.errors import Misconfigured
from therapy_core.keys.choosing import provider_of
from therapy_core.keys.kms import KmsKeys
from therapy_core.keys.local import LocalKeys
from therapy_core.keys.providers import KmsRefused, Wrapping
from therapy_core.secret import Secret
from therapy_core.table import BotocoreTransport
from therapy_core.table.errors import SealBroken, Unavailable

ABOUT = {"client": "cli_1", "key": "own", "table": "t"}
OLD, NEW = Secret("an old master key " * 2), Secret("a new master key " * 2)


class Kms:
    """Send to a made-up KMS and remember what was asked."""

    def __init__(self) -> None:
        self.inner = BotocoreTransport(region="eu-central-1", service="kms")
        self.asked: list[str] = []

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one request."""
        self.asked.append(operation)
        return self.inner(operation, request)

    def new_key(self) -> str:
        """Make a KMS key and return its ARN."""
        arn: str = self.inner("CreateKey", {})["KeyMetadata"]["Arn"]
        return arn


@pytest.fixture
def kms() -> Iterator[Kms]:
    """Return a KMS of its own."""
    with mock_aws():
        yield Kms()


# A master key


def test_a_local_key_unwraps_to_itself() -> None:
    """A key comes back under the words that it is about, and is not in its wrapping."""
    keys = LocalKeys([NEW])
    plain, wrapping = keys.make(ABOUT)
    assert (len(plain), keys.unwrap(wrapping, ABOUT)) == (32, plain)
    assert plain not in wrapping.blob
    assert keys.make(ABOUT)[0] != plain


@pytest.mark.parametrize("name", ABOUT)
def test_a_local_key_is_bound_to_what_it_is_about(name: str) -> None:
    """Another client, another key or another table does not unwrap it."""
    keys = LocalKeys([NEW])
    _, wrapping = keys.make(ABOUT)
    with pytest.raises(SealBroken):
        keys.unwrap(wrapping, ABOUT | {name: "other"})
    with pytest.raises(SealBroken):
        keys.unwrap(Wrapping(wrapping.by, wrapping.blob[:-1] + b"?"), ABOUT)


def test_a_previous_master_key_still_unwraps() -> None:
    """New keys are wrapped by the first, old ones unwrap until they are wrapped anew."""
    plain, wrapping = LocalKeys([OLD]).make(ABOUT)
    both = LocalKeys([NEW, OLD])
    assert both.unwrap(wrapping, ABOUT) == plain
    anew = both.rewrap(wrapping, ABOUT)
    assert (anew.by, both.rewrap(anew, ABOUT)) == (both.current, anew)
    assert LocalKeys([NEW]).unwrap(anew, ABOUT) == plain
    with pytest.raises(Misconfigured, match="PREVIOUS_MASTER_KEYS"):
        LocalKeys([NEW]).unwrap(wrapping, ABOUT)


def test_no_repr_shows_a_key() -> None:
    """Neither the master key nor a wrapping, and no name of a key tells it."""
    keys = LocalKeys([NEW])
    plain, wrapping = keys.make(ABOUT)
    shown = repr(keys) + repr(wrapping) + keys.current
    assert NEW.reveal() not in shown
    assert repr(plain)[2:10] not in shown
    assert repr(wrapping.blob)[2:10] not in shown


# AWS KMS


def test_a_kms_key_unwraps_to_itself(kms: Kms) -> None:
    """One call makes it, one unwraps it, under what it is about alone."""
    keys = KmsKeys(kms.new_key(), kms)
    plain, wrapping = keys.make(ABOUT)
    assert keys.unwrap(wrapping, ABOUT) == plain
    assert kms.asked == ["GenerateDataKey", "Decrypt"]
    with pytest.raises(SealBroken):
        keys.unwrap(wrapping, ABOUT | {"client": "cli_2"})


def test_another_kms_key_takes_over_without_showing_the_key(kms: Kms) -> None:
    """From one KMS key to the next a data key goes by ReEncrypt."""
    plain, wrapping = KmsKeys(kms.new_key(), kms).make(ABOUT)
    second = KmsKeys(kms.new_key(), kms)
    kms.asked.clear()
    anew = second.rewrap(wrapping, ABOUT)
    assert second.rewrap(anew, ABOUT) is anew
    assert kms.asked == ["DescribeKey", "ReEncrypt"]
    assert (anew.by, second.unwrap(anew, ABOUT)) == (second.current, plain)


def test_an_alias_stands_for_the_key_behind_it(kms: Kms) -> None:
    """What it wrapped is current as long as the alias points to that key."""
    first, second = kms.new_key(), kms.new_key()
    kms.inner("CreateAlias", {"AliasName": "alias/t", "TargetKeyId": first})
    _, wrapping = KmsKeys("alias/t", kms).make(ABOUT)
    assert KmsKeys("alias/t", kms).rewrap(wrapping, ABOUT) is wrapping
    kms.inner("UpdateAlias", {"AliasName": "alias/t", "TargetKeyId": second})
    assert KmsKeys("alias/t", kms).rewrap(wrapping, ABOUT).by == f"kms:{second}"


def test_kms_takes_over_from_a_master_key(kms: Kms) -> None:
    """What a master key wrapped is read, and wrapped by KMS when it is wrapped anew."""
    plain, wrapping = LocalKeys([OLD]).make(ABOUT)
    keys = KmsKeys(kms.new_key(), kms, LocalKeys([OLD]))
    assert keys.unwrap(wrapping, ABOUT) == plain
    anew = keys.rewrap(wrapping, ABOUT)
    assert anew.by == keys.current
    assert KmsKeys(keys.current.removeprefix("kms:"), kms).unwrap(anew, ABOUT) == plain


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ThrottlingException", Unavailable),
        ("KMSInternalException", Unavailable),
        ("AccessDeniedException", KmsRefused),
        ("DisabledException", KmsRefused),
    ],
)
def test_what_kms_refuses_has_a_name(code: str, error: type[Exception]) -> None:
    """What may pass is told from what no retry helps, and nothing that AWS says is shown."""

    def refusing(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        raise ClientError({"Error": {"Code": code, "Message": "secret"}}, operation)

    with pytest.raises(error) as caught:
        KmsKeys("k", refusing).make(ABOUT)
    assert "secret" not in str(caught.value)


def test_kms_out_of_reach_has_a_name() -> None:
    """A network that fails is `Unavailable`."""

    def lost(operation: str, request: dict[str, Any]) -> dict[str, Any]:
        raise EndpointConnectionError(endpoint_url="https://kms.example")

    with pytest.raises(Unavailable):
        KmsKeys("k", lost).make(ABOUT)


def test_no_key_is_logged(kms: Kms, caplog: pytest.LogCaptureFixture) -> None:
    """The answer that holds a plain key stays out of botocore's debug log."""
    with caplog.at_level("DEBUG"):
        keys = KmsKeys(kms.new_key(), kms)
        plain, wrapping = keys.make(ABOUT)
        keys.unwrap(wrapping, ABOUT)
    assert repr(plain)[2:-1] not in caplog.text
    assert "Plaintext" not in caplog.text


# Choosing


def test_the_settings_choose() -> None:
    """A KMS key before a master key, with previous master keys beside either; else none."""
    local = provider_of(SETTINGS)
    assert isinstance(local, LocalKeys)
    settings = replace(SETTINGS, master_key=Secret(), kms_key_id="alias/t")
    assert isinstance(provider_of(settings), KmsKeys)
    renewed = replace(SETTINGS, master_key=NEW, previous_master_keys=(SETTINGS.master_key,))
    plain, wrapping = local.make(ABOUT)
    assert provider_of(renewed).unwrap(wrapping, ABOUT) == plain
    assert (
        provider_of(replace(settings, previous_master_keys=(SETTINGS.master_key,))).unwrap(
            wrapping, ABOUT
        )
        == plain
    )
    with pytest.raises(Misconfigured, match="MASTER_KEY or KMS_KEY_ID"):
        provider_of(replace(SETTINGS, master_key=Secret()))
