"""Where things that are made on this machine lie: the engine's program, data, secrets."""

from __future__ import annotations

from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent


def root() -> Path:
    """Return the checkout that this package runs from, or else the working directory."""
    return _CHECKOUT if (_CHECKOUT / "setup.cfg").is_file() else Path.cwd()


def data() -> Path:
    """Return the git-ignored folder of databases, logs and development secrets."""
    return root() / ".data"


def tools() -> Path:
    """Return the git-ignored folder of programs fetched for this machine."""
    return root() / ".tools"


def site() -> Path:
    """Return the folder that the site is built into."""
    return root() / "web" / "dist"


def database() -> Path:
    """Return the embedded engine's database."""
    return data() / "therapy.db"
