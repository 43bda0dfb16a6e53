"""Make changes conditional on the version that the caller read (RFC 9110, section 13).

The tag of an entity is its version in quotes. Where the caller sees less than there is, or the
answer is made of two entities, a suffix tells the representations apart (`"3.brief"`, `"3.5"`);
so it does where time alone has changed what is shown (`"3.lapsed"`);
a condition on a write always means the number in front, and that number becomes the condition of
the write itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, request

from therapy_api.documenting import note
from therapy_api.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])

_TAG = re.compile(r'(?P<weak>W/)?"(?P<opaque>[\x21\x23-\x7e\x80-\xff]*)"')
_VERSION = re.compile(r"(\d{1,15})(?:\.\w+)?", re.ASCII)


def tag_of(entity: Any) -> str | None:
    """Return the entity tag, quotes included, of what the caller gets to see of `entity`.

    Somebody who sees a name alone gets no version, and so no tag.
    """
    if hasattr(entity, "account"):
        return f'"{entity.account.version}.{getattr(entity.profile, "version", 0)}"'
    brief = ".brief" if getattr(entity, "email", "") is None else ""
    lapsed = ".lapsed" if getattr(entity, "lapsed", False) else ""
    return None if entity.version is None else f'"{entity.version}{brief or lapsed}"'


def tagged(view: F) -> F:
    """Add the `ETag` of the entity that a view returns; answer 304 to a GET that has it."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        entity, headers = _parts(view(*args, **kwargs))
        tag = tag_of(entity)
        if tag is None:
            return entity, headers
        if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag[1:-1]):
            return Response(status=304, headers={"ETag": tag})
        return entity, {**headers, "ETag": tag}

    return note(wrapper, tagged=True)  # type: ignore[return-value]  # same signature as the view


def if_match(view: F) -> F:
    """Pass the version in `If-Match` on to a view, as `version`.

    Raises a `Problem`: 428 without the header or with `*`, 400 when it can't be read or names
    several, 412 for a tag that can't match.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs, version=expected_version(request.headers.get("If-Match")))

    return note(wrapper, conditional=True)  # type: ignore[return-value]  # `version` is filled in


def if_match_or_new(view: F) -> F:
    """Pass on to a view, as `version`, what a PUT that may create says of what is there.

    That is the version in `If-Match`, or 0 for `If-None-Match: *` (RFC 9110, 13.1.2). What was
    created is answered with 201. Raises a `Problem`: 428 without either, 400 for both, for an
    `If-None-Match` other than `*` and as `if_match`, 412 for a tag that can't match.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        version = _precondition()
        entity, headers = _parts(view(*args, **kwargs, version=version))
        return entity, HTTPStatus.OK if version else HTTPStatus.CREATED, headers

    return note(wrapper, conditional_put=True)  # type: ignore[return-value]  # as `if_match`


def _precondition() -> int:
    match, none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if none_match is None:
        return _of_stored(expected_version(match))
    if match is not None or none_match.strip() != "*":
        raise Problem("conditional.malformed", "Send `If-Match`, or `If-None-Match: *`.")
    return 0


def _of_stored(version: int) -> int:
    """Return a version that something stored can have; 0 is nothing's."""
    if version == 0:
        raise Problem("state.version_mismatch")
    return version


def expected_version(header: str | None) -> int:
    """Return the version that a value of `If-Match` names."""
    if header is None or header.strip() in ("", "*"):
        raise Problem("conditional.required")
    tag = _TAG.fullmatch(header.strip())
    if tag is None:
        raise Problem("conditional.malformed")
    version = _VERSION.fullmatch(tag["opaque"])
    if tag["weak"] or version is None:
        raise Problem(
            "state.version_mismatch", "A tag that is weak, or not from here, never matches."
        )
    return int(version[1])


def _parts(returned: Any) -> tuple[Any, dict[str, str]]:
    return returned if isinstance(returned, tuple) else (returned, {})
