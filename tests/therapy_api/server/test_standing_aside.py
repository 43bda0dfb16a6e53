"""Log-ins and the server together: who waits for a password holds nobody up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.therapy_api.server.serving import SECONDS, Serving, answer, echo
from therapy_cli.api import THREADS, Api
from therapy_cli.engine.health import wait_until
from therapy_cli.engine.ports import free_port
from therapy_core.accounts.background import Background
from therapy_core.errors import Busy
from therapy_core.settings import Settings

GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
PLACES = 3


def test_heavy_calls_hold_no_thread_of_the_server() -> None:
    """With one thread, requests are answered while others wait; later there is one again."""
    work, over = Background(PLACES), threading.Event()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/heavy":
            work.run(over.wait, SECONDS)
            work.run(int)  # it stands aside once
        return echo(environ, start_response)

    with Serving(app, threads=1) as serving, ExitStack() as open_ones:
        heavy = [open_ones.enter_context(serving.connect()) for _ in range(PLACES)]
        for each in heavy:
            each.sendall(GET % b"heavy")
        assert wait_until(lambda: _is_full(work), SECONDS, 0.001)
        assert len(serving.worker._threads) == 1 + PLACES
        with serving.connect() as light:
            for _ in range(3):
                light.sendall(GET % b"light")
                assert answer(light)[2] == b"GET /light "
        over.set()
        for each in heavy:
            assert answer(each)[2] == b"GET /heavy "
        assert wait_until(lambda: len(serving.worker._threads) == 1, SECONDS, 0.001)
        assert not serving.worker._aside


def _is_full(work: Background) -> bool:
    try:
        work.expect_room()
    except Busy:
        return True
    return False


APP = """
import time
from pathlib import Path
import bcrypt
from therapy_api.app import create_app
from therapy_core.environment import load_settings
from tests.practices import create_table

def checkpw(*_):
    with Path("waiting").open("a") as file:
        file.write("x")
    while not Path("over").exists():
        time.sleep(0.01)
    return True

app = create_app(load_settings())
create_table(app.extensions["practice"], streamed=False)
bcrypt.checkpw = checkpw
"""
ADDRESS = "ada@practice.example"
PASSWORD = "a long enough passphrase"


@pytest.fixture
def url(endpoint: str, table_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Serve the whole API with one process, in which passwords take as long as the test wants."""
    (tmp_path / "slow.py").write_text(APP)
    settings = Settings(port=free_port(), endpoint=endpoint)
    named = {
        "THERAPY_ENV": "test",
        "TABLE_NAME": table_name,
        "HASHING_PLACES": str(PLACES),
        "BCRYPT_COST": "4",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    with Api(settings, host="127.0.0.1", workers=1, folder=tmp_path, app="slow:app") as api:
        yield api.url


def test_reads_go_on_while_log_ins_wait(url: str, tmp_path: Path) -> None:
    """More log in than there are places and threads: some are asked to come back, reads go on."""
    account = {"email": ADDRESS, "password": PASSWORD, "name": "Ada", "role": "client"}
    assert requests.post(f"{url}/signup", json=account, timeout=SECONDS).status_code == 201

    def log_in(_: int) -> requests.Response:
        given = {"email": ADDRESS, "password": PASSWORD}
        return requests.post(f"{url}/login", json=given, timeout=SECONDS)

    count = PLACES + THREADS
    with ThreadPoolExecutor(count) as people:
        waiting = [people.submit(log_in, n) for n in range(count)]
        refused = [n for n in range(count) if _ended(waiting, THREADS) and waiting[n].done()]
        assert len(refused) == THREADS
        for _ in range(3):
            assert requests.get(f"{url}/ready", timeout=SECONDS).status_code == 200
        (tmp_path / "over").touch()
        answers = [each.result() for each in waiting]
    assert sorted(each.status_code for each in answers) == [200] * PLACES + [503] * THREADS
    assert {each.headers["Retry-After"] for each in answers if not each.ok} == {"1"}
    assert len((tmp_path / "waiting").read_text()) == PLACES


def _ended(waiting: list[Any], count: int) -> bool:
    return wait_until(lambda: sum(each.done() for each in waiting) >= count, SECONDS, 0.01)
