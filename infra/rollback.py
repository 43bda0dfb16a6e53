"""Go back to what an environment ran before.

    python -m infra.rollback ENV --remember FILE    # before a deployment
    python -m infra.rollback ENV --to FILE          # after one that was no good

What is remembered is the stack's template and parameters, the key of its package among them; so
functions, gateway and alarms go back together. Data doesn't: migrations only go forward, and are
written so that the former version works with what they leave.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from infra import aws, changes


@click.command()
@click.argument("environment")
@click.option("--remember", "kept", type=click.Path(path_type=Path), help="Write what is there.")
@click.option("--to", "former", type=click.Path(path_type=Path), help="Go back to what was.")
def main(environment: str, kept: Path | None, former: Path | None) -> None:
    """Remember what an environment runs, or go back to it; say why where AWS doesn't."""
    stack = aws.stack_of(environment)
    with aws.telling(stack):
        if kept:
            remember(stack, kept)
        elif former:
            go_back(stack, former)
        else:
            raise click.UsageError("Say --remember FILE or --to FILE.")


def remember(stack: str, file: Path) -> None:
    """Write a stack's template and parameters to `file`; `null` where there is no stack yet."""
    known = None
    if aws.was_made(stack):
        found = aws.described(stack) or {}
        known = {"template": _template(stack), "parameters": found.get("Parameters", [])}
    file.write_text(json.dumps(known), encoding="utf-8")


def go_back(stack: str, file: Path) -> None:
    """Bring a stack to what `file` remembers, and wait. Raises `aws.Failed`.

    No alarm stops it: what rings is why it is done.
    """
    former = json.loads(file.read_bytes())
    if former is None:
        raise aws.Failed("there was nothing before it to go back to; see docs/deploying.md")
    parameters = aws.parameters_in(former["parameters"])
    name = f"rollback-{int(time.time())}"
    with _file_of(former["template"]) as template:
        if not changes.make(stack, name, template, parameters):
            click.echo(f"{stack}: it is what it was")
            return
    changes.carry_out(stack, name)
    click.echo(f"{stack}: back to {parameters.get('ArtifactKey', 'what it was')}")


def _template(stack: str) -> Any:
    """Return a stack's template as it was given."""
    return aws.client("cloudformation").get_template(StackName=stack)["TemplateBody"]


@contextmanager
def _file_of(template: Any) -> Iterator[Path]:
    """Write a template, as text or as what its JSON holds, into a file for as long as needed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.json"
        text = template if isinstance(template, str) else json.dumps(template)
        file.write_text(text, encoding="utf-8")
        yield file


if __name__ == "__main__":
    main()
