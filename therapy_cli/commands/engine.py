"""`therapy engine`: fetch and run the embedded engine."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from therapy_cli import engine as engines
from therapy_cli import places


@click.group()
def command() -> None:
    """Fetch and run the embedded engine."""


@command.command()
def install() -> None:
    """Fetch the engine's program; quick when it is here."""
    click.echo(f"The embedded engine is here: {engines.ensure()}")


@command.command()
def status() -> None:
    """Say whether the engine's program is here and whether its database is in use."""
    program = engines.find()
    click.echo(f"program   {program or 'missing; `therapy engine install` fetches it'}")
    database = places.database()
    click.echo(f"database  {database}: {_state(database)}")


@command.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 for any.",
)
@click.option("--database", type=click.Path(dir_okay=False, path_type=Path), help="SQLite file.")
@click.option("--memory", is_flag=True, help="Keep nothing.")
def start(port: int, database: Path | None, memory: bool) -> None:
    """Run the engine in the foreground, until Ctrl-C."""
    file = None if memory else database or places.database()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with engines.Engine(port=port, database=file) as engine:
        click.echo(f"DYNAMODB_ENDPOINT={engine.endpoint}")
        ended.wait()


def _state(database: Path) -> str:
    if not database.exists():
        return "not made yet"
    if not engines.in_use(database):
        return "at rest"
    return f"in use, DYNAMODB_ENDPOINT={engines.endpoint_of(database) or 'soon'}"
