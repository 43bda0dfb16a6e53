"""Believe what CloudFront says of who is asking and where, if it is CloudFront that says so.

CloudFront sends a key that only it has (`ORIGIN_KEY`, or a former one, as a new one reaches it
later than the functions), the address of whoever asked it, and the host that was asked, which API
Gateway would not let through as such. A request without the key came to API Gateway directly: then
the address is the one that the connection came from, which nobody can make up; or it is refused,
where a web ACL stands before CloudFront that must not be passed by.

The headers are read from the gateway's event, by their very names: in a WSGI environ `x_origin_key`
is the same as `x-origin-key`, and a caller can send the one where CloudFront only sets the other.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from typing import Any

from therapy_api.request_ids import EVENT

KEY, ADDRESS, HOST = "x-origin-key", "x-viewer-address", "x-viewer-host"
MEANT = {ADDRESS: "REMOTE_ADDR", HOST: "HTTP_HOST"}

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Viewers:
    """Stand before a WSGI app, and set the address of who is asking and the host that was asked.

    `elsewhere` answers, in place of `app`, what does not come from CloudFront.
    """

    def __init__(self, app: Wsgi, keys: Iterable[str], elsewhere: Wsgi | None = None) -> None:
        self._app = app
        self._elsewhere = elsewhere or app
        self._keys = [key.encode() for key in keys if key]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the app does; no header of CloudFront's gets any further."""
        headers = environ[EVENT]["headers"]
        sent = headers.get(KEY, "").encode()
        is_cloudfront = any(hmac.compare_digest(sent, key) for key in self._keys)
        if is_cloudfront:
            environ.update({MEANT[each]: headers[each] for each in MEANT if headers.get(each)})
        for name in (KEY, *MEANT):
            environ.pop(f"HTTP_{name.upper().replace('-', '_')}", None)
        answer = self._app if is_cloudfront else self._elsewhere
        return answer(environ, start_response)
