"""`therapy admin`: create and look after administrators."""

from __future__ import annotations

import sys

import click

from therapy_cli.connection import practice_in_reach


@click.group()
def command() -> None:
    """Create and look after administrators."""


@command.command()
@click.option("--email", required=True, help="The address to log in with.")
@click.option("--name", default="Administrator", show_default=True)
def create(email: str, name: str) -> None:
    """Create an administrator; the password is asked for, or read from standard input."""
    from therapy_core.actor import SYSTEM  # noqa: PLC0415 - only where it is used

    password = _password()
    with practice_in_reach() as practice:
        accounts = practice.acting_as(SYSTEM).accounts
        accounts.create_admin(email=email, password=password, name=name)
    click.echo(f"{email} can log in as an administrator.")


def _password() -> str:
    """Return the password, never from the arguments, where every user of the machine sees it."""
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    return sys.stdin.readline().rstrip("\r\n")
