"""Who is compared over HTTP, and how each is started: on as many processes, on the same table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import places, tools
from bench.stage import Stage
from therapy_cli.engine.health import answers, wait_until
from therapy_cli.engine.ports import HOST, free_port
from therapy_cli.guarded import Guarded

WORKERS = 2
THREADS = 8
PATIENCE = 60.0
"""Seconds until a server has to answer."""
PEERS = places.ROOT / "bench" / "http" / "peers"
OURS, ON_BOTOCORE = "therapy_api", "therapy_api on botocore"
STOCK, FASTAPI, EXPRESS = "Flask-Smorest + PynamoDB", "FastAPI + aiobotocore", "Express + SDK v3"
TRANSPORT = "DYNAMODB_TRANSPORT"


@dataclass(frozen=True)
class Side:
    """Name a contestant; `command` takes the port to listen on."""

    name: str
    command: Callable[[int], list[str]]
    folder: Path
    environ: dict[str, str]


@dataclass(frozen=True)
class Server:
    """Hold a server that answers."""

    name: str
    port: int
    pid: int


def sides() -> list[Side]:
    """Return who is compared; ours on botocore only where there is a setting for it."""
    ours = Side(OURS, _ours, places.ROOT, {})
    botocore = Side(ON_BOTOCORE, _ours, places.ROOT, {TRANSPORT: "botocore"})
    return [ours, *([botocore] if has_transports() else []), _stock(), _fastapi(), _express()]


def has_transports() -> bool:
    """Tell whether the library can be told to use plain botocore."""
    return TRANSPORT in (places.ROOT / ".env.example").read_text(encoding="utf-8")


@contextmanager
def serving(stage: Stage, wanted: list[Side]) -> Iterator[list[Server]]:
    """Start servers, and stop them at the end; all wait while one of them is measured."""
    with ExitStack() as started:
        yield [started.enter_context(_served(stage, side)) for side in wanted]


@contextmanager
def _served(stage: Stage, side: Side) -> Iterator[Server]:
    port = free_port()
    log = stage.folder / f"{side.name}.log".replace(" ", "-")
    with log.open("wb") as file:
        environ = stage.environ_of(port, **side.environ)
        process = Guarded(side.command(port), log=file, environ=environ, folder=side.folder)
        try:
            up = wait_until(lambda: answers(HOST, port, "/health"), PATIENCE, 0.05)
            if not up:
                raise RuntimeError(f"{side.name} doesn't come up:\n{log.read_text()[-2000:]}")
            yield Server(side.name, port, process.pid)
        finally:
            process.stop()


def _ours(_: int) -> list[str]:
    return [sys.executable, "-m", "bench.http.ours", str(WORKERS)]


def _stock() -> Side:
    def command(port: int) -> list[str]:
        each = ("--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread")
        return [*_module("gunicorn"), "main:app", "--bind", f"{HOST}:{port}", *each]

    return Side(STOCK, command, PEERS / "stock_app", {"PYTHONPATH": str(PEERS)})


def _fastapi() -> Side:
    python = tools.fastapi_python()

    def command(port: int) -> list[str]:
        quick = ("--loop", "uvloop", "--http", "httptools", "--no-access-log")
        served = ("main:app", "--host", HOST, "--port", str(port), "--workers", str(WORKERS))
        return [str(python), "-m", "uvicorn", *served, *quick, "--log-level", "warning"]

    return Side(FASTAPI, command, PEERS / "fastapi_app", {"PYTHONPATH": str(PEERS)})


def _express() -> Side:
    command = [str(tools.node()), "main.mjs"]
    environ = {"NODE_ENV": "production", "WORKERS": str(WORKERS)}
    return Side(EXPRESS, lambda _: command, tools.express_folder(), environ)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]
