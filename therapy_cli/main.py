"""The `therapy` command: a list of its groups, each loaded when it is used."""

from __future__ import annotations

import importlib
import sys

import click

_GROUPS = {
    "admin": "Create and look after administrators.",
    "audit": "Seal the audit and verify its seals.",
    "db": "Set up, migrate, fill and prove the table.",
    "due": "Do what has fallen due, once or again and again.",
    "engine": "Fetch and run the embedded engine.",
    "keys": "Wrap data keys anew, renew and prune them.",
    "import": "Bring back a record from its archive.",
    "run": "Start the engine and the API with data.",
    "secrets": "Make an environment's secrets and rotate them.",
    "site": "Build and check the site.",
    "schema": "Write the table's chart and templates.",
}


class LazyGroup(click.Group):
    """Load a sub-command from `therapy_cli/commands/NAME.py` when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the sub-commands."""
        return sorted(_GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the sub-command of this name, or None."""
        if cmd_name not in _GROUPS:
            return None
        module = importlib.import_module(f"therapy_cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of sub-commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_GROUPS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="therapy-practice", prog_name="therapy")
def therapy() -> None:
    """Run a therapy practice: its table, its API and its data."""


def main() -> None:
    """Run the command line; print what went wrong without a traceback, and leave with 1."""
    from therapy_cli.failures import EXPECTED, told  # noqa: PLC0415 - after click has shown its help

    try:
        therapy()
    except EXPECTED as failure:
        click.secho(told(failure), fg="red", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
