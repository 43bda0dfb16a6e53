"""The functions of the system: what each is for, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from therapy_api.areas import AREAS


@dataclass(frozen=True, slots=True)
class Function:
    """Describe a function: its handler, memory in MB, timeout in seconds, and what it may run.

    `concurrency` is how many may run at once, where the account's quota leaves room to reserve
    that. Memory decides how much of a processor there is: one whole core at 1,769 MB (AWS Lambda
    Developer Guide, "Configure memory").
    """

    about: str
    handler: str
    memory: int = 1024
    timeout: int = 10
    concurrency: int = 50
    is_area: bool = False


_HTTP = "therapy_api.aws_lambda.api.handler"
_MEMORY = {"auth": 1769}
"""A password's hash takes a quarter of a second of a whole core."""
_CONCURRENCY = {"auth": 20, "search": 20, "record": 10}
_TIMEOUT = {"record": 28}
"""Seconds. An export or an erasure is long; API Gateway waits for 29 at most."""

FUNCTIONS: Mapping[str, Function] = {
    **{
        name: Function(
            area.about,
            _HTTP,
            memory=_MEMORY.get(name, 1024),
            timeout=_TIMEOUT.get(name, 10),
            concurrency=_CONCURRENCY.get(name, 50),
            is_area=True,
        )
        for name, area in AREAS.items()
    },
    "due": Function(
        "Sweeps what has fallen due, every minute.",
        "therapy_api.aws_lambda.due.handler",
        timeout=55,
        concurrency=1,
    ),
    "migrate": Function(
        "Applies migrations, as a step of a deployment.",
        "therapy_api.aws_lambda.migrate.handler",
        timeout=900,
        concurrency=1,
    ),
}


def logical(name: str, what: str) -> str:
    """Return the logical id of something of a function: `ClientFunction`, `DueLogs`."""
    return f"{name.capitalize()}{what}"
