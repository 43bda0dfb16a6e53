"""What every use case is measured by: one module a domain, each with its `CASES`."""

from __future__ import annotations

import importlib
import pkgutil

from tests.therapy_core.cases.world import Case


def every() -> dict[str, Case]:
    """Return the cases of all domains, by the name of the use case."""
    found: dict[str, Case] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        found |= getattr(importlib.import_module(module.name), "CASES", {})
    return found
