"""Say where a new entity can be found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import url_for

from therapy_api.documenting import note

F = TypeVar("F", bound=Callable[..., Any])


def located(endpoint: str, *ids: str) -> Callable[[F], F]:
    """Add the `Location` of the entity that a view returns, a path with its `ids` in it."""

    def decorator(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            entity = view(*args, **kwargs)
            where = url_for(endpoint, **{each: getattr(entity, each) for each in ids})
            return entity, {"Location": where}

        return note(wrapper, located=True)  # type: ignore[return-value]  # same signature

    return decorator
