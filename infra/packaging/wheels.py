"""The dependencies, as wheels for the target, in the versions of constraints.txt.

What a function needs is the library's `install_requires` and the extra `lambda` of setup.cfg.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.packaging.errors import NotPinned, PackagingError, WheelMissing
from infra.packaging.target import Target

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
_REFUSAL = re.compile(r"\(constraint\) (\S+)|No matching distribution found for (\S+)")
"""How pip names what it can't have: with its pin, or without one."""


@dataclass(frozen=True, slots=True, order=True)
class Wheel:
    """Say which wheel was taken, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    version: str
    sha256: str


def requirements() -> tuple[str, ...]:
    """Return what a function depends on, as setup.cfg says it."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = config["options"]["install_requires"] + config["options.extras_require"]["lambda"]
    return tuple(sorted({line.strip() for line in listed.splitlines() if line.strip()}))


def install(target: Target, wanted: Iterable[str], folder: Path) -> list[Wheel]:
    """Put the wheels of the requirements `wanted`, and what they need, into `folder`.

    pip reads conditions such as `python_version < "3.13"` for the Python that runs it, so what is
    deployed is packaged by the target's version. Returns the wheels in the order of their names.
    Raises `WheelMissing` and `NotPinned`, and `PackagingError` with what pip says where something
    else is wrong.
    """
    report = folder.with_suffix(".report.json")
    done = subprocess.run(
        [*_pip(target, folder, report), *wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise _why(done.stdout + done.stderr, target)
    wheels = sorted(_wheel(entry) for entry in json.loads(report.read_bytes())["install"])
    _expect_pinned(wheels)
    return wheels


def _pip(target: Target, folder: Path, report: Path) -> list[str]:
    platforms = [word for tag in target.platforms for word in ("--platform", tag)]
    return [
        sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check",
        "--no-compile", "--only-binary=:all:", "--implementation", "cp",
        "--python-version", target.python, *platforms,
        "--constraint", str(CONSTRAINTS), "--target", str(folder), "--report", str(report),
    ]  # fmt: skip


def _why(told: str, target: Target) -> PackagingError:
    if refused := _REFUSAL.search(told):
        return WheelMissing(refused[1] or refused[2], target)
    lines = [line for line in told.splitlines() if line.startswith("ERROR")]
    return PackagingError("; ".join(lines[:3]) or "pip failed and says nothing.")


def _wheel(entry: dict[str, Any]) -> Wheel:
    about, archive = entry["metadata"], entry["download_info"]["archive_info"]
    sha256 = archive.get("hashes", {}).get("sha256") or archive["hash"].removeprefix("sha256=")
    return Wheel(_canonical(about["name"]), about["version"], sha256)


def _expect_pinned(wheels: list[Wheel]) -> None:
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pinned = {_canonical(line.partition("==")[0]) for line in lines if "==" in line}
    if loose := [wheel.name for wheel in wheels if wheel.name not in pinned]:
        raise NotPinned(loose)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
