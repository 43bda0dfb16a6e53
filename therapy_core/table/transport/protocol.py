"""The one seam under PynamoDB: a transport sends an operation and returns the answer."""

from __future__ import annotations

from typing import Any, Protocol


class Transport(Protocol):
    """Send one DynamoDB operation, once, and return its answer.

    Raises botocore's `ClientError` for what DynamoDB refuses and `BotoCoreError` for what never
    came to an answer; the toolkit repeats what is worth repeating. Must be safe to call from
    several threads.
    """

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`."""
        ...

    def close(self) -> None:
        """Let go of every connection; another call opens new ones."""
        ...
