"""Describe an error by its type and its way through the code, and by nothing that it says.

The text of an error may quote what a person wrote, so it is never read. Equal faults have an equal
`fingerprint`, on every machine and after unrelated edits. It is a hash of the error's type and of
the way through our own packages (through all, if it passed none of ours): for each step the file,
the function and, in our own code, the source of the statement's lines, without white space.

- Line numbers move with every edit above them, so they don't count. The source tells two errors of
  one function apart, and stays the same until somebody rewrites those very lines, by which an old
  fault may well become a new one. Where no source is at hand, functions alone count.
- How often functions call each other may depend on the data, so a loop in the way is cut out: when
  it comes to a function that it passed before, what lies between the two counts as not passed.
- A recursion without end breaks off wherever the stack happens to be full, so of a `RecursionError`
  the way into the loop counts, and nothing in it.
"""

from __future__ import annotations

import hashlib
import linecache
import re
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple

OURS = ("therapy_api", "therapy_core", "therapy_cli")
MOST_FRAMES = 60
"""A function that calls itself without end passes a thousand; the innermost are told."""
DIGITS = 12
"""Of a fingerprint: 48 bits. That two of 10,000 faults share one has odds of 1 to 5 million."""
_UNIT = 2
"""Bytes of a unit of bytecode, for each of which there is a position."""
_CODE = re.compile(r"[A-Za-z_.]{1,100}")


class Step(NamedTuple):
    """Name the place where an error passed, without the path to it on this machine.

    `source` is that of the statement, without white space, or empty where none is at hand.
    """

    module: str
    file: str
    line: int
    function: str
    source: str = ""

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
    steps = list(_steps(error.__traceback__))
    ours = [each for each in steps if each.is_ours] or steps
    return {
        "error": _name(error),
        **_cause(error.__cause__),
        "fingerprint": _fingerprint(error, ours),
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


def _steps(trace: TracebackType | None) -> Iterator[Step]:
    while trace is not None:
        yield _step(trace)
        trace = trace.tb_next


def _step(trace: TracebackType) -> Step:
    """Return the place that a traceback begins at, its file from the package on: `flask/app.py`."""
    code, names = trace.tb_frame.f_code, trace.tb_frame.f_globals
    module = str(names.get("__name__", ""))
    parts = code.co_filename.replace("\\", "/").split("/")
    depth = module.count(".") + 1 + (parts[-1] == "__init__.py")
    file, source = "/".join(parts[-depth:]), _source(trace) if _is_ours(module) else ""
    return Step(module, file, trace.tb_lineno, code.co_qualname, source)


def _source(trace: TracebackType) -> str:
    """Return the lines that the failing instruction stands for, without any white space."""
    code, names = trace.tb_frame.f_code, trace.tb_frame.f_globals
    first = trace.tb_lineno or 0  # an instruction that the compiler adds may have no line
    found = islice(code.co_positions(), trace.tb_lasti // _UNIT, None)
    last = next((last for _, last, *_ in found), None) or first
    lines = range(first, max(first, last) + 1)
    text = "".join(linecache.getline(code.co_filename, each, names) for each in lines)
    return "".join(text.split())


def _fingerprint(error: BaseException, steps: list[Step]) -> str:
    endless = isinstance(error, RecursionError)
    way = _into_the_loop(steps) if endless else _without_loops(steps)
    told = [_name(error), *(f"{each.file} {each.function} {each.source}" for each in way)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:DIGITS]


def _without_loops(steps: list[Step]) -> list[Step]:
    way: dict[tuple[str, str], Step] = {}
    for step in steps:
        place = step.file, step.function
        if place in way:
            while next(reversed(way)) != place:
                way.popitem()
        way[place] = step
    return list(way.values())


def _into_the_loop(steps: list[Step]) -> list[Step]:
    """Return the steps up to the first function that comes again, and that one without a source."""
    last = {(each.file, each.function): at for at, each in enumerate(steps)}
    for at, step in enumerate(steps):
        if last[step.file, step.function] > at:
            return [*steps[:at], step._replace(source="")]
    return steps
