"""Send everything through one client of botocore's."""

from __future__ import annotations

import logging
import threading
from contextvars import ContextVar
from typing import Any

from botocore.config import Config
from botocore.session import get_session

from therapy_core.table.transport import forks
from therapy_core.table.transport.credentials import lend_credentials
from therapy_core.table.transport.endpoints import is_here


class BotocoreTransport:
    """Send operations through one botocore client, built on first use and once only.

    `endpoint` is a URL, or None for AWS; `region` an AWS region; times are in seconds;
    `attempts` counts botocore's own tries under each of the toolkit's. Against an endpoint on
    this machine, missing credentials are replaced by made-up ones. A forked process builds a
    client of its own. What botocore would write of requests and answers to its debug logs is
    left out, as it holds every value. `service` is DynamoDB, or another that is spoken to the same
    way.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        region: str = "eu-central-1",
        connect_timeout: float = 3.0,
        read_timeout: float = 5.0,
        attempts: int = 1,
        connections: int = 32,
        service: str = "dynamodb",
    ) -> None:
        self._endpoint = endpoint
        self._region = region
        self._service = service
        self._config = Config(
            parameter_validation=False,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_pool_connections=connections,
            retries={"mode": "standard", "total_max_attempts": attempts},
        )
        self._client: Any = None
        self._building = threading.Lock()
        forks.watch(self)

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        client = self.client
        token = _silent.set(True)
        try:
            answer: dict[str, Any] = client._make_api_call(operation, request)
        finally:
            _silent.reset(token)
        return answer

    def __repr__(self) -> str:
        return f"<BotocoreTransport {self._endpoint or self._region}>"

    @property
    def client(self) -> Any:
        """Return the botocore client, building it when this is its first use."""
        client = self._client
        if client is None:
            with self._building:
                client = self._client = self._client or self._build()
        return client

    def close(self) -> None:
        """Close the client's connections; another call builds a new client."""
        with self._building:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def forget(self) -> None:
        """Let go of the client, whose connections another process may be using."""
        self._client = None
        self._building = threading.Lock()

    def _build(self) -> Any:
        session = get_session()
        lend_credentials(session, is_here(self._endpoint))
        client = session.create_client(
            self._service, self._region, endpoint_url=self._endpoint, config=self._config
        )
        _silence()
        return client


_silent: ContextVar[bool] = ContextVar("silent", default=False)


def _lets_through(record: logging.LogRecord) -> bool:
    """Hold back botocore's debug records while a transport sends; other clients keep theirs."""
    return record.levelno > logging.DEBUG or not _silent.get()


def _silence() -> None:
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"botocore", "urllib3"}:
            logging.getLogger(name).addFilter(_lets_through)
