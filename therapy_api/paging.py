"""Answer lists page by page: `limit` and `cursor` in, `items`, `nextCursor` and a `Link` out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

import marshmallow as ma
from flask import request

from therapy_api.documenting import note
from therapy_api.schemas.base import Schema
from therapy_core.actor import PageRequest

F = TypeVar("F", bound=Callable[..., Any])

LONGEST_CURSOR = 4096


class Whole(ma.fields.Integer):
    """Read a whole number written in plain digits, and not all that Python's `int` takes."""

    def _validated(self, value: Any) -> int:
        if not re.fullmatch("[0-9]{1,9}", str(value)):
            raise self.make_error("invalid", input=value)
        return int(value)


class PageQuery(Schema):
    """Ask for one page of a list; lists with filters add theirs."""

    limit = Whole(
        load_default=20,
        validate=ma.validate.Range(1, 100),
        metadata={"description": "How many entries a page holds at most.", "examples": [20]},
    )
    cursor = ma.fields.String(
        validate=ma.validate.Length(1, LONGEST_CURSOR),
        metadata={"description": "`nextCursor` of the page before; holds for the same filters."},
    )


def paged(view: F) -> F:
    """Give a view its `PageRequest` and the filters by name; answer with the page it returns."""

    @wraps(view)
    def wrapper(self: Any, query: dict[str, Any], **ids: Any) -> Any:
        asked = PageRequest(query.pop("limit"), query.pop("cursor", None))
        page = view(self, asked, **ids, **query)
        return page, _link(page.next_cursor)

    return note(wrapper, paged=True)  # type: ignore[return-value]  # the query is unpacked


def _link(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    query = {**request.args.to_dict(), "cursor": cursor}
    return {"Link": f'<{request.path}?{urlencode(query)}>; rel="next"'}
