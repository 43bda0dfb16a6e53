"""`therapy import`: bring back a record from its archive."""

# ruff: noqa: N999 - a module of commands is named for its command

from __future__ import annotations

from pathlib import Path

import click

from therapy_cli.connection import practice_in_reach


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Bring back the record in FILE, an archive from `GET /me/export`.

    The account comes without a password, and must not be there yet.
    """
    from therapy_core.actor import SYSTEM  # noqa: PLC0415 - only where it is used

    with practice_in_reach() as practice, file.open("rb") as archive:
        count = practice.acting_as(SYSTEM).records.bring_back(archive)
    click.echo(f"{count} entries were brought back.")
