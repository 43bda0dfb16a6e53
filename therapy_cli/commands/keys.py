"""`therapy keys`: wrap data keys anew, renew them, drop what is of no use."""

from __future__ import annotations

import click

from therapy_cli.connection import practice_in_reach


@click.group()
def command() -> None:
    """Wrap data keys anew, renew them, drop what is of no use.

    Each of these can be stopped at any moment, and goes on where it was when it is run again.
    """


@command.command()
def rewrap() -> None:
    """Wrap every data key by what the settings name now.

    Once no process makes keys by the former master key, run it a last time, and take that key
    out of PREVIOUS_MASTER_KEYS.
    """
    from therapy_core.keys import rotation  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice:
        changed = rotation.rewrap(practice.table, practice.keyring, click.echo)
    click.echo(f"Wrapped {changed} keys anew.")


@command.command()
def rotate() -> None:
    """Renew every data key and seal again everything that is sealed."""
    from therapy_core.keys import rotation  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice:
        done = rotation.rotate(practice.table, practice.keyring, click.echo)
    click.echo(f"Renewed {done.keys} keys and sealed {done.items} items again.")


@command.command()
def prune() -> None:
    """Drop former generations of data keys that nothing is sealed under.

    Those that were renewed within the last hour are left alone. Backups that need what is dropped
    can't be read any more.
    """
    from therapy_core.keys import rotation  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice:
        changed = rotation.prune(practice.table, practice.keyring, click.echo)
    click.echo(f"Dropped former generations of {changed} keys.")
