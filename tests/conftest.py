"""What every test can ask for: an engine, a table's name, credentials that mean nothing."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests import granted
from tests.transports import transport_to
from therapy_cli.engine import Engine

_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_OWN_WAYS = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE")


granted.install()


def pytest_sessionfinish() -> None:
    """Write down what each function did, where that was asked for."""
    granted.tell()


@pytest.fixture(autouse=True)
def _nothing_without_a_grant() -> Iterator[None]:
    """Fail a test in which something was done that its function may not do on AWS."""
    yield
    assert not granted.refused()


@pytest.fixture(scope="session", autouse=True)
def _credentials() -> Iterator[None]:
    """Set credentials that mean nothing, unless the caller brought some."""
    with pytest.MonkeyPatch.context() as patch:
        if not any(name in os.environ for name in _OWN_WAYS):
            for name, value in _CREDENTIALS.items():
                patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Return the URL of a DynamoDB: DYNAMODB_ENDPOINT, or an engine of this worker's own.

    `DYNAMODB_ENDPOINT=moto` starts a moto server, which plays DynamoDB but isn't atomic.
    """
    given = os.environ.get("DYNAMODB_ENDPOINT")
    if given == "moto":
        with pytest.MonkeyPatch.context() as patch, moto_server() as url:
            patch.setenv("DYNAMODB_ENDPOINT", url)
            yield url
    elif given:
        yield given
    else:
        with _quick_folder() as folder, Engine(database=folder / "tables.db") as engine:
            yield engine.endpoint


@contextmanager
def _quick_folder() -> Iterator[Path]:
    """Make a folder in memory where the system has one.

    On a file the engine writes past streams at one speed however long they are; without one, each
    write takes longer than the last (therapy_cli/engine/tuning.py).
    """
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="therapy-test-", dir=memory if os.access(memory, os.W_OK) else None
    ) as made:
        yield Path(made)


@contextmanager
def moto_server() -> Iterator[str]:
    """Run a moto server in this process and give its URL."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow, and seldom asked for

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def table_name(endpoint: str) -> Iterator[str]:
    """Return a table's name that no other test has; a table of that name goes with the test."""
    name = f"therapy-test-{uuid.uuid4().hex[:12]}"
    yield name
    with suppress(ClientError):  # most often because the test made no table
        transport_to(endpoint)("DeleteTable", {"TableName": name})
