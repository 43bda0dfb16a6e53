"""An app that is somewhere else: what its test client is asked goes to a deployed API Gateway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import requests
from flask import Flask, Request, Response

KEPT_BACK = {"connection", "content-length", "date", "server", "transfer-encoding"}
SECONDS = 60


def app_at(url: str) -> Flask:
    """Return an app whose answers are those of the API at `url`."""
    session = requests.Session()

    def forward(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = Request(environ)
        path, query = environ["REQUEST_URI"].partition("?")[0], environ["QUERY_STRING"]
        answer = session.request(
            asked.method,
            f"{url}{path}" + (f"?{query}" if query else ""),
            headers={name: value for name, value in asked.headers if name != "Host"},
            data=asked.get_data(),
            allow_redirects=False,
            timeout=SECONDS,
        )
        headers = [(k, v) for k, v in answer.headers.items() if k.lower() not in KEPT_BACK]
        return Response(answer.content, answer.status_code, headers)(environ, start_response)

    app = Flask("somewhere else")
    app.wsgi_app = forward  # type: ignore[method-assign, assignment]
    return app
