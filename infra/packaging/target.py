"""What a zip is built for: a version of Python and a processor, on Lambda's Linux."""

from __future__ import annotations

from dataclasses import dataclass

ARCHITECTURES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""Lambda's name of a processor, and the one that wheels use."""

_NEWEST_GLIBC, _OLDEST_GLIBC = 34, 17
"""Amazon Linux 2023, which Lambda's Python 3.12 and later run on, has glibc 2.34."""


@dataclass(frozen=True, slots=True)
class Target:
    """Name a version of Python ("3.13") and a processor ("arm64" or "x86_64")."""

    python: str
    architecture: str

    def __str__(self) -> str:
        return f"Python {self.python} on {self.architecture} (manylinux, glibc 2.{_NEWEST_GLIBC})"

    @property
    def platforms(self) -> list[str]:
        """Return the platform tags that run there, the best first."""
        machine = ARCHITECTURES[self.architecture]
        minors = range(_NEWEST_GLIBC, _OLDEST_GLIBC - 1, -1)
        return [f"manylinux_2_{minor}_{machine}" for minor in minors] + [f"manylinux2014_{machine}"]
