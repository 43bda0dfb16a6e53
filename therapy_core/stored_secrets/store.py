"""Read and write a secret of AWS Secrets Manager that holds the settings' secrets.

Its value is a JSON object, with the names of the settings' variables as keys.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from therapy_core.errors import Conflict, Misconfigured
from therapy_core.settings import SECRET_NAMES, region_of, transport_of
from therapy_core.table import Backoff, Transport, transport_to
from therapy_core.table.errors import Rejected, Unavailable
from therapy_core.table.transport import SECRETS_MANAGER

VARIABLE = "SECRETS_ARN"
_PATIENCE = Backoff(attempts=4, first=0.1, within=10.0)
_BUSY = {
    "InternalServiceError",
    "InternalFailure",
    "LimitExceededException",
    "RequestTimeout",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
}
_MISSING = "ResourceNotFoundException"
_NOT_THERE = "InvalidParameterException"
"""What a label answers that is not on the version which it is to be taken from."""
CURRENT, NEXT = "AWSCURRENT", "THERAPY_NEXT"
"""The label of the version that everybody reads, and that of one which is not yet read."""
_OVERTAKEN = (
    "Somebody else changed the secret at the same moment, and their change stands. "
    "Run it again, which goes on from there."
)


class SecretsRefused(Rejected):
    """Say that AWS Secrets Manager refuses the request itself, and that no retry will help."""


class SecretsOutOfReach(Unavailable):
    """Say that AWS Secrets Manager gave no usable answer."""


@dataclass(frozen=True)
class Stored:
    """Hold what a secret holds, and the id of that version of it ("" where there is none yet)."""

    version: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def variables(self) -> dict[str, str]:
        """Return the settings' secrets among the values, by the names of their variables."""
        found = {name: self.values.get(name) for name in SECRET_NAMES}
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def beneath(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """Return `environ`, where secrets that are not set there, or empty, come from here."""
        return ChainMap({n: v for n, v in environ.items() if v.strip()}, self.variables)


class Store:
    """Read and write the secret `secret_id` (an ARN or a name) through `transport`.

    What fails and may pass is tried again, as `backoff` says. After that both raise
    `SecretsOutOfReach` when Secrets Manager is out of reach or busy, and `SecretsRefused` when it
    refuses. No error shows anything of the secret.
    """

    def __init__(self, secret_id: str, transport: Transport, backoff: Backoff = _PATIENCE) -> None:
        self._secret_id = secret_id
        self._manager = transport
        self._backoff = backoff

    @classmethod
    def connect(cls, secret_id: str, environ: Mapping[str, str]) -> Self:
        """Return the secret in the region that its ARN names, or else `environ`; send nothing.

        It is reached in the way in which `environ` lets the table be reached. Raises
        `Misconfigured` where that names no region, or no such way.
        """
        of_arn = secret_id.split(":")[3:4]
        region = of_arn[0] if of_arn else region_of(environ)
        return cls(secret_id, transport_to(None, region, transport_of(environ), SECRETS_MANAGER))

    def __repr__(self) -> str:
        return f"<Store over {self._manager!r}>"

    def once(self) -> Self:
        """Return the same secret, for who can't wait: nothing is tried again."""
        return type(self)(self._secret_id, self._manager, replace(self._backoff, attempts=1))

    def read(self) -> Stored:
        """Return the current version. Raises `Misconfigured` for what is no JSON object."""
        answer = self._ask("GetSecretValue", SecretId=self._secret_id, VersionStage=CURRENT)
        try:
            values = json.loads(answer["SecretString"])
        except (KeyError, ValueError):
            values = None
        if not isinstance(values, dict):
            raise Misconfigured("The secret has to be a JSON object, by the names of variables.")
        return Stored(answer["VersionId"], values)

    def read_or_none(self) -> Stored:
        """Return the current version, or an empty one where nothing was put in so far."""
        try:
            return self.read()
        except SecretsRefused as refusal:
            if refusal.code != _MISSING:
                raise
            return Stored()

    def write(self, values: Mapping[str, Any], after: Stored) -> None:
        """Make `values` the current version, if the version `after` still is.

        Raises `Conflict` when it is not, since somebody else has written in between; what they
        wrote stays.
        """
        version = str(uuid.uuid4())
        self._ask(
            "PutSecretValue",
            SecretId=self._secret_id,
            SecretString=json.dumps(values),
            ClientRequestToken=version,
            VersionStages=[NEXT],
        )
        self._make_current(version, after.version)

    def _make_current(self, version: str, former: str) -> None:
        """Move the label from `former`; a secret's first version ("" before it) has it already."""
        try:
            self._ask(
                "UpdateSecretVersionStage",
                SecretId=self._secret_id,
                VersionStage=CURRENT,
                MoveToVersionId=version,
                **({"RemoveFromVersionId": former} if former else {}),
            )
        except SecretsRefused as refusal:
            if refusal.code != _NOT_THERE:
                raise
            # It may have been moved there before, and the answer was lost.
            if self.read_or_none().version != version:
                raise Conflict(_OVERTAKEN) from None

    def _ask(self, operation: str, **request: Any) -> dict[str, Any]:
        failure: Exception | None = None
        for _ in self._backoff.tries():
            try:
                return self._asked(operation, request)
            except SecretsOutOfReach as error:
                failure = error
        assert failure is not None
        raise failure

    def _asked(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._manager(operation, request)
        except ClientError as error:
            raise _named(operation, error) from None
        except (BotoCoreError, ResponseParserError) as error:
            raise SecretsOutOfReach(f"{operation}: {type(error).__name__}") from None


def store_of(environ: Mapping[str, str]) -> Store | None:
    """Return the secret that SECRETS_ARN names, if any is named. Raises as `Store.connect`."""
    secret_id = environ.get(VARIABLE, "").strip()
    return Store.connect(secret_id, environ) if secret_id else None


def _named(operation: str, error: ClientError) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _BUSY or re.fullmatch("5[0-9]{2}", code):  # from something in between, by its status
        return SecretsOutOfReach(f"{operation}: {code}")
    return SecretsRefused(operation, code)
