"""Signing up, logging in and out, and renewing tokens."""

from __future__ import annotations

from typing import Any

from therapy_api.auth import REFRESH, claims_of, public, tokens_for
from therapy_api.blueprint import Blueprint
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.limits import address_and_network, limited, network, unless_busy
from therapy_api.locations import located
from therapy_api.schemas.accounts import AccountAnswer, LogIn, RefreshToken, SignUp, TokensAnswer

blp = Blueprint("accounts", __name__, description="Accounts, log-ins and tokens.")


@blp.route("/signup", methods=["POST"])
@blp.arguments(SignUp)
@blp.response(201, AccountAnswer)
@unless_busy
@limited("signup-network", by=network)
@repeatable
@located("/me")
@refuses(409)
@public
def sign_up(values: dict[str, Any]) -> Any:
    """Sign up as a client or a therapist.

    A therapist names expertise, location and time zone besides, and is listed in the directory
    once an admin has verified the account.
    """
    return acting().accounts.sign_up(**values)


@blp.route("/login", methods=["POST"])
@blp.arguments(LogIn)
@blp.response(200, TokensAnswer)
@unless_busy
@limited("login-network", by=network)
@limited("login-address", by=address_and_network)
@refuses(401)
@public
def log_in(values: dict[str, Any]) -> Any:
    """Log in with address and password.

    The answer takes the same time whether the address is known or not, and never says which of
    the two was wrong.
    """
    return tokens_for(acting().accounts.log_in(**values))


@blp.route("/token/refresh", methods=["POST"])
@blp.arguments(RefreshToken)
@blp.response(200, TokensAnswer)
@limited("refresh-network", by=network)
@refuses(401)
@public
def refresh_token(values: dict[str, Any]) -> Any:
    """Exchange a refresh token for a new pair.

    A refresh token works once. One that comes a second time ends its whole login.
    """
    claims = claims_of(values["refresh_token"], REFRESH)
    return tokens_for(acting().accounts.refresh(claims["sub"], claims["sid"], claims["gen"]))


@blp.route("/logout", methods=["POST"])
@blp.response(204)
def log_out() -> None:
    """Log out.

    Ends the login that the token came from; its tokens are refused from now on.
    """
    acting().accounts.log_out()
