"""Take an environment's stack away: `python -m infra.destroy ENV`.

Never production's, unless it could not be made in the first place.

The table, its key, the logs and the site's files stay; docs/deploying.md says how to remove them.
The table of a stack that could not be made goes along, if it is empty.
"""

from __future__ import annotations

import click

from infra import aws, stillborn


@click.command()
@click.argument("environment")
def main(environment: str) -> None:
    """Delete an environment's stack; say why where that is refused."""
    stack = aws.stack_of(environment)
    is_stillborn = aws.is_stillborn(stack)
    if environment == "production" and not is_stillborn:
        raise click.ClickException(
            "production is not destroyed by a command; see docs/deploying.md"
        )
    with aws.telling(stack):
        was_empty = is_stillborn and stillborn.release(stack)
        destroy(stack)
        if was_empty:
            stillborn.remove(stack)
    left = "its key and its logs" if was_empty else "its table, its key and its logs"
    click.echo(f"{stack} is gone; {left} are still there, unless they were never made")


def destroy(stack: str) -> None:
    """Delete a stack and wait until it is gone. Raises `aws.Failed`."""
    if aws.described(stack) is None:
        raise aws.Failed("there is no such stack")
    aws.client("cloudformation").delete_stack(StackName=stack)
    status = aws.settled(stack)
    if status != "DELETE_COMPLETE":
        raise aws.Failed("; ".join(aws.reasons(stack)) or status)


if __name__ == "__main__":
    main()
