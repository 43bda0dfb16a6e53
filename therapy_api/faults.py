"""Describe an error by its type and its way through the code, and by nothing that it says.

The text of an error may quote what a person wrote, so it is never read. Equal faults have an equal
`fingerprint`, on every machine and after unrelated edits: it is made from the error's type and the
functions of our own packages that it passed (of all, if it passed none of ours), without line
numbers, and without how often it passed them, which may depend on the data.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from types import FrameType
from typing import Any, NamedTuple

OURS = ("therapy_api", "therapy_core", "therapy_cli")
MOST_FRAMES = 60
"""A function that calls itself without end passes a thousand; the innermost are told."""
DIGITS = 12
"""Of a fingerprint: 48 bits. That two of 10,000 faults share one has odds of 1 to 5 million."""


_CODE = re.compile(r"[A-Za-z_.]{1,100}")


class Step(NamedTuple):
    """Name the place where an error passed, without the path to it on this machine."""

    module: str
    file: str
    line: int
    function: str

    @property
    def is_ours(self) -> bool:
        """Tell whether it is in one of our packages."""
        return _is_ours(self.module)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}"


def described(error: BaseException) -> dict[str, Any]:
    """Return the members of a log line for an error.

    `error` is the name of its type, `at` the innermost place of ours and `frames` the whole way,
    from the outermost in. If it was raised from another, `cause` is the name of that one's type;
    where that is the table's refusal, `cause_code` is DynamoDB's own word for it, such as
    `AccessDeniedException`.
    """
    steps = [_step(*each) for each in traceback.walk_tb(error.__traceback__)]
    ours = [each for each in steps if each.is_ours] or steps
    return {
        "error": _name(error),
        **_cause(error.__cause__),
        "fingerprint": _fingerprint(_name(error), ours),
        "at": str(ours[-1]) if ours else "",
        "frames": [str(each) for each in steps[-MOST_FRAMES:]],
    }


def _cause(cause: BaseException | None) -> dict[str, str]:
    if cause is None:
        return {}
    code = getattr(cause, "code", None) if _is_ours(type(cause).__module__) else None
    known = isinstance(code, str) and _CODE.fullmatch(code)
    return {"cause": _name(cause)} | ({"cause_code": str(code)} if known else {})


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS


def _step(frame: FrameType, line: int) -> Step:
    """Return the place of a frame, its file from the package on: `flask/app.py`."""
    module = str(frame.f_globals.get("__name__", ""))
    parts = frame.f_code.co_filename.replace("\\", "/").split("/")
    depth = module.count(".") + 1 + (parts[-1] == "__init__.py")
    return Step(module, "/".join(parts[-depth:]), line, frame.f_code.co_qualname)


def _fingerprint(name: str, steps: list[Step]) -> str:
    told = dict.fromkeys([name, *(f"{each.file} {each.function}" for each in steps)])
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:DIGITS]
