"""Sign requests with botocore's signer (AWS Signature Version 4).

What botocore works out anew for every request (which headers are signed and in which order, the
day's key) is known here beforehand; what is signed, and how, stays with botocore.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

from botocore.auth import SigV4Auth
from botocore.credentials import ReadOnlyCredentials

from therapy_core.table.transport.endpoints import Endpoint
from therapy_core.table.transport.services import Service

Headers = dict[str, str]

_day_key: tuple[tuple[str, ...], bytes] = ((), b"")
"""The key that was last derived, and what from: a day's key serves every request of that day."""


class Post:
    """Stand for a request to be signed; its headers are in small letters and sorted by name."""

    method = "POST"
    params = None
    __slots__ = ("body", "context", "headers", "url")

    def __init__(self, url: str, headers: Headers, body: bytes) -> None:
        self.url, self.headers, self.body = url, headers, body
        self.context: dict[str, Any] = {}


class Signer(SigV4Auth):
    """Be botocore's signer for requests whose headers are all signed, in their order."""

    def __init__(
        self,
        credentials: ReadOnlyCredentials,
        service: str,
        region: str,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(credentials, service, region)
        self._scope = (region, service)
        self._clock = clock

    def add_auth(self, request: Any) -> None:
        """Add the time and the signature to the headers of a `Post`."""
        headers = request.headers
        now = self._clock().isoformat(timespec="seconds")[:19]  # strftime takes six times as long
        moment = now.replace("-", "").replace(":", "") + "Z"
        request.context["timestamp"] = headers["x-amz-date"] = moment
        signature = self.signature(
            self.string_to_sign(request, self.canonical_request(request)), request
        )
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.scope(request)}, "
            f"SignedHeaders={self.signed_headers(headers)}, "
            f"Signature={signature}"
        )

    def headers_to_sign(self, request: Any) -> Any:
        """Return the headers, all of which are signed."""
        return request.headers

    def canonical_headers(self, headers_to_sign: Any) -> str:
        """Return them as they are signed."""
        return "\n".join([f"{name}:{value}" for name, value in headers_to_sign.items()])

    def signed_headers(self, headers_to_sign: Any) -> str:
        """Return their names."""
        return ";".join(headers_to_sign)

    def signature(self, string_to_sign: str, request: Any) -> str:
        """Return the signature under the key of the request's day."""
        day = request.context["timestamp"][:8]
        key = _key(self.credentials.secret_key or "", day, *self._scope)
        return hmac.digest(key, string_to_sign.encode(), "sha256").hex()


def _key(*about: str) -> bytes:
    """Return the key for a secret, a day, a region and a service."""
    global _day_key  # noqa: PLW0603 - one tuple, put in place at once
    known, key = _day_key
    if known != about:
        key = f"AWS4{about[0]}".encode()
        for part in (*about[1:], "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        _day_key = (about, key)
    return key


def sign(
    credentials: ReadOnlyCredentials,
    endpoint: Endpoint,
    service: Service,
    operation: str,
    body: bytes,
    clock: Callable[[], datetime],
) -> Headers:
    """Return the headers of a POST of `body`, with a signature at `clock`'s time (UTC)."""
    headers = {"content-type": service.content_type, "host": endpoint.host, "x-amz-date": ""}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    headers["x-amz-target"] = f"{service.target}.{operation}"
    signer = Signer(credentials, service.name, endpoint.region, clock)
    signer.add_auth(Post(endpoint.url, headers, body))
    return headers
