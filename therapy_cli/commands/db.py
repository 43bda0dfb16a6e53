"""`therapy db`: set up, migrate, fill and prove the table."""

from __future__ import annotations

import click

from therapy_cli import preparation, probe
from therapy_cli.connection import practice_in_reach, settings_in_reach


@click.group()
def command() -> None:
    """Set up, migrate, fill and prove the table."""


@command.command()
def setup() -> None:
    """Make the table where it isn't there, and bring it up to date."""
    _migrate(dry_run=False)


@command.command()
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def migrate(dry_run: bool) -> None:
    """Apply the migrations that the table hasn't seen."""
    _migrate(dry_run=dry_run)


@command.command()
def status() -> None:
    """List the migrations and what the table's ledger says of each."""
    with practice_in_reach() as practice:
        for step in preparation.runner(practice).status():
            applied = f"{step.applied_at:%Y-%m-%d %H:%M:%S}" if step.applied_at else ""
            click.echo(f"{step.number:04}  {step.state:<10}  {applied:<19}  {step.name}")


@command.command()
@click.option(
    "--clients", type=click.IntRange(1, preparation.MOST_CLIENTS), default=300, show_default=True
)
def seed(clients: int) -> None:
    """Plant a believable practice; a second time changes nothing."""
    with practice_in_reach() as practice:
        preparation.refuse_outside_development(practice.settings)
        preparation.runner(practice).migrate()
        click.echo(preparation.plant(practice, clients))


@command.command()
def test() -> None:
    """Prove that the engine in use writes, reads, transacts and deletes."""
    with settings_in_reach() as settings:
        report = probe.probe(settings)
    click.echo(f"engine     {report.engine}")
    click.echo(f"table      {report.table}")
    for step, seconds in report.timings.items():
        click.echo(f"{step:<10} {1000 * seconds:7.1f} ms")


def _migrate(*, dry_run: bool) -> None:
    with practice_in_reach() as practice:
        runner = preparation.runner(practice)
        steps = runner.migrate(dry_run=dry_run, report=click.echo)
    if not steps:
        click.echo("The table is up to date.")
