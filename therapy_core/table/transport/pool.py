"""Connections that are kept: taken by whoever has something to send, and given back after it."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)

from therapy_core.table.transport.endpoints import Address, Endpoint
from therapy_core.table.transport.http1 import Answer, Broken, Connection, Route

USER_AGENT = "therapy-core"


class Pool:
    """Send requests to one endpoint, each over a connection that nobody else uses meanwhile.

    At most `kept` connections are kept open while they are idle; times are in seconds. What goes
    wrong is raised as botocore's client would raise it: `ConnectionError` and its kin when
    nothing was sent, `HTTPClientError` and its kin after that.
    """

    def __init__(
        self, endpoint: Endpoint, kept: int, connect_timeout: float, read_timeout: float
    ) -> None:
        self.endpoint = endpoint
        self._kept = kept
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._route = _route(endpoint)
        self.opening = _opening(endpoint)
        self._idle: list[Connection] = []
        self._closed = False

    def exchange(self, request: bytes) -> Answer:
        """Send `request` and return the answer."""
        connection = self._take()
        try:
            with self._named():
                answer = connection.exchange(request, self._read_timeout)
        finally:
            self._give_back(connection)
        return answer

    def close(self) -> None:
        """Close what is idle, and what is given back from now on."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Connection:
        """Return the connection that was used last and still stands, or a new one."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self._new()
            if connection.is_fresh:
                return connection
            connection.close()

    def _give_back(self, connection: Connection) -> None:
        if connection.reusable and not self._closed and len(self._idle) < self._kept:
            self._idle.append(connection)
        else:
            connection.close()

    def _new(self) -> Connection:
        url = self.endpoint.url
        try:
            return Connection(self._route, self._connect_timeout)
        except ssl.SSLError as error:
            raise SSLError(endpoint_url=url, error=error) from None
        except TimeoutError:
            raise ConnectTimeoutError(endpoint_url=url) from None
        except (OSError, http.client.HTTPException) as error:
            if self.endpoint.proxy:
                raise ProxyConnectionError(
                    proxy_url=f"{self._route.to.host}:{self._route.to.port}"
                ) from None
            raise EndpointConnectionError(endpoint_url=url, error=type(error).__name__) from None

    @contextmanager
    def _named(self) -> Iterator[None]:
        url = self.endpoint.url
        try:
            yield
        except TimeoutError:
            raise ReadTimeoutError(endpoint_url=url) from None
        except (Broken, OSError) as error:
            name = f"{type(error).__name__} {error}" if isinstance(error, Broken) else "it closed"
            raise ConnectionClosedError(endpoint_url=url, error=name) from None


def _opening(endpoint: Endpoint) -> list[str]:
    """Return the lines that every request begins with; a proxy for plain HTTP needs the URL."""
    target = urlsplit(endpoint.url).path
    lines = [f"user-agent: {USER_AGENT}", "accept-encoding: identity"]
    if endpoint.proxy and endpoint.url.startswith("http:"):
        target = endpoint.url
        lines += [f"{name}: {value}" for name, value in endpoint.proxy_headers.items()]
    return [f"POST {target} HTTP/1.1", *lines]


def _route(endpoint: Endpoint) -> Route:
    server = Address.of(endpoint.url)
    proxy = Address.of(endpoint.proxy) if endpoint.proxy else None
    context = None
    if server.scheme == "https":
        context = ssl.create_default_context(cafile=endpoint.trusted)
        context.set_alpn_protocols(["http/1.1"])
    return Route(server, context, proxy, tuple(endpoint.proxy_headers.items()))
