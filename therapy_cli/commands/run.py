"""`therapy run`: the whole practice with one command."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from therapy_cli import places, preparation, probe
from therapy_cli.api import Api
from therapy_cli.connection import settings_in_reach
from therapy_cli.engine.ports import claim
from therapy_cli.sweeper import Sweeper
from therapy_core.settings import Settings

if TYPE_CHECKING:
    from therapy_core import Practice


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", type=click.IntRange(1), help="Processes; else WEB_CONCURRENCY says.")
@click.option(
    "--clients",
    type=click.IntRange(0, preparation.MOST_CLIENTS),
    default=60,
    show_default=True,
    help="To seed; `make seed-db` adds to them.",
)
@click.option("--engine-port", type=click.IntRange(0, 65535), default=0, help="0 for any.")
def command(host: str, workers: int | None, clients: int, engine_port: int) -> None:
    """Start the engine and the API with data, and keep both running until Ctrl-C.

    What falls due is done every minute beside them.

    With DYNAMODB_ENDPOINT set, or outside development, no engine is started. Only development
    gets demo data, and only when its table is empty.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with settings_in_reach(engine_port) as settings:
            _serve(_with_site(settings), host=host, workers=workers, clients=clients)
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _with_site(settings: Settings) -> Settings:
    """Serve the site that was built here, unless another is named."""
    built = (places.site() / "index.html").is_file()
    return replace(
        settings, site_folder=settings.site_folder or (str(places.site()) if built else None)
    )


def _serve(settings: Settings, *, host: str, workers: int | None, clients: int) -> None:
    """Prepare the table, then run the API until a signal."""
    claim(settings.port, host)
    click.echo(f"Table {settings.table_name} at {settings.endpoint or settings.region}")
    practice = _prepared(settings, clients)
    api = Api(settings, host=host, workers=workers, folder=places.root())
    with api, Sweeper(practice):
        if settings.site_folder:
            click.echo(f"Site  {api.url}")
        click.echo(f"API   {api.url}")
        click.echo(f"Docs  {api.url}/api-docs")
        api.keep_up()


def _prepared(settings: Settings, clients: int) -> Practice:
    """Return the practice, on a table that is up to date and, in development, not empty."""
    from therapy_core import Practice  # noqa: PLC0415 - builds clients; only where it is used

    practice = Practice.connect(settings)
    preparation.runner(practice).migrate(report=click.echo)
    if clients and settings.in_development and probe.is_empty(settings):
        click.echo(preparation.plant(practice, clients))
    return practice
