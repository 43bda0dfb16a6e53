"""Find out who asks: every operation needs a login, except those marked `public`.

An access token (15 minutes) names the account and the login it came from; a refresh token names
the generation of that login besides. Signature, type and expiry are checked here, and the login
itself by one call to the table, so that a log-out holds at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import jwt
from flask import Flask, current_app, g, request
from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token

from therapy_api import signing
from therapy_api.context import practice
from therapy_api.documenting import note, notes_of
from therapy_api.intake import operation
from therapy_api.problems import CHALLENGE, Problem
from therapy_core.errors import NotAuthenticated
from therapy_core.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

ACCESS, REFRESH = "access", "refresh"
_CLAIMS = {ACCESS: {"sub": str, "sid": str, "exp": int}}
_CLAIMS[REFRESH] = _CLAIMS[ACCESS] | {"gen": int}


def init_app(app: Flask, settings: Settings) -> None:
    """Set up the tokens, and ask for one before every operation that isn't public."""
    app.config.update(
        JWT_ALGORITHM=signing.NAME,
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=settings.access_minutes),
    )
    JWTManager(app)
    use_jwt_secrets(app, settings)
    app.before_request(authenticate)


def use_jwt_secrets(app: Flask, settings: Settings) -> None:
    """Sign tokens by `JWT_SECRET` from now on, and verify them by `OTHER_JWT_SECRETS` as well."""
    app.config["JWT_SECRET_KEY"] = signing.Keys(settings.jwt_secrets)


def public(view: F) -> F:
    """Mark an operation that nobody needs to log in for."""
    return note(view, public=True)  # type: ignore[return-value]  # the view itself


def is_public(target: Callable[..., Any]) -> bool:
    """Tell whether an operation is open to everybody."""
    return bool(notes_of(getattr(target, "_apidoc", {})).get("public"))


def authenticate() -> None:
    """Keep the actor behind the token for this request.

    Raises `NotAuthenticated` without a token, a `Problem` (401) for one that isn't good, and
    `LoginEnded` when its login is no longer open.
    """
    target = operation()
    if target is not None and not is_public(target):
        claims = claims_of(_bearer(), ACCESS)
        g.actor = practice().authenticate(claims["sub"], claims["sid"])


def claims_of(token: str, kind: str) -> dict[str, Any]:
    """Return the claims of a token of this kind; raise a `Problem` (401) for any other text."""
    try:
        claims = jwt.decode(token, _keys(), [signing.NAME])
    except (jwt.PyJWTError, ValueError):
        raise _invalid() from None
    wanted = _CLAIMS[kind]
    if claims.get("type") != kind or not all(
        _is(claims.get(name), wanted[name]) for name in wanted
    ):
        raise _invalid()
    return claims


def tokens_for(logged_in: Any) -> dict[str, Any]:
    """Return the pair of tokens, and the account, for a login that was just opened or renewed."""
    account, login = logged_in.account, logged_in.login
    claims, headers = {"sid": login.login_id}, {"kid": _keys().key_id}
    return {
        "access_token": create_access_token(
            account.account_id, additional_claims=claims, additional_headers=headers
        ),
        "refresh_token": create_refresh_token(
            account.account_id,
            additional_claims=claims | {"gen": login.generation},
            additional_headers=headers,
            expires_delta=_left(login.expires_at),
        ),
        "expires_in": int(current_app.config["JWT_ACCESS_TOKEN_EXPIRES"].total_seconds()),
        "account": account,
    }


def _keys() -> signing.Keys:
    return cast("signing.Keys", current_app.config["JWT_SECRET_KEY"])


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        raise NotAuthenticated
    if not token.strip():
        raise _invalid()
    return token.strip()


def _is(value: Any, kind: type) -> bool:
    return type(value) is kind and value != ""


def _left(expires_at: datetime) -> timedelta:
    return expires_at - datetime.now(UTC)


def _invalid() -> Problem:
    return Problem(
        "auth.invalid_token",
        headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
    )
