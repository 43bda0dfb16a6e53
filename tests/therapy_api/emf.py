"""CloudWatch's embedded metric format, as its specification has it."""

from __future__ import annotations

import json
from typing import Any

from jsonschema_rs import Draft202012Validator

_SIZES = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"]
_SIZES += [each.replace("ytes", "its") for each in _SIZES]
UNITS = ["Seconds", "Microseconds", "Milliseconds", *_SIZES, "Percent", "Count", "None"]
UNITS += [f"{each}/Second" for each in [*_SIZES, "Count"]]
MOST_BYTES = 256 * 1024

_METRIC = {
    "type": "object",
    "required": ["Name"],
    "properties": {
        "Name": {"type": "string", "minLength": 1, "maxLength": 1024},
        "Unit": {"enum": UNITS},
        "StorageResolution": {"enum": [1, 60]},
    },
    "additionalProperties": False,
}
_DIMENSION = {"type": "string", "minLength": 1, "maxLength": 250}
_DIRECTIVE = {
    "type": "object",
    "required": ["Namespace", "Dimensions", "Metrics"],
    "properties": {
        "Namespace": {"type": "string", "minLength": 1, "maxLength": 1024},
        "Dimensions": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "maxItems": 30, "items": _DIMENSION},
        },
        "Metrics": {"type": "array", "minItems": 1, "maxItems": 100, "items": _METRIC},
    },
    "additionalProperties": False,
}
_METADATA = {
    "type": "object",
    "required": ["Timestamp", "CloudWatchMetrics"],
    "properties": {
        "Timestamp": {"type": "integer", "minimum": 1_500_000_000_000},
        "CloudWatchMetrics": {"type": "array", "minItems": 1, "items": _DIRECTIVE},
    },
    "additionalProperties": False,
}
DOCUMENT = Draft202012Validator(
    {"type": "object", "required": ["_aws"], "properties": {"_aws": _METADATA}}
)


def check(line: str) -> dict[str, float]:
    """Return the metrics that CloudWatch would read in a line, and assert that it could."""
    document = json.loads(line)
    assert len(line.encode()) < MOST_BYTES
    assert not [error.message for error in DOCUMENT.iter_errors(document)]
    found: dict[str, float] = {}
    for directive in document["_aws"]["CloudWatchMetrics"]:
        for name in (name for names in directive["Dimensions"] for name in names):
            assert _is_dimension(document[name]), name
        for name in (each["Name"] for each in directive["Metrics"]):
            assert _is_number(document[name]), name
            found[name] = document[name]
    return found


def _is_dimension(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 1024 and value.isascii()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
