"""The embedded engine: a DynamoDB-compatible server over SQLite, started beside the API.

>>> with Engine() as engine:  # doctest: +SKIP
...     boto3.client("dynamodb", endpoint_url=engine.endpoint)
"""

from therapy_cli.engine.binary import ensure, find, install
from therapy_cli.engine.engine import Engine
from therapy_cli.engine.errors import (
    DatabaseInUse,
    EngineError,
    EngineFailed,
    EngineMissing,
    PortTaken,
)
from therapy_cli.engine.lock import endpoint_of, in_use

__all__ = [
    "DatabaseInUse",
    "Engine",
    "EngineError",
    "EngineFailed",
    "EngineMissing",
    "PortTaken",
    "endpoint_of",
    "ensure",
    "find",
    "in_use",
    "install",
]
