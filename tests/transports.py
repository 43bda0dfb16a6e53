"""The transport that the suite runs on: `DYNAMODB_TRANSPORT`, or else the lean one."""

from __future__ import annotations

import os

from therapy_core import table
from therapy_core.table import Transport

KIND = os.environ.get("DYNAMODB_TRANSPORT") or "lean"


def transport_to(endpoint: str) -> Transport:
    """Return a transport to `endpoint`, of the kind that is tested."""
    return table.transport_to(endpoint, kind=KIND)
