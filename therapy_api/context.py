"""Reach the practice, as whoever is asking, from inside a request."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from therapy_core import ANONYMOUS, Actor, Practice
from therapy_core.practice import Acting


def practice() -> Practice:
    """Return the practice that this app serves."""
    return cast("Practice", current_app.extensions["practice"])


def current_actor() -> Actor:
    """Return who asks: the actor behind the token, or nobody in a public operation."""
    return cast("Actor", g.get("actor", ANONYMOUS))


def acting() -> Acting:
    """Return the use cases, bound to who asks and to the request's idempotency key, if any."""
    return practice().acting_as(current_actor(), g.get("once"))
