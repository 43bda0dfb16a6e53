"""The one seam under PynamoDB: a transport sends an operation and returns the answer."""

from __future__ import annotations

import logging
import os
import threading
import weakref
from contextvars import ContextVar
from typing import Any, Protocol
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.session import Session, get_session

_HERE = {"localhost", "127.0.0.1", "::1"}


class Transport(Protocol):
    """Send one DynamoDB operation, once, and return its answer.

    Raises botocore's `ClientError` for what DynamoDB refuses and `BotoCoreError` for what never
    came to an answer; the toolkit repeats what is worth repeating. Must be safe to call from
    several threads.
    """

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        ...


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
        _transports.add(self)

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
        if self._client is None:
            with self._building:
                if self._client is None:
                    self._client = self._build()
        return self._client

    def _forget(self) -> None:
        """Let go of the client, whose connections another process may be using."""
        self._client = None
        self._building = threading.Lock()

    def _build(self) -> Any:
        session = get_session()
        if self._is_here() and not _has_own_credentials(session):
            session.set_credentials("local", "local")
        client = session.create_client(
            self._service, self._region, endpoint_url=self._endpoint, config=self._config
        )
        _silence()
        return client

    def _is_here(self) -> bool:
        return bool(self._endpoint) and urlsplit(self._endpoint).hostname in _HERE


def _has_own_credentials(session: Session) -> bool:
    """Tell whether the environment names credentials, without asking the network for any."""
    env = session.get_component("credential_provider").get_provider("env")
    return env.load() is not None


_transports: weakref.WeakSet[BotocoreTransport] = weakref.WeakSet()


def _forget_all() -> None:
    for transport in _transports:
        transport._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


_silent: ContextVar[bool] = ContextVar("silent", default=False)


def _lets_through(record: logging.LogRecord) -> bool:
    """Hold back botocore's debug records while a transport sends; other clients keep theirs."""
    return record.levelno > logging.DEBUG or not _silent.get()


def _silence() -> None:
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"botocore", "urllib3"}:
            logging.getLogger(name).addFilter(_lets_through)
