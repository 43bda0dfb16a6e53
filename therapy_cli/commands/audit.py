"""`therapy audit`: seal the audit, and verify that nothing was removed, changed or slipped in."""

from __future__ import annotations

import sys

import click

from therapy_cli.connection import practice_in_reach


@click.group()
def command() -> None:
    """Seal the audit and verify its seals."""


@command.command()
def seal() -> None:
    """Seal what happened since the last seal; `therapy due` does so by itself."""
    from therapy_core.audit import sealing  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice:
        made = sealing.seal(practice)
        last = sealing.latest(practice)
    click.echo(f"Seals made: {made}.")
    if last is not None:
        click.echo(f"Sealed until {last.ends_at:%Y-%m-%d %H:%M} UTC. Head: {last.hash}")


@command.command()
@click.option("--head", help="A head that was kept elsewhere; it has to be in the chain.")
def verify(head: str | None) -> None:
    """Follow the chain of seals and look at every event; leave with 1 if anything is wrong."""
    from therapy_core.audit import verification  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice:
        report = verification.verify(practice, head)
    for finding in report.findings:
        click.secho(str(finding), fg="red", err=True)
    until = f"{report.sealed_until:%Y-%m-%d %H:%M} UTC" if report.sealed_until else "nothing yet"
    click.echo(f"{report.events} events under {report.seals} seals, until {until}.")
    if report.begun_at is not None:
        click.echo(f"The first seal was made on {report.begun_at:%Y-%m-%d %H:%M} UTC.")
    click.echo(f"{report.open_events} events since. Head: {report.head}")
    if report.findings:
        click.secho(f"{len(report.findings)} findings.", fg="red", err=True)
        sys.exit(1)
    click.echo("Nothing was removed, changed or slipped in.")
