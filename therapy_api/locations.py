"""Say where a new entity can be found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from string import Formatter
from typing import Any, TypeVar

from therapy_api.documenting import note

F = TypeVar("F", bound=Callable[..., Any])


def located(path: str) -> Callable[[F], F]:
    """Add the `Location` of the entity that a view returns.

    `path` has the entity's ids in braces, as in `/clients/{client_id}`. It may be a path of
    another area, which is no route of this app.
    """
    ids = [name for _, name, _, _ in Formatter().parse(path) if name]

    def decorator(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            entity = view(*args, **kwargs)
            return entity, {
                "Location": path.format(**{each: getattr(entity, each) for each in ids})
            }

        return note(wrapper, located=True)  # type: ignore[return-value]  # same signature

    return decorator
