"""Let what is the same for everybody be kept by whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response

F = TypeVar("F", bound=Callable[..., Any])


def cacheable(seconds: int) -> Callable[[F], F]:
    """Allow the answers of a tagged, public view to be kept for so many seconds."""

    def decorator(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            kept = {"Cache-Control": f"public, max-age={seconds}"}
            answer = view(*args, **kwargs)
            if isinstance(answer, Response):
                answer.headers.update(kept)
                return answer
            entity, headers = answer
            return entity, {**headers, **kept}

        return wrapper  # type: ignore[return-value]  # same signature as the view

    return decorator
