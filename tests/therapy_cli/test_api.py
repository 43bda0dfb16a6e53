"""The API's server: it comes up, comes back, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import threading
import urllib.request
from pathlib import Path

import pytest

from therapy_cli.api import Api, ApiFailed
from therapy_cli.engine.health import wait_until
from therapy_cli.engine.ports import free_port
from therapy_core.settings import Settings

APP = """
import os

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ["DYNAMODB_ENDPOINT"].encode()]
"""


def api(folder: Path, app: str) -> Api:
    """Return a server of `app` with one worker on a free port, not started yet."""
    settings = Settings(port=free_port(), endpoint="http://engine.example")
    return Api(settings, host="127.0.0.1", workers=1, folder=folder, app=app)


@pytest.fixture
def server(tmp_path: Path) -> Api:
    """Return a server of a small application."""
    (tmp_path / "small.py").write_text(APP)
    return api(tmp_path, "small:app")


def answer_of(server: Api) -> bytes:
    """Return what the server answers, or nothing."""
    try:
        with urllib.request.urlopen(server.url, timeout=5) as answer:
            body: bytes = answer.read()
            return body
    except OSError:
        return b""


def test_serves_and_tells_the_application_where_the_engine_is(server: Api) -> None:
    """Inside its block the server answers, with the engine's endpoint in its environment."""
    with server:
        assert answer_of(server) == b"http://engine.example"
    assert not answer_of(server)


def test_comes_back_after_it_was_killed(server: Api) -> None:
    """A server whose master process was killed is started again on the same port."""
    with server:
        threading.Thread(target=server.keep_up, daemon=True).start()
        first = server.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: server.pid != first and bool(answer_of(server)), 15, 0.05)
    assert wait_until(lambda: not answer_of(server), 5, 0.05)


def test_the_number_of_processes_is_said_set_or_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the command says wins over the settings, and those over the CPUs that may be used."""

    def processes(workers: int | None, **settings: int) -> str:
        command = Api(Settings(**settings), host="h", folder=tmp_path, workers=workers)._command()
        return command[command.index("--workers") + 1]

    assert processes(5, processes=3) == "5"
    assert processes(None, processes=3) == "3"
    for cpus, found in ((1, "2"), (7, "7")):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, n=cpus: range(n), raising=False)
        assert processes(None) == found


def test_says_when_the_application_does_not_load(tmp_path: Path) -> None:
    """An application that can't be imported is an error at once, not a wait."""
    with pytest.raises(ApiFailed):
        api(tmp_path, "nothing_here:app").start()
