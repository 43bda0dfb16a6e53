"""Go back to what an environment ran before.

    python -m infra.rollback ENV --remember FILE    # before a deployment
    python -m infra.rollback ENV --to FILE          # after one that was no good

What is remembered is the stack's template and parameters, the key of its package among them; so
functions, gateway and alarms go back together. Data doesn't: migrations only go forward, and are
written so that the former version works with what they leave.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError

from infra import aws

_UNCHANGED = "didn't contain changes"


@click.command()
@click.argument("environment")
@click.option("--remember", "kept", type=click.Path(path_type=Path), help="Write what is there.")
@click.option("--to", "former", type=click.Path(path_type=Path), help="Go back to what was.")
def main(environment: str, kept: Path | None, former: Path | None) -> None:
    """Remember what an environment runs, or go back to it; say why where AWS doesn't."""
    stack = aws.stack_of(environment)
    try:
        if kept:
            remember(stack, kept)
        elif former:
            go_back(stack, former)
        else:
            raise click.UsageError("Say --remember FILE or --to FILE.")
    except (aws.Failed, BotoCoreError, ClientError) as failure:
        raise click.ClickException(f"{stack}: {failure}") from failure


def remember(stack: str, file: Path) -> None:
    """Write a stack's template and parameters to `file`; `null` where there is no stack yet."""
    found = aws.described(stack)
    known = None
    if found is not None and found["StackStatus"] != "REVIEW_IN_PROGRESS":
        known = {"template": _template(stack), "parameters": found.get("Parameters", [])}
    file.write_text(json.dumps(known), encoding="utf-8")


def go_back(stack: str, file: Path) -> None:
    """Bring a stack to what `file` remembers, and wait. Raises `aws.Failed`."""
    former = json.loads(file.read_bytes())
    if former is None:
        raise aws.Failed("there was nothing before it to go back to; see docs/deploying.md")
    name = f"rollback-{int(time.time())}"
    if not _made(stack, name, former):
        click.echo(f"{stack}: it is what it was")
        return
    aws.client("cloudformation").execute_change_set(StackName=stack, ChangeSetName=name)
    status = aws.settled(stack)
    if status != "UPDATE_COMPLETE":
        raise aws.Failed("; ".join(aws.reasons(stack)) or status)
    click.echo(f"{stack}: back to {_values(former).get('ArtifactKey', 'what it was')}")


def _made(stack: str, name: str, former: dict[str, Any]) -> bool:
    """Make the change set that leads back; tell whether it changes anything."""
    cloudformation, role = aws.client("cloudformation"), os.environ.get("CLOUDFORMATION_ROLE_ARN")
    cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=name,
        TemplateURL=_url(former),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=former["parameters"],
        **({"RoleARN": role} if role else {}),
    )
    found = _awaited(stack, name)
    if found["Status"] == "FAILED":
        if _UNCHANGED not in found.get("StatusReason", ""):
            raise aws.Failed(found.get("StatusReason", "the change set could not be made"))
        cloudformation.delete_change_set(StackName=stack, ChangeSetName=name)
    return bool(found["Status"] != "FAILED")


def _awaited(stack: str, name: str) -> dict[str, Any]:
    cloudformation = aws.client("cloudformation")
    while True:
        found = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name)
        if found["Status"] in ("CREATE_COMPLETE", "FAILED"):
            return dict(found)
        time.sleep(aws.POLL_SECONDS)


def _template(stack: str) -> Any:
    """Return a stack's template as it was given."""
    return aws.client("cloudformation").get_template(StackName=stack)["TemplateBody"]


def _url(former: dict[str, Any]) -> str:
    """Put a template, which is too long to be sent along, into the bucket; return where it is."""
    bucket, template = _values(former)["ArtifactBucket"], former["template"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        text = template if isinstance(template, str) else json.dumps(template)
        file.write_text(text, encoding="utf-8")
        key = aws.upload(file, bucket, "templates")
    place = {"Bucket": bucket, "Key": key}
    url: str = aws.client("s3").generate_presigned_url("get_object", place)
    return url.partition("?")[0]


def _values(former: dict[str, Any]) -> dict[str, str]:
    return {each["ParameterKey"]: each["ParameterValue"] for each in former["parameters"]}


if __name__ == "__main__":
    main()
