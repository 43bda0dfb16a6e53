"""What can go wrong while packaging.

PackagingError
├── WheelMissing     a dependency has no wheel for the target
├── NotPinned        a dependency isn't in constraints.txt
├── NoInterpreter    no Python of the target's version is here to compile for it
├── Forbidden        something came along that a function must not carry
├── TooBig           the zip is over one of Lambda's limits
└── NotReproducible  a second build gave other bytes
"""

from __future__ import annotations


class PackagingError(Exception):
    """Stand at the root of packaging's errors; the message says what to do."""


class WheelMissing(PackagingError):
    """Say which dependency has no wheel for the target."""

    def __init__(self, requirement: str, target: object) -> None:
        super().__init__(
            f"There is no wheel of {requirement} for {target} that setup.cfg and constraints.txt "
            "both allow."
        )


class NotPinned(PackagingError):
    """Say which dependencies stand in no line of constraints.txt."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"constraints.txt doesn't pin {', '.join(names)}: `make constraints` renews it."
        )


class NoInterpreter(PackagingError):
    """Say that nothing here can compile for the target."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"No Python {version} is here to compile for the target. Run this with one, or leave "
            "compiling to each cold start (--no-bytecode), which makes it several times as long."
        )


class Forbidden(PackagingError):
    """Say what came along that a function must not carry."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"A function must not carry {', '.join(names)}.")


class TooBig(PackagingError):
    """Say which of Lambda's limits the zip breaks, in bytes."""

    def __init__(self, what: str, size: int, limit: int) -> None:
        super().__init__(f"The zip has {size:,} bytes {what}; Lambda takes {limit:,}.")


class NotReproducible(PackagingError):
    """Say in which entries a second build differs."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"A second build differs in {', '.join(names) or 'the order of entries'}.")
