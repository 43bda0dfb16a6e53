"""The one seam under PynamoDB: a transport sends an operation and returns the answer."""

from __future__ import annotations

import threading
from typing import Any, Protocol
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.session import Session, get_session

_building = threading.Lock()
_HERE = {"localhost", "127.0.0.1", "::1"}


class Transport(Protocol):
    """Send one DynamoDB operation and return its answer.

    Raises botocore's `ClientError` for what DynamoDB refuses and `BotoCoreError` for what never
    came to an answer. Must be safe to call from several threads.
    """

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        ...


class BotocoreTransport:
    """Send operations through one botocore client, built on first use and once only.

    `endpoint` is a URL, or None for AWS; `region` an AWS region; times are in seconds. Against
    an endpoint on this machine, missing credentials are replaced by made-up ones.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        region: str = "eu-central-1",
        connect_timeout: float = 3.0,
        read_timeout: float = 10.0,
        attempts: int = 4,
        connections: int = 32,
    ) -> None:
        self._endpoint = endpoint
        self._region = region
        self._config = Config(
            parameter_validation=False,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_pool_connections=connections,
            retries={"mode": "standard", "total_max_attempts": attempts},
        )
        self._client: Any = None

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        answer: dict[str, Any] = self.client._make_api_call(operation, request)
        return answer

    def __repr__(self) -> str:
        return f"<BotocoreTransport {self._endpoint or self._region}>"

    @property
    def client(self) -> Any:
        """Return the botocore client, building it when this is its first use."""
        if self._client is None:
            with _building:
                self._client = self._client or self._build()
        return self._client

    def _build(self) -> Any:
        session = get_session()
        if self._is_here() and not _has_own_credentials(session):
            session.set_credentials("local", "local")
        return session.create_client(
            "dynamodb", self._region, endpoint_url=self._endpoint, config=self._config
        )

    def _is_here(self) -> bool:
        return bool(self._endpoint) and urlsplit(self._endpoint).hostname in _HERE


def _has_own_credentials(session: Session) -> bool:
    """Tell whether the environment names credentials, without asking the network for any."""
    env = session.get_component("credential_provider").get_provider("env")
    return env.load() is not None
