"""Chance that falls the same way every time."""

from __future__ import annotations

from random import Random


def chance(label: str) -> Random:
    """Return the random numbers that belong to `label`, and to nothing else."""
    return Random(label)  # noqa: S311 - made to be repeated, and no secret comes of it
