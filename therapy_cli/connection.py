"""Reach the practice's table: at the endpoint that is set, on the embedded engine, or on AWS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from therapy_cli import places
from therapy_cli.engine import Engine, endpoint_of
from therapy_core.environment import lend_credentials, load_settings
from therapy_core.settings import Settings

if TYPE_CHECKING:
    from therapy_core import Practice


@contextmanager
def settings_in_reach(port: int = 0) -> Iterator[Settings]:
    """Yield the settings, with an engine behind them for as long as the block runs.

    In development, where DYNAMODB_ENDPOINT isn't set, that is the embedded engine: the one that
    `make run` keeps running, or else one started here on `port` (0: any). Raises `EngineError`.
    """
    settings = load_settings(places.root())
    if settings.endpoint or not settings.in_development:
        yield settings
        return
    lend_credentials(os.environ)
    running = endpoint_of(places.database())
    if running:
        yield replace(settings, endpoint=running)
        return
    with Engine(port=port, database=places.database()) as engine:
        yield replace(settings, endpoint=engine.endpoint)


@contextmanager
def practice_in_reach() -> Iterator[Practice]:
    """Yield the practice, connected as `settings_in_reach` says."""
    from therapy_core import Practice  # noqa: PLC0415 - builds clients; only where it is used

    with settings_in_reach() as settings:
        yield Practice.connect(settings)
