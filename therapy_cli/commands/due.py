"""`therapy due`: do what has fallen due."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import click

from therapy_cli.connection import practice_in_reach

if TYPE_CHECKING:
    from therapy_core import Practice


@click.command()
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=None,
    metavar="SECONDS",
    help="Again and again, with so many seconds between, until Ctrl-C or SIGTERM.",
)
def command(every: float | None) -> None:
    """Write down what expired, and finish what was begun, once or again and again.

    It can run at any time and in several places at once. Prints how much it did, by kind, and
    nothing about whom.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background has the former ignored
        signal.signal(number, signal.default_int_handler)
    with practice_in_reach() as practice:
        try:
            _sweep(practice)
            while every is not None:
                time.sleep(every)
                _sweep(practice)
        except KeyboardInterrupt:
            click.echo("Stopped.")


def _sweep(practice: Practice) -> None:
    from therapy_core.due import sweep  # noqa: PLC0415 - only where it is used

    click.echo(str(sweep(practice)))
