"""The wheel: it builds, carries what it needs, and the library stands without the rest."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

# The library's own dependencies are on the path; a finder hides what an extra brings.
ALONE = """
import sys
from importlib.abc import MetaPathFinder
HIDDEN = {"flask", "flask_smorest", "marshmallow", "click", "rich", "gunicorn", "moto", "boto3"}
class Hide(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Hide())
import pkgutil, therapy_core
for module in pkgutil.walk_packages(therapy_core.__path__, "therapy_core."):
    __import__(module.name)
print(therapy_core.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the sources that git knows and return it."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(lambda name: (ROOT / name).is_file(), filter(None, names)):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", out, source],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_carries_types_and_the_engine_s_lock(wheel: Path) -> None:
    """The wheel has the three packages with their types, and what fetches the engine."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for package in ("therapy_core", "therapy_api", "therapy_cli"):
        assert f"{package}/py.typed" in names
    for file in ("package.json", "package-lock.json", ".npmrc"):
        assert f"therapy_cli/engine/npm/{file}" in names
    assert not [name for name in names if name.startswith(("tests/", "seeds/", "migrations/"))]


def test_the_library_works_without_flask_and_click(wheel: Path, tmp_path: Path) -> None:
    """Every module of `therapy_core` imports from the wheel alone, with no extra around."""
    python = _python_with(wheel, tmp_path)
    done = subprocess.run(
        [python, "-c", ALONE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout


def test_the_command_says_what_it_lacks(wheel: Path, tmp_path: Path) -> None:
    """Where the library is installed alone, `therapy` names the extra instead of a traceback."""
    python = _python_with(wheel, tmp_path)
    script = f"{ALONE}from therapy_cli.start import main\nmain()"
    done = subprocess.run(
        [python, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pip install 'therapy-practice[api,cli]'" in done.stderr
    assert "Traceback" not in done.stderr


def _python_with(wheel: Path, folder: Path) -> Path:
    """Return the Python of a new environment with the wheel, and our dependencies beside it."""
    venv.create(folder / "venv", with_pip=False)
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text(os.linesep.join(ours))
    return folder / "venv" / "bin" / "python"
