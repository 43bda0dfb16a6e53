"""Believe what CloudFront says of who is asking and where, if it is CloudFront that says so.

CloudFront sends a key that only it has (`ORIGIN_KEY`), the address of whoever asked it, and the
host that was asked, which API Gateway would not let through as such. A request without the key came
to API Gateway directly: then the address is the one that the connection came from, which nobody can
make up.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from typing import Any

KEY = "HTTP_X_ORIGIN_KEY"
ADDRESS, HOST = "HTTP_X_VIEWER_ADDRESS", "HTTP_X_VIEWER_HOST"
MEANT = {ADDRESS: "REMOTE_ADDR", HOST: "HTTP_HOST"}

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Viewers:
    """Stand before a WSGI app, and set the address of who is asking and the host that was asked."""

    def __init__(self, app: Wsgi, key: str) -> None:
        self._app = app
        self._key = key.encode()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the app does; no header of CloudFront's gets any further."""
        believed = self._key and hmac.compare_digest(environ.pop(KEY, "").encode(), self._key)
        for name, meant in MEANT.items():
            value = environ.pop(name, "")
            if believed and value:
                environ[meant] = value
        return self._app(environ, start_response)
