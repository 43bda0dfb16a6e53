"""Images in stream records: Lambda hands binary values over as base64 text."""

from __future__ import annotations

import base64
from typing import Any

from therapy_core.table.entity import Raw


def image(found: dict[str, Any] | None) -> Raw | None:
    """Return an image as an item, its binary values decoded."""
    return None if found is None else {name: _value(value) for name, value in found.items()}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    ((kind, held),) = value.items()
    if kind == "B":
        return {kind: _bytes(held)}
    if kind == "BS":
        return {kind: [_bytes(h) for h in held]}
    if kind == "L":
        return {kind: [_value(v) for v in held]}
    if kind == "M":
        return {kind: {n: _value(v) for n, v in held.items()}}
    return {kind: held}


def _bytes(held: str | bytes) -> bytes:
    return base64.b64decode(held) if isinstance(held, str) else held
