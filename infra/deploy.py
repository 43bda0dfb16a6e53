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
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError

from infra import aws
from infra.template.__main__ import FILE

CAPABILITIES = ["CAPABILITY_IAM"]
WATCHED, MOST_TRIGGERS = 5, 5
"""For so many minutes CloudFormation looks at alarms after an update, and rolls back at the first;
it takes five of them at most."""
ROLLS_BACK = ("ServerErrorsAlarm", "GatewayErrorsAlarm")
FROM_OUTSIDE = {"ArtifactBucket": "ARTIFACT_BUCKET", "SecretsArn": "SECRETS_ARN"}
"""Parameters that a variable can set, over infra/parameters."""
MADE = ("CREATE_COMPLETE", "FAILED")
NOTHING = ("didn't contain changes", "No updates are to be performed", "no changes")


@click.command()
@click.argument("environment")
@click.option("--artifact", type=click.Path(path_type=Path), default="build/aws/therapy-arm64.zip")
@click.option("--change-set-only", "only", metavar="NAME", help="Make and show it, for later.")
@click.option("--execute", "name", metavar="NAME", help="Carry out one that was made.")
def main(environment: str, artifact: Path, only: str | None, name: str | None) -> None:
    """Put the system on AWS, or bring it up to date; say why where AWS doesn't."""
    try:
        if name:
            execute(aws.stack_of(environment), name)
        else:
            deploy(environment, parameters(environment, artifact), only)
    except (aws.Failed, BotoCoreError, ClientError) as failure:
        raise click.ClickException(f"{aws.stack_of(environment)}: {failure}") from failure


def update(environment: str, **changed: str) -> None:
    """Deploy what is deployed, with some parameters changed. Raises `aws.Failed`."""
    found = aws.described(aws.stack_of(environment))
    if found is None:
        raise aws.Failed("there is no such stack")
    stands = {each["ParameterKey"]: each["ParameterValue"] for each in found["Parameters"]}
    deploy(environment, stands | changed)


def deploy(environment: str, given: Mapping[str, str], only: str | None = None) -> None:
    """Make a change set, show it, and carry it out, unless `only` names it for later.

    Raises `aws.Failed` with the reason of the first resource that failed.
    """
    stack, name = aws.stack_of(environment), only or f"deploy-{time.time_ns()}"
    changes = prepare(stack, given, name)
    if not changes:
        click.echo(f"{stack}: nothing to change")
    if only:
        return
    if changes:
        execute(stack, name)
    else:
        migrate(stack)


def prepare(stack: str, given: Mapping[str, str], name: str) -> bool:
    """Make a change set and show it; tell whether there is anything to change.

    Raises `aws.Failed` with CloudFormation's reason when it can't be made.
    """
    found = aws.described(stack)
    is_new = found is None or found["StackStatus"] == "REVIEW_IN_PROGRESS"
    bucket = given["ArtifactBucket"]
    aws.client("cloudformation").create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType="CREATE" if is_new else "UPDATE",
        TemplateURL=_template_url(bucket, aws.upload(FILE, bucket, "templates")),
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()],
        RollbackConfiguration={} if is_new else _triggers(stack),
        Tags=[{"Key": "therapy", "Value": stack}],
        **_role(),
    )
    return _shown(stack, name)


def execute(stack: str, name: str) -> None:
    """Carry out a change set, wait for its end, and migrate. Raises `aws.Failed`."""
    aws.client("cloudformation").execute_change_set(StackName=stack, ChangeSetName=name)
    status = aws.settled(stack)
    click.echo(f"{stack}: {status}")
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise aws.Failed("; ".join(aws.reasons(stack)) or status)
    migrate(stack)
    for key, value in sorted(aws.outputs_of(stack).items()):
        click.echo(f"{key:<20} {value}")


def migrate(stack: str) -> None:
    """Apply the migrations by the stack's own function. Raises `aws.Failed` with its error."""
    function = aws.outputs_of(stack)["MigrateFunctionName"]
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=b"{}")
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
    return found | {"ArtifactKey": aws.upload(artifact, found["ArtifactBucket"], "packages")}


def _role() -> dict[str, str]:
    """Return the role that CloudFormation works under, where one is named."""
    role = os.environ.get("CLOUDFORMATION_ROLE_ARN")
    return {"RoleARN": role} if role else {}


def _template_url(bucket: str, key: str) -> str:
    """Return where CloudFormation finds a template that is too long to be sent along."""
    url: str = aws.client("s3").generate_presigned_url(
        "get_object", {"Bucket": bucket, "Key": key}, ExpiresIn=900
    )
    return url.partition("?")[0]


def _triggers(stack: str) -> dict[str, Any]:
    """Return what rolls an update back: the stack's alarms about what callers notice."""
    pages = aws.client("cloudformation").get_paginator("list_stack_resources")
    names = [
        each["PhysicalResourceId"]
        for page in pages.paginate(StackName=stack)
        for each in page["StackResourceSummaries"]
        if each["LogicalResourceId"] in ROLLS_BACK
    ]
    if not names:
        return {}
    alarms = aws.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    triggers = [{"Arn": each["AlarmArn"], "Type": "AWS::CloudWatch::Alarm"} for each in alarms]
    return {"RollbackTriggers": triggers[:MOST_TRIGGERS], "MonitoringTimeInMinutes": WATCHED}


def _shown(stack: str, name: str) -> bool:
    """Wait for a change set, print it, and tell whether it holds any change."""
    named = {"StackName": stack, "ChangeSetName": name}
    cloudformation = aws.client("cloudformation")
    while (found := cloudformation.describe_change_set(**named))["Status"] not in MADE:
        time.sleep(aws.POLL_SECONDS)
    if found["Status"] == "FAILED":
        if any(words in found.get("StatusReason", "") for words in NOTHING):
            cloudformation.delete_change_set(**named)
            return False
        raise aws.Failed(found.get("StatusReason", "the change set could not be made"))
    for page in cloudformation.get_paginator("describe_change_set").paginate(**named):
        for change in page["Changes"]:
            click.echo(_told(change["ResourceChange"]))
    return True


def _told(change: dict[str, Any]) -> str:
    replaced = " (replaced)" if change.get("Replacement") == "True" else ""
    return f"{change['Action']:<8} {change['LogicalResourceId']} {change['ResourceType']}{replaced}"


if __name__ == "__main__":
    main()
