"""What a request does no more often than it must, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import iscoroutinefunction
from itertools import chain
from typing import Any

import jwt
import marshmallow as ma
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jwt.algorithms import HMACAlgorithm

Counter = Callable[[type, str], list[Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Return a way to note each call of a method from now on."""

    def note(owner: type, name: str) -> list[Any]:
        noted: list[Any] = []
        method = getattr(owner, name)

        def noting(self: Any, *args: Any, **options: Any) -> Any:
            noted.append(self)
            return method(self, *args, **options)

        monkeypatch.setattr(owner, name, noting)
        return noted

    return note


def test_no_schema_is_made_for_a_request(admin: FlaskClient, calls: Counter) -> None:
    """Schemas for query, body and answer are made once, for an operation's first request."""

    def ask() -> list[int]:
        asked = [admin.get("/clients?limit=5"), admin.get("/clients?limit=x")]
        asked.append(admin.patch("/clients/cli_9", json={"name": "Amal"}))
        return [answer.status_code for answer in asked]

    assert ask() == [200, 422, 428]
    made = calls(ma.Schema, "__init__")
    assert ask() == [200, 422, 428]
    assert made == []


def test_a_token_is_decoded_once(client: FlaskClient, calls: Counter) -> None:
    """Its signature is checked on the way, by a key that was prepared before."""
    decoded = calls(jwt.PyJWS, "decode_complete")
    verified, prepared = calls(HMACAlgorithm, "verify"), calls(HMACAlgorithm, "prepare_key")
    client.get("/me")
    assert (len(decoded), len(verified), len(prepared)) == (1, 1, 0)


def functions(app: Flask) -> Iterator[Callable[..., Any]]:
    """Yield what Flask calls for a request: hooks, handlers of errors, and views."""
    for hook in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        yield from chain.from_iterable(hook.values())
    for handlers in app.error_handler_spec[None].values():
        yield from handlers.values()
    for view in app.view_functions.values():
        kind = getattr(view, "view_class", None)
        yield from (getattr(kind, each.lower()) for each in kind.methods) if kind else [view]


def layers(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Yield a function, and what its decorators wrapped."""
    yield function
    if hasattr(function, "__wrapped__"):
        yield from layers(function.__wrapped__)


def test_nothing_in_the_app_is_a_coroutine(app: Flask) -> None:
    """So Flask need not ask each function, at each request, whether it is one."""
    found = list(functions(app))
    assert len(found) > len(app.view_functions)
    assert not [each for each in found if any(map(iscoroutinefunction, layers(each)))]
