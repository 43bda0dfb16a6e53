"""What the command line says in one line instead of a traceback."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from therapy_cli.api import ApiFailed
from therapy_cli.commands.schema import OutOfStep
from therapy_cli.engine.errors import EngineError
from therapy_cli.node import NodeFailed
from therapy_cli.probe import ProbeFailed
from therapy_core.errors import InvalidInput, TherapyError, TryAgain
from therapy_core.keys.providers import KmsRefused
from therapy_core.stored_secrets.store import SecretsOutOfReach, SecretsRefused
from therapy_core.table.errors import (
    BatchIncomplete,
    Contention,
    Rejected,
    TableError,
    Unavailable,
)
from therapy_core.table.migrations.errors import MigrationError

_OUT_OF_REACH = (BatchIncomplete, BotoCoreError, ClientError, Contention, Rejected, Unavailable)

# What says that the code is wrong, `Misuse` for one, is not here and keeps its traceback.
EXPECTED: tuple[type[Exception], ...] = (
    ApiFailed,
    EngineError,
    MigrationError,
    NodeFailed,
    OutOfStep,
    ProbeFailed,
    TherapyError,
    *_OUT_OF_REACH,
)


def told(failure: Exception) -> str:
    """Return what to tell of a failure, with the fields where it names any."""
    if isinstance(failure, TryAgain) and isinstance(failure.__cause__, TableError):
        failure = failure.__cause__
    if isinstance(failure, InvalidInput):
        return "\n".join(f"{field} {rule}" for field, rule in failure.fields.items())
    if isinstance(failure, KmsRefused):
        return f"AWS KMS refuses. {failure}\nIs KMS_KEY_ID right, and may these credentials use it?"
    if isinstance(failure, (SecretsRefused, SecretsOutOfReach)):
        return (
            f"AWS Secrets Manager can't be used. {failure}\n"
            "Is its id right, and may these credentials use it?"
        )
    if isinstance(failure, _OUT_OF_REACH):
        detail = failure.detail if isinstance(failure, Rejected) else ""
        return (
            f"DynamoDB can't be used. {f'{failure}. {detail}'.strip()}\n"
            "Is it running, is DYNAMODB_ENDPOINT right, are there credentials for it, and has "
            "the table been made (make setup-db)? `make test-db` tries it step by step."
        )
    return str(failure)
