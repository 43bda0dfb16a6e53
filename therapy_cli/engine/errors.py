"""What can go wrong with the embedded engine.

EngineError
├── EngineMissing    its program isn't here and can't be had
├── PortTaken        something else listens on the port
├── DatabaseInUse    another engine has the database open
└── EngineFailed     it doesn't come up
"""

from __future__ import annotations


class EngineError(Exception):
    """Stand at the root of the embedded engine's errors; the message says what to do."""


class EngineMissing(EngineError):
    """Say that the engine's program isn't here, and what to use instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The embedded engine can't be had: {reason}.\n"
            "Either let `make setup` reach a package registry and run it again, or use another "
            "engine:\n"
            "  make docker-up                       DynamoDB Local and the API in containers\n"
            "  DYNAMODB_ENDPOINT=http://host:8000   any DynamoDB, set here or in .env"
        )


class PortTaken(EngineError):
    """Say that something else listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken. Stop what listens there, or choose another port "
            "(for the API: PORT=5001 make run)."
        )


class DatabaseInUse(EngineError):
    """Say that another engine has the database open."""

    def __init__(self, database: object, holder: str) -> None:
        who = f" (process {holder})" if holder else ""
        super().__init__(
            f"Another engine{who} has {database} open. "
            "Is `make run` running in another window? One engine a database."
        )


class EngineFailed(EngineError):
    """Say that the engine doesn't come up, with the last thing it said."""

    def __init__(self, said: str) -> None:
        super().__init__(f"The embedded engine doesn't start. It says: {said or 'nothing'}")
