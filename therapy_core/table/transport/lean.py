"""Send what concerns items straight to DynamoDB, and leave the rest to botocore's client.

Other services that are spoken to alike can be reached so, too, without building a client.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError, ParamValidationError
from botocore.session import Session, get_session

from therapy_core.table.transport import answers, endpoints, forks, payload
from therapy_core.table.transport.credentials import Credentials
from therapy_core.table.transport.pool import Pool
from therapy_core.table.transport.services import DYNAMODB, Service
from therapy_core.table.transport.signing import sign
from therapy_core.table.transport.stock import BotocoreTransport

_OUT_OF_TIME = {"InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed"}
_WORN_OUT = {"ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"}
_SLACK = timedelta(seconds=60)
_FORBIDDEN = ("\r", "\n")


class LeanTransport:
    """Send operations over connections of its own, signed and encoded without detours.

    `endpoint` is a URL, or None for AWS; `region` an AWS region; times are in seconds, the
    second for a whole answer; `connections` is how many are kept while nobody uses them.
    `sessions` makes the botocore session whose credentials, configuration and rules hold; like
    the connections, nothing of it is asked for before the first call. Against an endpoint on
    this machine, missing credentials are replaced by made-up ones. A clock that goes wrong and
    credentials that ran out are mended, and the refused request repeated once. A forked process
    opens connections of its own. Requests and answers are never logged. `service` is DynamoDB, or
    another that is spoken to the same way.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        region: str = "eu-central-1",
        connect_timeout: float = 3.0,
        read_timeout: float = 5.0,
        connections: int = 32,
        sessions: Callable[[], Session] = get_session,
        service: Service = DYNAMODB,
    ) -> None:
        self._endpoint = endpoint
        self._region = region
        self._timeouts = (connect_timeout, read_timeout)
        self._connections = connections
        self._sessions = sessions
        self._credentials = Credentials(sessions, endpoint)
        self._service = service
        self._stock = BotocoreTransport(
            endpoint, region, connect_timeout, read_timeout, service=service.name
        )
        self._ahead = timedelta()
        self._pool: Pool | None = None
        self._building = threading.Lock()
        forks.watch(self)

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        if operation not in self._service.operations:
            return self._stock(operation, request)
        try:
            body = payload.encode(request)
        except TypeError:
            report = f"{operation} holds what is neither text nor binary"
            raise ParamValidationError(report=report) from None
        credentials, ahead = self._credentials.frozen(), self._ahead
        try:
            return self._send(operation, body, credentials)
        except ClientError as refused:
            if not self._mended(refused, credentials, ahead):
                raise
        return self._send(operation, body, self._credentials.frozen())

    def __repr__(self) -> str:
        return f"<LeanTransport {self._endpoint or self._region}>"

    @property
    def pool(self) -> Pool:
        """Return the connections, which know their endpoint once somebody asks for them."""
        pool = self._pool
        if pool is None:
            with self._building:
                pool = self._pool = self._pool or self._build()
        return pool

    def close(self) -> None:
        """Close every connection that nobody uses, and the others as soon as nobody does."""
        with self._building:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
        self._stock.close()

    def forget(self) -> None:
        """Let go of the connections, which another process may be using."""
        self._pool = None
        self._building = threading.Lock()
        self._credentials = Credentials(self._sessions, self._endpoint)

    def _build(self) -> Pool:
        service = self._service.name
        endpoint = endpoints.resolved(self._sessions(), self._endpoint, self._region, service)
        return Pool(endpoint, self._connections, *self._timeouts)

    def _send(
        self, operation: str, body: bytes, credentials: ReadOnlyCredentials
    ) -> dict[str, Any]:
        pool = self.pool
        head = self._head(pool, operation, body, credentials)
        return answers.read(operation, pool.exchange(head + body))

    def _head(
        self, pool: Pool, operation: str, body: bytes, credentials: ReadOnlyCredentials
    ) -> bytes:
        headers = sign(credentials, pool.endpoint, self._service, operation, body, self._now)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        if any(sign in line for line in lines for sign in _FORBIDDEN):
            raise ParamValidationError(report="credentials with a line break")
        return "\r\n".join([*pool.opening, *lines, f"content-length: {len(body)}", "", ""]).encode()

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _mended(self, refused: ClientError, used: ReadOnlyCredentials, ahead: timedelta) -> bool:
        """Tell whether the reason of a refusal is out of the way; nothing was done so far."""
        code = refused.response["Error"]["Code"]
        if code in _OUT_OF_TIME:
            return self._set_clock(refused, ahead)
        return code in _WORN_OUT and self._credentials.drop(used)

    def _set_clock(self, refused: ClientError, ahead: timedelta) -> bool:
        """Go by the service's clock from now on, if this machine's is the one that is wrong."""
        said = refused.response["ResponseMetadata"]["HTTPHeaders"].get("date", "")
        try:
            theirs = parsedate_to_datetime(said).replace(tzinfo=UTC)  # a Date header is in GMT
        except ValueError:
            return False
        found = theirs - datetime.now(UTC)
        wrong = abs(found - ahead) > _SLACK
        if wrong:
            self._ahead = found
        return wrong
