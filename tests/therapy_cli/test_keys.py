"""The `therapy keys` command: keys are wrapped anew, renewed and pruned from the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.practices import SETTINGS, a_client, new_practice
from therapy_cli.failures import told
from therapy_cli.main import therapy
from therapy_core.keys.models import OWN
from therapy_core.keys.providers import KmsRefused

NEXT = "Vd8sKq2mWz6xTb4nRy9cLh3jPg7fUaEo5iXq1wNvB0t"


@pytest.fixture
def _practice(endpoint: str, table_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the command at a practice with a client, whose master key was replaced."""
    practice = new_practice(endpoint, table_name)
    practice.keyring.seal(a_client(practice).profile_id, OWN, b"", "text")
    given = {
        "DYNAMODB_ENDPOINT": endpoint,
        "TABLE_NAME": table_name,
        "THERAPY_ENV": "test",
        "JWT_SECRET": SETTINGS.jwt_secret.reveal(),
        "PASSWORD_PEPPER": SETTINGS.password_pepper.reveal(),
        "MASTER_KEY": NEXT,
        "PREVIOUS_MASTER_KEYS": SETTINGS.master_key.reveal(),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def last_line(name: str) -> str:
    """Run `therapy keys NAME` and return the last line that it prints."""
    done = CliRunner().invoke(therapy, ["keys", name], catch_exceptions=False)
    return done.output.splitlines()[-1]


@pytest.mark.usefixtures("_practice")
def test_keys_are_wrapped_renewed_and_pruned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command says what it did; after `rewrap` the previous master key can go."""
    first = last_line("rewrap")
    monkeypatch.setenv("PREVIOUS_MASTER_KEYS", "")
    assert [first, *map(last_line, ("rewrap", "rotate", "prune"))] == [
        "Wrapped 2 keys anew.",
        "Wrapped 0 keys anew.",
        "Renewed 2 keys and sealed 0 items again.",
        "Dropped former generations of 0 keys.",
    ]


def test_what_kms_refuses_is_not_put_on_dynamodb() -> None:
    """The line that is printed names KMS and what to look at."""
    line = told(KmsRefused("Decrypt", "AccessDeniedException"))
    assert "AWS KMS refuses. Decrypt: AccessDeniedException" in line
    assert "DynamoDB" not in line
