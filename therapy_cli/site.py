"""Build the site, so that `therapy run` serves it: its packages as locked, then its files."""

from __future__ import annotations

import shutil
from pathlib import Path

from therapy_cli import places
from therapy_cli.engine.lock import one_at_a_time
from therapy_cli.node import npm

_STAMP = ".installed"


def install() -> Path:
    """Fetch the packages that the site is built and tested with; return the site's sources.

    Does nothing where they are here as the lock file says. Raises `NodeFailed`.
    """
    sources = places.site().parent
    locked, stamp = sources / "package-lock.json", sources / "node_modules" / _STAMP
    with one_at_a_time(places.tools()):
        if not (stamp.is_file() and stamp.read_bytes() == locked.read_bytes()):
            npm(sources, "ci", "--no-progress", "--loglevel=error")
            shutil.copyfile(locked, stamp)
    return sources


def build() -> Path:
    """Build the site; return the folder that it lies in. Raises `NodeFailed`."""
    sources = install()
    with one_at_a_time(places.tools()):
        npm(sources, "run", "--silent", "build")
    return places.site()
