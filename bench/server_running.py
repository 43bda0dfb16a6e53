"""Run a server over the API and ask it: what the measurements of servers share."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from seeds import demo
from tests.practices import SETTINGS
from therapy_cli.engine.ports import free_port

ROOT = Path(__file__).parent.parent
START_SECONDS = 60.0


@dataclass(frozen=True)
class Load:
    """Hold what a load of requests came to; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    processor: float
    failed: int


@dataclass(frozen=True)
class Running:
    """Hold a server that answers, and what it took to start (seconds) and to be (MB)."""

    process: subprocess.Popen[bytes]
    url: str
    started: float

    @property
    def tree(self) -> list[int]:
        """Return its process and all below it."""
        return list(_below(self.process.pid))

    def megabytes(self) -> float:
        """Return the memory of all its processes, what they share counted once."""
        texts = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.tree)
        return sum(int(re.findall(r"^Pss: +(\d+)", text, re.MULTILINE)[0]) for text in texts) / 1024

    def processor_seconds(self) -> float:
        """Return the processor time of all its processes so far."""
        return sum(_ticks(pid) for pid in self.tree) / os.sysconf("SC_CLK_TCK")


def _below(pid: int) -> Iterator[int]:
    yield pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in map(int, children):
        if _fields(child)[0] != "Z":  # it has ended, and nobody has asked how
            yield from _below(child)


def _ticks(pid: int) -> int:
    return sum(map(int, _fields(pid)[11:13]))


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@contextmanager
def running(command: list[str], processes: int, environ: dict[str, str]) -> Iterator[Running]:
    """Run a server on a free port for as long as the block lasts."""
    port = free_port()
    filled = [part.format(port=port, processes=processes) for part in command]
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - a list that was made here, like all below
        filled,
        cwd=ROOT,
        env=environ | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a signal to a whole group stays among its own
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(process, f"{url}/health")
            yield Running(process, url, time.perf_counter() - began)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            for pid in list(_below(process.pid)) if process.poll() is None else ():
                os.kill(pid, signal.SIGKILL)


def _wait_until_up(process: subprocess.Popen[bytes], url: str) -> None:
    ends = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        with suppress(requests.RequestException):
            if requests.get(url, timeout=5).ok:
                return
        time.sleep(0.01)
    raise SystemExit(f"{' '.join(map(str, process.args))} does not come up")  # type: ignore[arg-type]


def load(server: Running, path: str, token: str, concurrency: int, seconds: int) -> Load:
    """Ask for a path as fast as the server answers, on so many connections that are kept."""
    before = server.processor_seconds()
    told = wrk(f"{server.url}{path}", concurrency, seconds, "-H", f"Authorization: Bearer {token}")
    used = server.processor_seconds() - before
    count = int(re.findall(r"(\d+) requests in", told)[0])
    return read(told, 1000 * used / max(count, 1))


def wrk(url: str, concurrency: int, seconds: int, *more: str) -> str:
    """Run wrk and return what it tells."""
    command = ["wrk", "-t", "1", "-c", str(concurrency), "-d", f"{seconds}s", "--latency"]
    command += ["--timeout", "20s", *more, url]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise SystemExit(f"wrk ended with {ended.returncode}: {ended.stderr}")
    return ended.stdout


def read(told: str, processor: float = 0.0) -> Load:
    """Read what wrk tells."""
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)", told)
    at = {place: _milliseconds(told, place) for place in ("50%", "99%")}
    rate = float(re.findall(r"Requests/sec: +([\d.]+)", told)[0])
    return Load(rate, at["50%"], at["99%"], processor, int(failed[0]) if failed else 0)


def _milliseconds(told: str, place: str) -> float:
    found = re.search(rf"^ +{place} +([\d.]+)(us|ms|s|m)$", told, re.MULTILINE)
    value, unit = found.groups() if found else ("inf", "ms")  # nothing came to its end
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def environ_of(endpoint: str) -> dict[str, str]:
    """Return the environment of a server over the engine."""
    secrets = ("jwt_secret", "password_pepper", "master_key")
    return {
        **os.environ,
        **{name.upper(): getattr(SETTINGS, name).reveal() for name in secrets},
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "DYNAMODB_ENDPOINT": endpoint,
        "TABLE_NAME": "bench-servers",
        "THERAPY_ENV": "test",
        "ACCESS_MINUTES": "600",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }


def log_in(server: Running) -> tuple[str, dict[str, str]]:
    """Return a client's token, and the paths to ask for by name."""
    given = {"email": demo.CLIENT.email, "password": demo.PASSWORD}
    answer = requests.post(f"{server.url}/login", json=given, timeout=20).json()
    headers = {"Authorization": f"Bearer {answer['accessToken']}"}
    journal = f"/journals/{answer['account']['profileId']}"
    page = requests.get(f"{server.url}{journal}?limit=20", headers=headers, timeout=20).json()
    one = f"{journal}/{page['items'][0]['entryId']}"
    paths = {"list of 20": f"{journal}?limit=20", "single read": one, "health": "/health"}
    return answer["accessToken"], paths
