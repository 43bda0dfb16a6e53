"""Put the system on AWS, or bring it up to date.

    python -m infra.deploy ENV --artifact build/aws/therapy-arm64.zip
    python -m infra.deploy ENV --artifact … --change-set-only NAME    # made and shown
    python -m infra.deploy ENV --execute NAME                         # carried out, and migrated

Everything goes through a change set, which is shown first. An update that fails, or during which an
alarm goes off, is rolled back by CloudFormation; the table and the keys are never part of that.
After it, the migrations are applied by their function. What differs between environments stands in
infra/parameters; ARTIFACT_BUCKET and SECRETS_ARN come from the environment or from those files.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

import click
from botocore.config import Config

from infra import aws, changes
from infra.functions import FUNCTIONS
from infra.template.__main__ import FILE

ROLLS_BACK = ("ServerErrorsAlarm", "GatewayErrorsAlarm")
"""The alarms about what callers notice."""
FROM_OUTSIDE = {"ArtifactBucket": "ARTIFACT_BUCKET", "SecretsArn": "SECRETS_ARN"}
"""Parameters that a variable can set, over infra/parameters."""


@click.command()
@click.argument("environment")
@click.option("--artifact", type=click.Path(path_type=Path), default="build/aws/therapy-arm64.zip")
@click.option("--change-set-only", "only", metavar="NAME", help="Make and show it, for later.")
@click.option("--execute", "name", metavar="NAME", help="Carry out one that was made.")
def main(environment: str, artifact: Path, only: str | None, name: str | None) -> None:
    """Put the system on AWS, or bring it up to date; say why where AWS doesn't."""
    with aws.telling(aws.stack_of(environment)):
        if name:
            execute(aws.stack_of(environment), name)
        else:
            deploy(environment, parameters(environment, artifact), only)


def update(environment: str, **changed: str) -> None:
    """Deploy what is deployed, with some parameters changed. Raises `aws.Failed`."""
    found = aws.described(aws.stack_of(environment))
    if found is None:
        raise aws.Failed("there is no such stack")
    deploy(environment, aws.parameters_in(found["Parameters"]) | changed)


def deploy(environment: str, given: Mapping[str, str], only: str | None = None) -> None:
    """Make a change set, show it, and carry it out, unless `only` names it for later.

    Raises `aws.Failed` with the reason of the first resource that failed.
    """
    stack, name = aws.stack_of(environment), only or f"deploy-{time.time_ns()}"
    if is_changed := changes.make(stack, name, FILE, given, _alarms(stack)):
        click.echo("\n".join(changes.show(stack, name)))
    else:
        click.echo(f"{stack}: nothing to change")
    if only:
        return
    if is_changed:
        execute(stack, name)
    else:
        migrate(stack)


def execute(stack: str, name: str) -> None:
    """Carry out a change set, wait for its end, and migrate. Raises `aws.Failed`."""
    click.echo(f"{stack}: {changes.carry_out(stack, name)}")
    migrate(stack)
    for key, value in sorted(aws.outputs_of(stack).items()):
        click.echo(f"{key:<20} {value}")


def migrate(stack: str) -> None:
    """Apply the migrations by the stack's own function. Raises `aws.Failed` with its error."""
    function = aws.outputs_of(stack)["MigrateFunctionName"]
    # It is waited for as long as it may run, and asked once: two at a time wait for one another.
    patient = Config(
        read_timeout=FUNCTIONS["migrate"].timeout + 10, retries={"total_max_attempts": 1}
    )
    answer = aws.client("lambda", patient).invoke(FunctionName=function, Payload=b"{}")
    said = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise aws.Failed(f"migrating failed: {(said or {}).get('errorType', 'unknown')}")
    click.echo(f"migrations applied: {', '.join(said['applied']) or 'none was missing'}")


def parameters(environment: str, artifact: Path) -> dict[str, str]:
    """Return an environment's parameters, with the package uploaded. Raises `aws.Failed`."""
    found = aws.parameters_of(environment)
    for parameter, variable in FROM_OUTSIDE.items():
        if os.environ.get(variable):
            found[parameter] = os.environ[variable]
        if parameter not in found:
            raise aws.Failed(f"neither {variable} nor infra/parameters says which {parameter}")
    if boundary := os.environ.get("ROLE_BOUNDARY_ARN"):
        found["RoleBoundary"] = boundary
    # Each environment has a folder of its own, into which no other's role can write.
    folder = f"packages/{aws.stack_of(environment)}"
    return found | {"ArtifactKey": aws.upload(artifact, found["ArtifactBucket"], folder)}


def _alarms(stack: str) -> list[str]:
    """Return the ARNs of the alarms that roll an update back; none while there is no stack."""
    if not aws.was_made(stack):
        return []
    pages = aws.client("cloudformation").get_paginator("list_stack_resources")
    names = [
        each["PhysicalResourceId"]
        for page in pages.paginate(StackName=stack)
        for each in page["StackResourceSummaries"]
        if each["LogicalResourceId"] in ROLLS_BACK and "PhysicalResourceId" in each
    ]
    if not names:
        return []
    found = aws.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    return [each["AlarmArn"] for each in found]


if __name__ == "__main__":
    main()
