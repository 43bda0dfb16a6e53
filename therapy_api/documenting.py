"""Let each HTTP concern leave a note on a view, from which its documentation is written.

The notes travel with flask-smorest's own (`_apidoc`), so that what an operation does and what
the OpenAPI document says of it can't part.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

View = Callable[..., Any]
F = TypeVar("F", bound=View)


def note(view: View, **facts: Any) -> View:
    """Note facts on a view, such as `tagged=True`, and return it."""
    documented = deepcopy(getattr(view, "_apidoc", {}))
    documented.setdefault("notes", {}).update(facts)
    view._apidoc = documented  # type: ignore[attr-defined]  # where smorest keeps its own
    return view


def notes_of(documented: dict[str, Any]) -> dict[str, Any]:
    """Return the facts noted among what smorest keeps about a view."""
    found: dict[str, Any] = documented.get("notes", {})
    return found


def refuses(*statuses: int) -> Callable[[F], F]:
    """Note the problems that a use case itself raises, beside those that every concern notes."""

    def decorator(view: F) -> F:
        known = notes_of(getattr(view, "_apidoc", {})).get("refuses", ())
        return note(view, refuses=(*known, *statuses))  # type: ignore[return-value]  # the same

    return decorator
