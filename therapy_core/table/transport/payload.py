"""What is sent and what comes back, between Python's values and the bytes of JSON.

DynamoDB's JSON says binary values in base64; everything else is what it looks like.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import orjson

_MARK = re.compile(rb'"BS?"')
_DEEP = frozenset({"BS", "L", "M"})


def encode(request: dict[str, Any]) -> bytes:
    """Return `request` as JSON. Raises `TypeError` for what JSON can't hold."""
    return orjson.dumps(request, default=_base64)


def decode(body: bytes) -> dict[str, Any]:
    """Return an answer, its binary values as bytes. Raises `ValueError` for what is no answer."""
    answer = orjson.loads(body or b"{}")
    if not isinstance(answer, dict):
        raise ValueError("an answer is a JSON object")  # noqa: TRY004 - it is the text that is bad
    if _MARK.search(body):
        _open_answer(answer)
    return answer


def _base64(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _open_answer(answer: dict[str, Any]) -> None:
    """Open every binary value: quickly in the items, and by looking through what is rare."""
    for name, held in answer.items():
        if name == "Items":
            for item in held:
                open_item(item)
        elif name in ("Item", "Attributes"):
            open_item(held)
        else:
            _open_anywhere(held)


def open_item(item: dict[str, Any]) -> None:
    """Turn the base64 text in an item, or in a map, into bytes."""
    for value in item.values():
        if "S" in value or "N" in value:
            continue
        if "B" in value:
            value["B"] = b64decode(value["B"])
        for kind in _DEEP.intersection(value):
            value[kind] = _OPEN[kind](value[kind])


def _open_map(held: dict[str, Any]) -> dict[str, Any]:
    open_item(held)
    return held


def _open_list(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    open_item(dict(enumerate(held)))  # type: ignore[arg-type]  # the names make no difference
    return held


_OPEN: dict[str, Callable[[Any], Any]] = {
    "B": b64decode,
    "BS": lambda held: [b64decode(each) for each in held],
    "L": _open_list,
    "M": _open_map,
}


def _open_anywhere(node: Any) -> None:
    """Open binary values wherever they stand: text, under "B", is nothing else."""
    if isinstance(node, list):
        for each in node:
            _open_anywhere(each)
    elif isinstance(node, dict):
        for name, held in node.items():
            if (name == "B" and isinstance(held, str)) or (name == "BS" and _is_texts(held)):
                node[name] = _OPEN[name](held)
            else:
                _open_anywhere(held)


def _is_texts(held: Any) -> bool:
    return isinstance(held, list) and all(isinstance(each, str) for each in held)
