"""`therapy secrets`: make a new environment's secrets, and rotate keys."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta

import click

from therapy_core.errors import Conflict
from therapy_core.stored_secrets import origin, rotation
from therapy_core.stored_secrets.making import new_set
from therapy_core.stored_secrets.store import Store

_WHERE = "The secret of AWS Secrets Manager, by its ARN or name."


@click.group()
def command() -> None:
    """Make a new environment's secrets, and rotate the keys of tokens and of CloudFront."""


@command.command()
@click.option("--secret-id", help=f"{_WHERE} Without one, they are printed.")
@click.option("--master-key", is_flag=True, help="With a MASTER_KEY, where no KMS key is used.")
def make(secret_id: str | None, master_key: bool) -> None:
    """Make the secrets of a new environment, as JSON.

    They go into the secret, if that holds none yet, or else to standard output: pipe them on, and
    never let them show. Who loses them, loses what is sealed and everybody's password.
    """
    made = new_set(master_key=master_key)
    if secret_id is None:
        _print(json.dumps(made))
        return
    store = Store.connect(secret_id, os.environ)
    stored = store.read_or_none()
    if stored.variables:
        raise Conflict("The secret holds secrets already. Nothing was changed.")
    store.write({**stored.values, **made}, stored)
    click.echo(f"Made {', '.join(made)}.")


@command.command()
@click.option("--secret-id", required=True, help=_WHERE)
@click.option(
    "--refresh-days",
    type=click.IntRange(1, 365),
    envvar="REFRESH_DAYS",
    default=30,
    show_default=True,
    help="What REFRESH_DAYS is where the secret is used.",
)
@click.option("--force", is_flag=True, help="Don't wait. It ends the logins under a key too early.")
@click.argument("step", required=False, type=click.Choice(rotation.STEPS))
def rotate(secret_id: str, refresh_days: int, force: bool, step: str | None) -> None:
    """Take the next step of replacing JWT_SECRET, or STEP, unless that was done last.

    announce: a next key is accepted. switch: it signs, and the former one is accepted on. retire:
    the former one is not. Each says from when on the next can be taken.
    """
    refresh, store = timedelta(days=refresh_days), Store.connect(secret_id, os.environ)
    stored = store.read()
    progress = rotation.progress_of(stored.values)
    if step is not None and progress.done_before(step):
        click.echo(f"{step} was done at {progress.at:%Y-%m-%d %H:%M} UTC. Nothing was changed.")
    else:
        step = step or progress.next_step
        now = datetime.now(UTC)
        values = rotation.advanced(stored.values, step, now, refresh, force=force)
        store.write(values, stored)
        progress = rotation.progress_of(values)
        click.echo(f"{step} is done.")
    _tell_next(progress.next_step, progress.next_from(refresh))


@command.command()
@click.option("--secret-id", required=True, help=_WHERE)
@click.argument("step", type=click.Choice(["switch", "retire"]))
def origin_key(secret_id: str, step: str) -> None:
    """Replace ORIGIN_KEY, by which CloudFront is known.

    switch: there is a new one, and the former one is accepted on. A deployment with another
    OriginKeyVersion lets CloudFront send it, an hour later or more. retire: then the former one is
    accepted no more.
    """
    store = Store.connect(secret_id, os.environ)
    stored = store.read()
    changed = {"switch": origin.switched, "retire": origin.retired}[step](stored.values)
    store.write(changed, stored)
    opens = datetime.now(UTC) + rotation.LONGEST_BEHIND
    click.echo(f"{step} is done.")
    if step == "switch":
        click.echo(f"Next, from {opens:%Y-%m-%d %H:%M} UTC on: deploy another OriginKeyVersion.")


def _tell_next(step: str, opens: datetime | None) -> None:
    if opens is None:
        click.echo("The rotation has ended.")
    else:
        click.echo(f"Next is {step}, from {opens:%Y-%m-%d %H:%M} UTC on.")


def _print(made: str) -> None:
    """Print secrets to whatever reads them. Raises click's `UsageError` when that is a person."""
    if _is_seen():
        raise click.UsageError("This would show secrets. Pipe it on, or name a --secret-id.")
    click.echo(made)


def _is_seen() -> bool:
    return sys.stdout.isatty()
