"""How a worker ends: what is under way is answered, and nothing else is begun."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from gunicorn.config import Config
from gunicorn.errors import ConfigError

from tests.therapy_api.server.serving import SECONDS, Serving, answer, echo, rest
from therapy_api.server import Worker
from therapy_cli.api import Api
from therapy_cli.engine.health import wait_until
from therapy_cli.engine.ports import free_port
from therapy_core.settings import Settings

GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"

APP = """
import os, time
from pathlib import Path

def app(environ, start_response):
    if environ["PATH_INFO"] == "/wait":
        Path("begun").touch()
        while not Path("over").exists():
            time.sleep(0.01)
    told = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Length", str(len(told)))])
    return [told]
"""


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    """Serve, with two processes, an app that tells its process and can be made to wait."""
    (tmp_path / "waiting.py").write_text(APP)
    settings = Settings(port=free_port(), endpoint="http://engine.example")
    with Api(settings, host="127.0.0.1", workers=2, folder=tmp_path, app="waiting:app") as found:
        yield found


def test_what_is_under_way_is_answered_before_the_end() -> None:
    """Requests that are here are answered, kept connections close, and then nobody is left."""
    begun, over = threading.Event(), threading.Event()

    def waiting(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/wait":
            begun.set()
            assert over.wait(SECONDS)
        return echo(environ, start_response)

    with Serving(waiting) as serving, serving.connect() as busy, serving.connect() as idle:
        idle.sendall(GET % b"")
        assert answer(idle)[1]["Connection"] == "keep-alive"
        busy.sendall(GET % b"wait")
        assert begun.wait(SECONDS)
        serving.stop()
        assert rest(idle) == b""
        over.set()
        status, headers, _ = answer(busy)
        assert (status, headers["Connection"]) == (200, "close")
        assert rest(busy) == b""
        serving.wait()


def test_who_comes_too_late_is_refused() -> None:
    """A worker that ends lets go of the port, rather than let anybody wait."""
    with Serving(echo) as serving:
        serving.stop()
        serving.wait()
        with pytest.raises(ConnectionRefusedError):
            serving.connect()


def test_a_worker_ends_after_so_many_requests_if_it_is_told_to() -> None:
    """Gunicorn's `max_requests` holds, and the last answer says that it is the last."""
    with Serving(echo, max_requests=2) as serving, serving.connect() as connection:
        for kept in ("keep-alive", "close"):
            connection.sendall(GET % b"")
            assert answer(connection)[1]["Connection"] == kept
        serving.wait()


@pytest.mark.parametrize(
    ("name", "value"),
    [("certfile", "some.pem"), ("http2_cleartext", "both"), ("protocol", "uwsgi")],
)
def test_what_it_can_not_do_is_refused_at_the_start(name: str, value: str) -> None:
    """It goes without neither TLS nor another protocol in silence."""
    cfg = Config()
    Worker.check_config(cfg, None)
    cfg.set(name, value)
    with pytest.raises(ConfigError):
        Worker.check_config(cfg, None)


def test_a_request_under_way_outlives_the_order_to_end(api: Api, tmp_path: Path) -> None:
    """SIGTERM to the master waits for it; others find the port closed."""
    got: list[requests.Response] = []
    asking = threading.Thread(
        target=lambda: got.append(requests.get(f"{api.url}/wait", timeout=SECONDS))
    )
    asking.start()
    assert wait_until((tmp_path / "begun").exists, SECONDS, 0.01)
    os.kill(api.pid or 0, signal.SIGTERM)

    def refused() -> bool:
        with suppress(requests.Timeout):
            try:
                requests.get(api.url, timeout=0.2)
            except requests.ConnectionError:
                return True
        return False

    assert wait_until(refused, SECONDS, 0.01)
    (tmp_path / "over").touch()
    asking.join(SECONDS)
    assert got[0].status_code == 200
    assert got[0].headers["Connection"] == "close"


def test_a_worker_that_was_killed_comes_back(api: Api) -> None:
    """The others go on meanwhile, and there are as many as before."""

    def seen() -> set[int]:
        return {int(requests.get(api.url, timeout=SECONDS).text) for _ in range(20)}

    assert wait_until(lambda: len(seen()) == 2, SECONDS, 0.01)
    killed = seen().pop()
    os.kill(killed, signal.SIGKILL)
    assert wait_until(lambda: len(seen() - {killed}) == 2, SECONDS, 0.01)
