"""Limit how often log-in, sign-up, refresh and search may be tried, counted across all processes.

Each limit counts by a key that is an HMAC, so that no network address and no e-mail address
stands in the table. The headers follow draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, current_app, g, request

from therapy_api.context import current_actor, practice
from therapy_api.documenting import note
from therapy_core.errors import TooManyRequests
from therapy_core.values import canonical_email

F = TypeVar("F", bound=Callable[..., Any])


class Limit(NamedTuple):
    """Allow `quota` requests in a window of so many seconds."""

    quota: int
    seconds: int


LIMITS: Mapping[str, Limit] = {
    "login-address": Limit(10, 300),
    "login-network": Limit(100, 300),
    "signup-network": Limit(20, 3600),
    "refresh-network": Limit(300, 300),
    "password-account": Limit(10, 300),
    "export-account": Limit(5, 3600),
    "search-account": Limit(60, 60),
    "calendar-network": Limit(600, 300),
}


def init_app(app: Flask) -> None:
    """Take the limits from the configuration (`RATE_LIMITS`) and add the headers."""
    app.config["RATE_LIMITS"] = {**LIMITS, **app.config.get("RATE_LIMITS", {})}
    app.after_request(_tell)


def network(_: Mapping[str, Any]) -> str:
    """Return the caller's network: the IPv4 address, or the /64 of an IPv6 address."""
    remote = request.remote_addr or "unknown"
    try:
        address = ip_address(remote)
    except ValueError:  # a proxy in front wrote something else, such as a port behind it
        return remote
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)


def address_and_network(values: Mapping[str, Any]) -> str:
    """Return the e-mail address being tried, together with the caller's network."""
    return f"{canonical_email(values['email'])} {network(values)}"


def account(_: Mapping[str, Any]) -> str:
    """Return the account that is logged in."""
    return current_actor().account_id


def limited(name: str, by: Callable[[Mapping[str, Any]], str]) -> Callable[[F], F]:
    """Count a view's calls against the limit `name`, one count for each key that `by` gives.

    Stands below the parsed arguments, whose values `by` receives, if there are any. Raises
    `TooManyRequests`.
    """

    def decorator(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            count(name, by(args[-1] if args else {}))
            return view(*args, **kwargs)

        return note(wrapper, limited=True)  # type: ignore[return-value]  # same signature

    return decorator


def unless_busy(view: F) -> F:
    """Refuse what takes a password while enough of them wait already.

    Stands above `limited`, so that who is asked to come back has used up no try. Raises `Busy`.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        practice().hasher.expect_room()
        return view(*args, **kwargs)

    return wrapper  # type: ignore[return-value]  # same signature


def count(name: str, key: str) -> None:
    """Count one call, and keep what is left for the headers."""
    limit = Limit(*current_app.config["RATE_LIMITS"][name])
    signed = practice().sign("limits", f"{name}\n{key}".encode())
    try:
        state = practice().limits.hit(name, signed, limit.quota, limit.seconds)
    except TooManyRequests as refusal:
        _remember(name, limit, 0, refusal.retry_after)
        raise
    _remember(name, limit, state.remaining, state.reset_seconds)


def _remember(name: str, limit: Limit, left: int, reset: int) -> None:
    g.setdefault("policies", []).append(f'"{name}";q={limit.quota};w={limit.seconds}')
    g.setdefault("states", []).append(f'"{name}";r={left};t={reset}')


def _tell(response: Response) -> Response:
    if "policies" in g:
        response.headers["RateLimit-Policy"] = ", ".join(g.policies)
        response.headers["RateLimit"] = ", ".join(g.states)
    return response
