"""Hold every call of a test against what its function is granted on AWS, or write it down.

A call belongs to the area whose request is being answered, or whose use case a test of the library
runs; to `due` while what is due is swept; to `migrate` while the practice's own migrations are
applied and where the first seal of the audit is prepared, which comes with them. What tests do
besides is nobody's.
"""

from __future__ import annotations

import functools
import os
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask import has_request_context, request

from infra import grants
from infra.calls import KEYS, Call, calls_of
from therapy_api.areas import AREAS
from therapy_core.audit import sealing
from therapy_core.due import sweeping
from therapy_core.keys.keyring import Keyring
from therapy_core.keys.local import LocalKeys
from therapy_core.practice import DOMAINS
from therapy_core.service import Service
from therapy_core.table.connection import Wire
from therapy_core.table.errors import Rejected
from therapy_core.table.migrations.runner import Runner

RECORDS = os.environ.get("RECORD_GRANTS")
MIGRATIONS = Path(__file__).parents[1] / "migrations"
OPEN = {"CreateTable", "DeleteTable", "ListTables", "UpdateTimeToLive"}
"""What only tests do: on AWS the stack makes the table, with the time at which items expire."""

ONLY_COMMANDS = {"bring_back"}
"""The use cases that no area has an operation for."""

_working: ContextVar[str | None] = ContextVar("working", default=None)
_using: ContextVar[str | None] = ContextVar("using", default=None)
_seen: grants.Grants = defaultdict(set)
_refused: list[str] = []


@functools.cache
def _areas() -> dict[str, str]:
    """Return the area of each blueprint, by the blueprint's name."""
    return {each.name: name for name, area in AREAS.items() for each in area.blueprints()}


def _areas_of_domains() -> dict[str, str]:
    """Return the area of each domain of the library, but for those that two areas ask."""
    asking: dict[str, list[str]] = defaultdict(list)
    for name, area in AREAS.items():
        for domain in area.domains:
            asking[domain].append(name)
    return {domain: names[0] for domain, names in asking.items() if len(names) == 1}


def _label_use_cases(service: type[Service], area: str) -> None:
    for name, method in list(vars(service).items()):
        if callable(method) and not name.startswith("_") and name not in ONLY_COMMANDS:
            setattr(service, name, _doing(area, _using)(method))


def function() -> str | None:
    """Return the function that would do on AWS what is being done, or None for a test itself."""
    return _process() or _using.get()


def _process() -> str | None:
    """Return the function that a test plays, other than by a call of the library."""
    if has_request_context() and request.blueprint:
        return _areas().get(request.blueprint)
    return _working.get()


def install() -> None:
    """Watch every call from here on."""
    send = Wire._send

    def watched(self: Wire, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        doing = function()
        if doing and operation not in OPEN:
            _hold(doing, operation, set(calls_of(operation, asked)))
        return send(self, operation, asked)

    Wire._send = watched  # type: ignore[method-assign]
    LocalKeys.make = _with_key("GenerateDataKey", LocalKeys.make)  # type: ignore[method-assign]
    LocalKeys.unwrap = _with_key("Decrypt", LocalKeys.unwrap)  # type: ignore[method-assign]
    for domain, area in _areas_of_domains().items():
        _label_use_cases(DOMAINS[domain].service, area)
    sweeping.sweep_table = _doing("due")(sweeping.sweep_table)
    sealing.seal = _doing("due")(sealing.seal)
    sealing._beginning = _doing("migrate", always=True)(sealing._beginning)
    Keyring._kept_still = _own_keys(Keyring._kept_still)  # type: ignore[method-assign]
    Runner.migrate = _migrating(Runner.migrate)  # type: ignore[method-assign]


def tell() -> None:
    """Write down what was seen, where that was asked for."""
    if RECORDS and _seen:
        Path(RECORDS).mkdir(parents=True, exist_ok=True)
        grants.write(_seen, Path(RECORDS) / f"{uuid.uuid4().hex}.json")


def refused() -> list[str]:
    """Return what was done without a grant since this was last asked.

    Some of the practice's work leaves what fails to a task; so a refusal may show nowhere else.
    """
    found = list(_refused)
    _refused.clear()
    return found


def _hold(doing: str, operation: str, calls: set[Call]) -> None:
    if RECORDS:
        _seen[doing] |= calls
    elif missing := calls - grants.granted().get(doing, set()):
        told = f"{doing} has no grant for {'; '.join(' '.join(call) for call in sorted(missing))}"
        _refused.append(told)
        raise Rejected(operation, "AccessDeniedException", told)


def _with_key(action: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """Take what a master key does in tests for what KMS does on AWS."""

    @functools.wraps(work)
    def watched(self: LocalKeys, *args: Any) -> Any:
        if doing := function():
            _hold(doing, action, {Call(action, KEYS, args[-1]["key"])})
        return work(self, *args)

    return watched


def _own_keys(kept_still: Callable[..., Any]) -> Callable[..., Any]:
    """Let no function use a data key that another has unwrapped: on AWS it has none of those.

    One test of the library plays several, and counts what each asks; so there they share.
    """
    users: WeakKeyDictionary[Keyring, str | None] = WeakKeyDictionary()

    @functools.wraps(kept_still)
    def watched(self: Keyring, *args: Any) -> Any:
        doing = _process()
        if doing and users.get(self) != doing:
            self.evict()
            users[self] = doing
        return kept_still(self, *args)

    return watched


def _migrating(migrate: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(migrate)
    def labelled(self: Runner, *args: Any, **kwargs: Any) -> Any:
        name = "migrate" if self._folder.resolve() == MIGRATIONS else None
        with _doing(name, always=True):
            return migrate(self, *args, **kwargs)

    return labelled


@contextmanager
def _doing(
    name: str | None, label: ContextVar[str | None] = _working, *, always: bool = False
) -> Iterator[None]:
    """Do something, or each call of what this decorates, as the function of this name.

    Unless another function is doing it; or `always`.
    """
    token = label.set(name if always else label.get() or name)
    try:
        yield
    finally:
        label.reset(token)
