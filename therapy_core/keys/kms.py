"""Data keys wrapped by AWS KMS, where the wrapping key never leaves the service."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from therapy_core.keys.local import LocalKeys
from therapy_core.keys.providers import About, KmsRefused, Wrapping
from therapy_core.table import Transport
from therapy_core.table.errors import SealBroken, Unavailable

_BUSY = {
    "DependencyTimeoutException",
    "KMSInternalException",
    "KeyUnavailableException",
    "LimitExceededException",
    "ThrottlingException",
}
_BROKEN = {"InvalidCiphertextException", "IncorrectKeyException"}


class KmsKeys:
    """Wrap data keys by the KMS key `key_id` (id, ARN or alias).

    What a data key is about goes along as its encryption context. `former` unwraps what a
    master key wrapped before KMS came into use.
    """

    def __init__(self, key_id: str, transport: Transport, former: LocalKeys | None = None) -> None:
        self._key_id = key_id
        self._kms = transport
        self._former = former
        self._arn: str | None = None

    def __repr__(self) -> str:
        return f"<KmsKeys over {self._kms!r}>"

    @property
    def current(self) -> str:
        """Return the ARN of the key, asking for it once where the settings name an alias."""
        if self._arn is None:
            answer = self._ask("DescribeKey", KeyId=self._key_id)
            self._arn = str(answer["KeyMetadata"]["Arn"])
        return f"kms:{self._arn}"

    def make(self, about: About) -> tuple[bytes, Wrapping]:
        """Return a new key, plain and wrapped, by one GenerateDataKey."""
        answer = self._ask(
            "GenerateDataKey",
            KeyId=self._key_id,
            KeySpec="AES_256",
            EncryptionContext=dict(about),
        )
        return answer["Plaintext"], Wrapping(f"kms:{answer['KeyId']}", answer["CiphertextBlob"])

    def unwrap(self, wrapping: Wrapping, about: About) -> bytes:
        """Return the plain key, by one Decrypt."""
        if self._former and self._former.knows(wrapping):
            return self._former.unwrap(wrapping, about)
        answer = self._ask(
            "Decrypt", CiphertextBlob=wrapping.blob, EncryptionContext=dict(about), **_key(wrapping)
        )
        key: bytes = answer["Plaintext"]
        return key

    def rewrap(self, wrapping: Wrapping, about: About) -> Wrapping:
        """Return the same key wrapped by the current KMS key.

        From one KMS key to another it goes by ReEncrypt, so that it is plain nowhere but there.
        """
        if wrapping.by == self.current:
            return wrapping
        if self._former and self._former.knows(wrapping):
            plain = self._former.unwrap(wrapping, about)
            answer = self._ask(
                "Encrypt", KeyId=self._key_id, Plaintext=plain, EncryptionContext=dict(about)
            )
        else:
            answer = self._ask(
                "ReEncrypt",
                CiphertextBlob=wrapping.blob,
                SourceEncryptionContext=dict(about),
                DestinationKeyId=self._key_id,
                DestinationEncryptionContext=dict(about),
            )
        return Wrapping(f"kms:{answer['KeyId']}", answer["CiphertextBlob"])

    def _ask(self, operation: str, **request: Any) -> dict[str, Any]:
        try:
            return self._kms(operation, request)
        except ClientError as error:
            raise _named(operation, error) from None
        except BotoCoreError as error:
            raise Unavailable(f"{operation}: {type(error).__name__}") from None


def _key(wrapping: Wrapping) -> dict[str, str]:
    """Name the key, so that what another one wrapped is refused."""
    kind, _, arn = wrapping.by.partition(":")
    return {"KeyId": arn} if kind == "kms" else {}


def _named(operation: str, error: ClientError) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _BROKEN:
        return SealBroken()
    return Unavailable(f"{operation}: {code}") if code in _BUSY else KmsRefused(operation, code)
