"""Where the bench finds and puts things."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
"""What the bench fetches for itself: git-ignored, and gone with `make clean`."""


def results() -> Path:
    """Return the folder of the results: `bench/results`, or a git-ignored one for a quick look."""
    return BUILD / "quick" if is_quick() else ROOT / "bench" / "results"


def docs() -> Path:
    """Return the folder of what is written from the results."""
    return BUILD / "quick" if is_quick() else ROOT / "docs"


def is_quick() -> bool:
    """Tell whether this is a quick look (`QUICK=1`): fewer rounds, and nothing is written down."""
    return bool(os.environ.get("QUICK"))


def times(whole: int, quick: int) -> int:
    """Return how often to do something."""
    return quick if is_quick() else whole
