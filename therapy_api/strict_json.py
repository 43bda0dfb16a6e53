"""Read JSON more strictly than `json.loads`: one meaning a document, and no traps in it.

Refused are what is not UTF-8, names repeated in one object, NaN and Infinity, numbers that are
too long or too large, deep nesting, and text that could not be stored (lone surrogates, NUL).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from therapy_api.naming import pointer
from therapy_api.problems import Problem

DEEPEST = 32
LONGEST_NUMBER = 32
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")

Path = tuple[str, ...]


def read(body: bytes) -> Any:
    """Return the value in `body`; raise a `Problem` (400, or 422 for text that can't be stored)."""
    value = _parsed(body)
    unstorable = [
        {"pointer": pointer(path), "detail": "holds characters that are not text"}
        for path, text in _texts(value)
        if _UNSTORABLE.search(text)
    ]
    if unstorable:
        raise Problem("input.invalid", errors=unstorable)
    return value


def is_text(value: str) -> bool:
    """Tell whether `value` can be stored as text."""
    return not _UNSTORABLE.search(value)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except UnicodeDecodeError:
        raise Problem("body.malformed", "The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem("body.malformed", f"The body is not JSON: see {where}.") from None
    except RecursionError:
        _too_deep()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem("body.malformed", "A name is repeated in one object.")
    return found


def _constant(_: str) -> NoReturn:
    raise Problem("body.malformed", "NaN and Infinity are not JSON.")


def _integer(digits: str) -> int:
    return int(_short(digits))


def _float(digits: str) -> float:
    number = float(_short(digits))
    if not math.isfinite(number):
        raise Problem("body.malformed", "A number is too large.")
    return number


def _short(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise Problem("body.malformed", f"A number has more than {LONGEST_NUMBER} characters.")
    return digits


def _too_deep() -> NoReturn:
    raise Problem("body.malformed", f"The body is nested more than {DEEPEST} levels deep.")


def _texts(value: Any) -> Iterator[tuple[Path, str]]:
    """Walk without recursion over every name and text, and count the levels on the way."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, str):
            yield path, here
        elif isinstance(here, dict | list):
            if len(path) >= DEEPEST:
                _too_deep()
            entries = here.items() if isinstance(here, dict) else enumerate(here)
            for name, inner in entries:
                yield path, str(name)
                waiting.append(((*path, str(name)), inner))
