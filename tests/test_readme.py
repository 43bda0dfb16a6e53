"""The examples of the README run as they stand."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from seeds.run import plant
from tests.practices import SETTINGS, new_practice
from tests.running import Running

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """Return the one example in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(found)


def test_the_library_example_runs(
    endpoint: str,
    table_name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A service that does as the README says books, writes, grants, reads and finds."""
    plant(new_practice(endpoint, table_name), clients=5)
    given = {"DYNAMODB_ENDPOINT": endpoint, "TABLE_NAME": table_name, "THERAPY_ENV": "test"}
    secrets = {
        "JWT_SECRET": SETTINGS.jwt_secret,
        "PASSWORD_PEPPER": SETTINGS.password_pepper,
        "MASTER_KEY": SETTINGS.master_key,
    }
    for name, value in (given | {n: s.reveal() for n, s in secrets.items()}).items():
        monkeypatch.setenv(name, value)
    exec(compile(example("python"), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "works on anxiety, depression, burnout" in printed
    assert "1 call," in printed
    assert "the session is scheduled" in printed
    assert "nothing to see" in printed
    assert "relieved 6 Walked to the lighthouse." in printed
    assert "on record: journal.read" in printed
    assert "1 unread" in printed
    assert "found: entry Walked to the lighthouse." in printed
    assert "found: message Was the lighthouse open?" in printed


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl")
def test_the_api_example_runs(tmp_path: Path) -> None:
    """Who types the README's commands books, writes, lets read, finds, and is logged out."""
    running = Running(tmp_path)
    running.start(clients=5)
    try:
        script = example("bash").replace("http://localhost:5000", running.url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, check=False
        )
    finally:
        running.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"status":"approved"' in done.stdout
    assert done.stdout.count("Walked to the lighthouse.") >= 3
    assert "journal.read" in done.stdout
    assert "auth.login_ended" in done.stdout
