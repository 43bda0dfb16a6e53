"""Results as JSON: one file a part, with what it was measured on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import places
from bench.figures import rounded


def write(part: str, found: dict[str, Any]) -> Path:
    """Write what a part found, and return the file."""
    target = places.results() / f"{part}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = {"part": part, "measured": circumstances(), **rounded(found)}
    target.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    print(f"written: {target.relative_to(places.ROOT)}")
    return target


def read(part: str) -> dict[str, Any] | None:
    """Return what a part found last, or None when it never ran."""
    source = places.results() / f"{part}.json"
    if not source.is_file():
        return None
    found: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return found


def circumstances() -> dict[str, Any]:
    """Return when, at which commit and on what something is measured."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _commit(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions(*names: str) -> dict[str, str]:
    """Return the installed versions of some packages, leaving out those that are not there."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, cwd=places.ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()
