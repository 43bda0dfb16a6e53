"""`therapy site`: build and check the site."""

from __future__ import annotations

import click

from therapy_cli import site
from therapy_cli.node import npm


@click.group()
def command() -> None:
    """Build and check the site."""


@command.command()
def build() -> None:
    """Build the site into web/dist."""
    click.echo(f"The site is built: {site.build()}")


@command.command()
@click.argument("script")
def run(script: str) -> None:
    """Run one of the scripts of web/package.json, as `test` or `check`."""
    npm(site.install(), "run", "--silent", script, quiet=False)
