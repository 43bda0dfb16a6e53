"""Make creating safe to repeat: `Idempotency-Key` names one creation, once and for all.

The fingerprint covers method, path and the body in one canonical form, and is an HMAC, so that
the record kept in the table tells nothing about the body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, g, request

from therapy_api.context import practice
from therapy_api.documenting import note
from therapy_api.problems import Problem
from therapy_core.actor import Once

F = TypeVar("F", bound=Callable[..., Any])

HEADER = "Idempotency-Key"
_SECRET = {"password"}
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def init_app(app: Flask) -> None:
    """Mark the answers that repeat an earlier one."""
    app.after_request(_mark)


def repeatable(view: F) -> F:
    """Read the key for a creating view; `acting()` then hands it to the use case.

    Raises a `Problem` (400) for a key that isn't 1 to 255 printable ASCII characters.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        g.once = None if key is None else Once(_valid(key), fingerprint())
        return view(*args, **kwargs)

    return note(wrapper, repeatable=True)  # type: ignore[return-value]  # same signature


def fingerprint() -> str:
    """Return what stands for the request at hand, without the password in it.

    A fast hash of a password, kept beside its bcrypt hash, would be the easier one to try.
    """
    shown = {k: v for k, v in g.body.items() if k not in _SECRET}
    body = json.dumps(shown, sort_keys=True, separators=(",", ":"))
    return practice().sign("idempotency", f"{request.method} {request.path}\n{body}".encode())


def _valid(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise Problem("idempotency.invalid_key")
    return key


def _mark(response: Response) -> Response:
    once = g.get("once")
    if once is not None and once.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
