"""The `therapy` command: help, errors in one line, passwords that stay out of arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seeds import run as seeds
from tests.practices import PASSWORD, new_practice
from therapy_cli import preparation
from therapy_cli.engine.ports import free_port
from therapy_cli.failures import told
from therapy_core.errors import TryAgain
from therapy_core.table.errors import Rejected, Unavailable

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:1"


def therapy(*arguments: str, said: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command with these variables on top of the environment."""
    return subprocess.run(
        [sys.executable, "-m", "therapy_cli.main", *arguments],
        env={**os.environ, **environ},
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_every_group_without_loading_any() -> None:
    """The list of commands comes up without the libraries that the commands need."""
    script = (
        "import sys; from click.testing import CliRunner; from therapy_cli.main import therapy\n"
        "print(CliRunner().invoke(therapy, ['--help']).output)\n"
        "assert not {'botocore', 'pynamodb', 'flask'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    for name in ("admin", "audit", "db", "due", "engine", "run", "schema"):
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "admin create",
        "audit seal",
        "audit verify",
        "db migrate",
        "db seed",
        "db setup",
        "db status",
        "db test",
        "due",
        "engine install",
        "engine start",
        "engine status",
        "import",
        "run",
        "schema",
    ],
)
def test_every_command_has_help(command: str) -> None:
    """Each command says what it does."""
    done = therapy(*command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_proves_an_engine_that_works(endpoint: str) -> None:
    """`db test` takes an item through its life and names the engine and the time of each step."""
    done = therapy("db", "test", DYNAMODB_ENDPOINT=endpoint, TABLE_NAME="not-there")
    assert done.returncode == 0, done.stderr
    for word in ("engine", endpoint, "write", "read", "transact", "delete"):
        assert word in done.stdout


def test_says_when_the_engine_is_out_of_reach() -> None:
    """`db test` against nothing fails with a message that names the endpoint."""
    done = therapy("db", "test", DYNAMODB_ENDPOINT="http://127.0.0.1:1")
    assert done.returncode == 1
    assert "http://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    ["run", "db setup", "db status", "db seed", "due", "admin create --email a@b.example"],
)
def test_no_command_ends_in_a_traceback_when_the_table_is_out_of_reach(command: str) -> None:
    """With an endpoint where nothing listens, every command says so and what to look at."""
    port = str(free_port())
    done = therapy(*command.split(), said=f"{PASSWORD}\n", DYNAMODB_ENDPOINT=NOWHERE, PORT=port)
    assert done.returncode == 1
    assert done.stderr.startswith("DynamoDB can't be used.")
    assert "DYNAMODB_ENDPOINT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_request_that_dynamodb_refuses_is_told_in_its_words() -> None:
    """What DynamoDB says of a request that it refuses reaches who runs the command."""
    refused = Rejected("PutItem", "AccessDeniedException", "This role may not write")
    assert "PutItem: AccessDeniedException. This role may not write" in told(refused)
    busy = TryAgain()
    busy.__cause__ = Unavailable("Query: ReadTimeoutError")
    assert "Query: ReadTimeoutError" in told(busy)


@pytest.mark.parametrize(
    "command", ["db seed --clients 100001", "run --clients 100001", "engine start --port 65536"]
)
def test_a_number_out_of_range_is_refused_before_anything_is_done(command: str) -> None:
    """An option that is out of range is a matter of usage, not a traceback."""
    done = therapy(*command.split())
    assert done.returncode == 2
    assert "is not in the range" in done.stderr


def test_the_command_offers_as_many_clients_as_the_seeds_plant() -> None:
    """The bound of `--clients` is that of the seeds, which no wheel carries."""
    assert preparation.MOST_CLIENTS == seeds.MOST_CLIENTS


def test_a_bad_setting_is_one_line() -> None:
    """A setting that can't be used ends the command with its name, not with a traceback."""
    done = therapy("db", "test", PORT="five thousand")
    assert done.returncode == 1
    assert done.stderr.startswith("PORT has to be")
    assert "Traceback" not in done.stderr


def test_an_administrator_s_password_is_no_argument() -> None:
    """There is no option for the password: every user of a machine can read arguments."""
    done = therapy("admin", "create", "--email", "a@b.example", "--password", "x")
    assert done.returncode == 2
    assert "No such option" in done.stderr


def test_an_administrator_is_made_with_a_password_from_standard_input(
    endpoint: str, table_name: str
) -> None:
    """The first administrator comes from the command line; a second with the address is refused."""
    new_practice(endpoint, table_name)
    where = {"DYNAMODB_ENDPOINT": endpoint, "TABLE_NAME": table_name, "BCRYPT_COST": "4"}
    command = ("admin", "create", "--email", "first@clinic.example")
    weak = therapy(*command, said="\n", **where)
    assert (weak.returncode, "password" in weak.stderr) == (1, True)
    assert therapy(*command, said=f"{PASSWORD}\n", **where).returncode == 0
    again = therapy(*command, said=f"{PASSWORD}\n", **where)
    assert (again.returncode, "exists" in again.stderr) == (1, True)


def test_make_help_lists_the_fixed_names() -> None:
    """`make help` names every target that people and scripts rely on."""
    done = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in ("setup", "run", "test", "check", "setup-db", "seed-db", "test-db", "schema"):
        assert f"make {name} " in done
    for name in ("docker-up", "docker-down", "format", "clean"):
        assert f"make {name} " in done
