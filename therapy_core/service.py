"""What every domain's use cases stand on: who asks, the gate of access, and named failures."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from therapy_core import access, errors
from therapy_core.actor import Actor, Once
from therapy_core.table import Entity, Table
from therapy_core.table import errors as table_errors

if TYPE_CHECKING:
    from therapy_core.practice import Practice

USE_CASES: set[str] = set()


class Service:
    """Bind the use cases of one domain to who asks.

    Every public method of a subclass is a use case: it needs a rule in `access.RULES` (the
    class can't be defined without), runs only for roles that the rule names, and raises
    nothing but `TherapyError`.
    """

    domain: ClassVar[str]

    def __init__(self, practice: Practice, actor: Actor, once: Once | None) -> None:
        self._practice = practice
        self._actor = actor
        self._once = once

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, method in list(vars(cls).items()):
            if callable(method) and not name.startswith("_"):
                action = f"{cls.domain}.{name}"
                access.declared(action)
                USE_CASES.add(action)
                setattr(cls, name, _guarded(action, method))

    @property
    def _table(self) -> Table:
        return self._practice.table


def _guarded(action: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def guarded(self: Service, *args: Any, **kwargs: Any) -> Any:
        access.gate(self._actor, action)
        with named_failures():
            return method(self, *args, **kwargs)

    return guarded


@contextmanager
def named_failures() -> Iterator[None]:
    """Turn what the table raises into what a caller of the library expects."""
    try:
        yield
    except table_errors.VersionConflict:
        raise errors.VersionMismatch from None
    except (table_errors.Missing, table_errors.WrongEntity, table_errors.InvalidKey):
        raise errors.NotFound from None
    except table_errors.InvalidCursor:
        raise errors.InvalidCursor from None
    except (table_errors.Contention, table_errors.Unavailable, table_errors.BatchIncomplete):
        raise errors.TryAgain from None


def expect_version(entity: Entity, version: int | None) -> None:
    """Raise `VersionMismatch` unless `entity` is at `version`; None takes any."""
    if version is not None and entity.version != version:
        raise errors.VersionMismatch
