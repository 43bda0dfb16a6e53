"""What every domain's use cases stand on: who asks, the gate of access, and named failures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from therapy_core import access, errors
from therapy_core.actor import Actor, Once
from therapy_core.failures import named_failures
from therapy_core.table import Entity, Table

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


def expect_version(entity: Entity, version: int | None) -> None:
    """Raise `VersionMismatch` unless `entity` is at `version`; None takes any."""
    if version is not None and entity.version != version:
        raise errors.VersionMismatch
