"""The environment: `.env`, a developer's own secrets, credentials that mean nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from therapy_core.devsecrets import own_secrets
from therapy_core.environment import load_settings
from therapy_core.errors import Misconfigured
from therapy_core.settings import Secret
from therapy_core.stored_secrets.store import Store, Stored

OURS = (
    "KMS_",
    "MASTER_",
    "THERAPY_",
    "AWS_",
    "JWT_",
    "PASSWORD_",
    "PORT",
    "TABLE_",
    "DYNAMODB_",
    "CORS_",
    "SECRETS_",
)


@pytest.fixture(autouse=True)
def _nothing_set() -> Iterator[None]:
    """Start from an environment without any variable of ours and put it back afterwards."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(OURS):
            del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(before)


def test_the_real_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable of `.env` counts only where the environment doesn't have it."""
    (tmp_path / ".env").write_text("PORT=6001\nTABLE_NAME=from-file\n")
    os.environ["PORT"] = "6002"
    settings = load_settings(tmp_path)
    assert (settings.port, settings.table_name) == (6002, "from-file")


def test_secrets_lie_in_secrets_manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SECRETS_ARN names is beneath the file and the environment, and holds secrets alone."""
    kept = {"JWT_SECRET": "stored", "PASSWORD_PEPPER": "stored", "MASTER_KEY": "m", "PORT": "1"}
    (tmp_path / ".env").write_text("SECRETS_ARN=therapy\nPASSWORD_PEPPER=from-file\nMASTER_KEY=\n")
    monkeypatch.setattr(Store, "read", lambda _: Stored("v", kept))
    settings = load_settings(tmp_path)
    assert settings.jwt_secret == Secret("stored")
    assert settings.password_pepper == Secret("from-file")
    assert (settings.master_key, settings.port) == (Secret("m"), 5000)
    assert not (tmp_path / ".data").exists()


def test_a_developer_gets_secrets_that_stay(tmp_path: Path) -> None:
    """Missing secrets are made once, strong, different, for the owner's eyes only."""
    first, second = load_settings(tmp_path), load_settings(tmp_path)
    assert first == second
    assert len(first.jwt_secret.reveal()) >= 32
    assert len({first.jwt_secret, first.password_pepper, first.master_key}) == 3
    file = tmp_path / ".data" / "secrets.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_is_set_is_kept(tmp_path: Path) -> None:
    """Only the missing one of the two secrets comes from the file."""
    os.environ["JWT_SECRET"] = "mine"
    settings = load_settings(tmp_path)
    assert settings.jwt_secret.reveal() == "mine"
    assert settings.password_pepper


def test_a_kms_key_takes_the_place_of_a_master_key(tmp_path: Path) -> None:
    """A developer who sets one gets the other secrets made, and no master key beside it."""
    os.environ["KMS_KEY_ID"] = "alias/mine"
    settings = load_settings(tmp_path)
    assert (settings.kms_key_id, settings.master_key) == ("alias/mine", Secret())
    assert settings.jwt_secret


def test_outside_development_no_secret_is_made(tmp_path: Path) -> None:
    """In production a missing secret stops the start, and nothing is written."""
    os.environ["THERAPY_ENV"] = "production"
    with pytest.raises(Misconfigured, match="JWT_SECRET"):
        load_settings(tmp_path)
    assert not (tmp_path / ".data").exists()


def test_an_incomplete_file_is_completed(tmp_path: Path) -> None:
    """A secret that a file of an earlier release lacks is added, the others stay."""
    file = tmp_path / "secrets.env"
    file.write_text("JWT_SECRET=kept\n")
    assert own_secrets(file)["JWT_SECRET"] == "kept"
    assert own_secrets(file) == own_secrets(file)


def test_of_many_processes_that_start_at_once_one_set_wins(tmp_path: Path) -> None:
    """Eight processes that ask at the same moment all get the same secrets."""
    script = (
        "import sys, pathlib; from therapy_core.devsecrets import own_secrets\n"
        "sys.stdin.readline(); print(sorted(own_secrets(pathlib.Path(sys.argv[1])).items()))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "new" / "secrets.env")]
    pipe = subprocess.PIPE
    crowd = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(8)]
    for one in crowd:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    answers = [one.communicate()[0] for one in crowd]
    assert len(set(answers)) == 1
    assert "PASSWORD_PEPPER" in answers[0]


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    """Where the secrets can't be kept, the message names the variables to set instead."""
    (tmp_path / ".data").write_text("a file where a folder should be")
    with pytest.raises(Misconfigured, match="JWT_SECRET, PASSWORD_PEPPER and MASTER_KEY"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("endpoint", "environment", "expected"),
    [
        ("http://localhost:8000", "development", "local"),
        ("https://vpce.example", "development", None),
        ("", "development", None),
    ],
)
def test_only_a_plain_endpoint_in_development_gets_credentials(
    tmp_path: Path, endpoint: str, environment: str, expected: str | None
) -> None:
    """Credentials that mean nothing go to local engines alone."""
    os.environ.update(DYNAMODB_ENDPOINT=endpoint, THERAPY_ENV=environment)
    load_settings(tmp_path)
    assert os.environ.get("AWS_ACCESS_KEY_ID") == expected


def test_credentials_that_are_set_stay(tmp_path: Path) -> None:
    """Nothing replaces credentials, or a profile, of the developer's own."""
    os.environ.update(DYNAMODB_ENDPOINT="http://localhost:8000", AWS_PROFILE="mine")
    load_settings(tmp_path)
    assert "AWS_ACCESS_KEY_ID" not in os.environ
