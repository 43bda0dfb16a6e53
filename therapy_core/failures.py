"""From what the table raises to what a caller of the library expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from therapy_core import errors
from therapy_core.table import errors as table_errors

_OUT_OF_REACH = (
    table_errors.Contention,
    table_errors.Unavailable,
    table_errors.BatchIncomplete,
    table_errors.Rejected,
)


@contextmanager
def named_failures() -> Iterator[None]:
    """Turn what the table raises into what a caller of the library expects."""
    try:
        yield
    except table_errors.VersionConflict:
        raise errors.VersionMismatch from None
    except (table_errors.Missing, table_errors.WrongEntity, table_errors.InvalidKey):
        raise errors.NotFound from None
    except (table_errors.AlreadyExists, table_errors.UniqueViolation, table_errors.RuleViolated):
        raise errors.Conflict from None
    except table_errors.Erased:
        raise errors.NotFound from None
    except table_errors.InvalidCursor:
        raise errors.InvalidCursor from None
    except _OUT_OF_REACH as failure:
        raise errors.TryAgain from failure
