"""Measure servers under the whole API, on the embedded engine, in one go.

    .venv/bin/python -m bench.servers [load] [start] [manners] [log-ins] [--rounds 5] [--seconds 3]

Every server is asked in every round, one after the other, so that what else the machine does falls
on all of them; ratios are those to our own server in the same round. Requests come from wrk
(`apt-get install wrk`). Servers that the project doesn't need go into an environment of their own
under build/. Writes bench/results/servers.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import sysconfig
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import asdict
from itertools import product
from typing import Any

from bench.server_logins import measure_logins
from bench.server_manners import manners_of
from bench.server_running import ROOT, environ_of, load, log_in, running
from seeds.run import plant
from tests.practices import create_table
from therapy_cli.api import Api
from therapy_cli.engine import Engine
from therapy_core import Practice, Settings

RESULTS = ROOT / "bench" / "results" / "servers.json"
OTHERS = ROOT / "build" / "servers"
PACKAGES = ("granian==2.8.*", "waitress==3.*")
PYTHON = str(OTHERS / "bin" / "python")
BASE = "ours"
CONCURRENCY = (8, 32)
ASKED = ("list of 20", "single read", "health")


def gunicorn(kind: str, threads: int) -> list[str]:
    """Return the command of one of gunicorn's own workers."""
    command = [PYTHON, "-m", "gunicorn", "bench.served:app", "--bind", "127.0.0.1:{port}"]
    command += ["--worker-class", kind, "--workers", "{processes}", "--threads", str(threads)]
    return [*command, "--log-level", "warning", "--preload", "--keep-alive", "75"]


def granian(threads: int) -> list[str]:
    """Return the command of granian with so many blocking threads a process."""
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--port", "{port}"]
    command += ["--workers", "{processes}", "--blocking-threads", str(threads), "--no-ws"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.1", "--log-level", "warning"]
    return [*command, "--http", "1", "bench.served:app"]


def ours(processes: int = 2) -> list[str]:
    """Return the command that `therapy run` starts."""
    settings = Settings(port=1)
    made = Api(settings, host="127.0.0.1", workers=processes, folder=ROOT, app="bench.served:app")
    command = [part.replace("127.0.0.1:1", "127.0.0.1:{port}") for part in made._command()]
    return [PYTHON, *command[1:]]


SERVERS: dict[str, tuple[int, list[str]]] = {
    BASE: (2, ours()),
    "gunicorn gthread, 8 threads": (2, gunicorn("gthread", 8)),
    "gunicorn sync": (2, gunicorn("sync", 1)),
    "granian, 1 thread": (2, granian(1)),
    "granian, 4 threads": (2, granian(4)),
    "granian, 8 threads": (2, granian(8)),
    "waitress, 8 threads": (2, [PYTHON, "-m", "bench.served", "{port}", "{processes}", "8"]),
    "ours, 1 process": (1, ours(1)),
    "granian, 1 process, 8 threads": (1, granian(8)),
}


def prepare_others() -> None:
    """Put the other servers into an environment that sees our packages beside its own."""
    if not (OTHERS / "bin" / "granian").exists():
        _run(sys.executable, "-m", "venv", str(OTHERS))
        (own,) = OTHERS.glob("lib/*/site-packages")
        (own / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
        _run(PYTHON, "-m", "pip", "install", "--quiet", *PACKAGES)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603 - it is one of the two above


Found = dict[str, dict[str, list[dict[str, float]]]]


def loads(environ: dict[str, str], count: int, seconds: int) -> Found:
    """Measure every server `count` times under every load, each after the other.

    All of them are up all the time; one that is not asked does next to nothing.
    """
    found: Found = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        up = {
            name: stack.enter_context(running(command, processes, environ))
            for name, (processes, command) in SERVERS.items()
        }
        asked = {name: log_in(each) for name, each in up.items()}
        for number, what, concurrency in product(range(-1, count), ASKED, CONCURRENCY):
            print(f"round {number + 1}: {what}, {concurrency} at once", file=sys.stderr)
            for name, server in up.items():
                if server.process.poll() is not None:
                    raise SystemExit(f"{name} has ended with {server.process.returncode}")
                token, paths = asked[name]
                made = load(server, paths[what], token, concurrency, seconds)
                if number >= 0:  # what comes before the first is to warm up
                    found[name][f"{what}, {concurrency} at once"].append(asdict(made))
    return found


def beings(environ: dict[str, str], count: int) -> Found:
    """Measure how long each server takes to start, and its memory once it was asked."""
    found: Found = defaultdict(lambda: defaultdict(list))
    for _, (name, (processes, command)) in product(range(count), SERVERS.items()):
        print(f"start: {name}", file=sys.stderr)
        with running(command, processes, environ) as server:
            token, paths = log_in(server)
            load(server, paths["single read"], token, CONCURRENCY[0], 1)
            told = {"start s": server.started, "memory MB": server.megabytes()}
            found[name]["being"].append(told)
    return found


def summary(found: Found) -> dict[str, Any]:
    """Return medians, and the median, least and greatest ratio to our own server by rounds."""
    told: dict[str, Any] = {}
    for name, loads in found.items():
        told[name] = {
            case: {
                figure: _told([each[figure] for each in values], [e[figure] for e in base])
                for figure in values[0]
            }
            for case, values in loads.items()
            if (base := found[BASE][case])
        }
    return told


def _told(values: list[float], base: list[float]) -> dict[str, Any]:
    ratios = [v / b for v, b in zip(values, base, strict=True) if b]
    spread = [statistics.median(ratios), min(ratios), max(ratios)] if ratios else []
    return {"median": _round(statistics.median(values)), "ratio": [_round(r) for r in spread]}


def _round(value: float) -> float:
    return float(f"{value:.3g}")


def table(told: dict[str, Any]) -> str:
    """Return a summary for people."""
    rows = []
    for name, cases in told.items():
        for case, figures in cases.items():
            cells = [
                f"{figure} {f['median']:g} ({' '.join(map(str, f['ratio']))})"
                for figure, f in figures.items()
            ]
            rows.append(f"{name:<30} {case:<26} {'  '.join(cells)}")
    return "\n".join(rows)


def main() -> None:
    """Measure, and write down what was measured; what wasn't asked for stays as it is there."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", default=["load", "start", "manners", "log-ins"])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=int, default=3)
    given = asked.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk: apt-get install wrk")
    prepare_others()
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with Engine() as engine:
        environ = environ_of(engine.endpoint)
        practice = Practice.connect(Settings.from_environment(environ))
        create_table(practice, streamed=False)
        plant(practice, clients=60)
        for part in given.parts:
            known[part] = _measured(part, environ, given.rounds, given.seconds)
            RESULTS.write_text(json.dumps(known, indent=1) + "\n")  # what comes next may fail
    for part in {"load", "start"} & set(given.parts):
        print(table(known[part]))


def _measured(part: str, environ: dict[str, str], count: int, seconds: int) -> dict[str, Any]:
    if part == "load":
        return summary(loads(environ, count, seconds))
    if part == "start":
        return summary(beings(environ, count))
    if part == "log-ins":
        return measure_logins(SERVERS[BASE], environ, count, seconds)
    found = {}
    for name in (each for each, (processes, _) in SERVERS.items() if processes > 1):
        print(f"manners: {name}", file=sys.stderr)
        found[name] = manners_of(SERVERS[name], environ)
    return found


if __name__ == "__main__":
    main()
