"""The stack in an empty account, deployed as `make deploy` does it, and a practice in it."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import aws, deploy
from infra.packaging import Recipe, Target, build
from seeds.run import plant
from tests.deployed.cloud import BUCKET, REGION, Cloud, cloud
from tests.deployed.gateway import app_at
from tests.stories.conftest import ines, mara, tomasz
from tests.stories.telling import Story
from therapy_core import Practice, Settings
from therapy_core.stored_secrets.making import new_set

STACK = "therapy-local"
__all__ = ["ines", "mara", "tomasz"]
"""Who is the same wherever the story is told."""


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the functions' package, built for what runs the functions here: this Python."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    recipe = Recipe(Target(version, platform.machine()))
    return build(recipe, tmp_path_factory.mktemp("package")).path


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """Return an account with nothing in it but a bucket for packages and a secret."""
    with cloud(tmp_path_factory.mktemp("cloud")) as found, pytest.MonkeyPatch.context() as patch:
        for name, value in found.environ().items():
            patch.setenv(name, value)
        for name in ("DYNAMODB_ENDPOINT", "AWS_PROFILE"):
            patch.delenv(name, raising=False)
        patch.setattr(aws, "POLL_SECONDS", 0.2)
        found.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        made = found.client("secretsmanager").create_secret(
            Name=STACK, SecretString=json.dumps(new_set(master_key=False))
        )
        patch.setenv("SECRETS_ARN", made["ARN"])
        yield found


@pytest.fixture(scope="session")
def stack(account: Cloud, package: Path) -> dict[str, str]:
    """Return the outputs of the stack, deployed from nothing."""
    deploy.deploy("local", deploy.parameters("local", package))
    return aws.outputs_of(STACK)


@pytest.fixture(scope="session")
def api_url(account: Cloud, stack: dict[str, str]) -> str:
    """Return where the API is. By its path, as ministack takes some paths of a host for its own."""
    return f"{account.url}/_aws/execute-api/{stack['ApiId']}/$default"


class Deployed(Story):
    """Be a story whose app is the deployed one; the practice lies in the same table."""

    def __init__(self, practice: Practice, url: str) -> None:
        self.practice = practice
        plant(practice, clients=30)
        self.app = app_at(url)

    def at(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Skip: nobody sets the clock of a function that runs somewhere else."""
        pytest.skip("the clock of a deployed function can't be set")


@pytest.fixture(scope="session")
def story(account: Cloud, stack: dict[str, str], api_url: str) -> Story:
    """Return the practice that the functions serve, planted as `make seed-db` does it."""
    secret = account.client("secretsmanager").get_secret_value(SecretId=STACK)["SecretString"]
    key = account.client("kms").describe_key(KeyId="alias/therapy-local")["KeyMetadata"]["Arn"]
    settings = Settings.from_environment(
        {
            "THERAPY_ENV": "test",
            "TABLE_NAME": stack["TableName"],
            "AWS_REGION": REGION,
            "DYNAMODB_ENDPOINT": account.url,
            "KMS_KEY_ID": key,
            **json.loads(secret),
        }
    )
    return Deployed(Practice.connect(settings), api_url)
