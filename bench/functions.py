"""Measure the cold start of each function on AWS, beside that of the whole app in one.

    make bench PART=functions

Each start is a fresh process with bytecode compiled before: it loads the handler of the function,
as Lambda does, and answers one request that asks no table. The functions take turns. Writes
`functions.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from bench import places, results
from bench.figures import against, rotated, spread
from therapy_api.areas import AREAS
from therapy_core.stored_secrets.making import new_set

WHOLE = "whole"
STARTS = 11
CODE = """
import json, sys, time
import therapy_api.areas as areas
areas.AREAS = {**areas.AREAS, "whole": areas.WHOLE}
from therapy_api.aws_lambda.api import handler
http = {"method": "GET", "path": "/nowhere", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
event = {"version": "2.0", "rawPath": "/nowhere", "rawQueryString": "", "headers": {}, "body": "",
         "requestContext": {"requestId": "bench=", "http": http}, "isBase64Encoded": False}
assert handler(event, None)["statusCode"] == 404
print(json.dumps({"at": time.monotonic_ns(), "cpu": time.process_time(),
                  "modules": len(sys.modules)}))
"""


def main() -> None:
    """Measure and write the results."""
    names = [WHOLE, *AREAS]
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for name in names:
        started(name)
    for number in range(places.times(STARTS, 2)):
        for name in rotated(names, number):
            taken[name].append(started(name))
    results.write("functions", summary(taken))


def summary(taken: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return times in seconds, and ratios to the whole."""
    wall = {name: [each["seconds"] for each in starts] for name, starts in taken.items()}
    cpu = {name: [each["cpu"] for each in starts] for name, starts in taken.items()}
    return {
        "starts": len(taken[WHOLE]),
        "seconds": {name: spread(each) for name, each in wall.items()},
        "cpu": {name: spread(each) for name, each in cpu.items()},
        "ratios": against(wall, WHOLE),
        "cpu ratios": against(cpu, WHOLE),
        "modules": {name: starts[0]["modules"] for name, starts in taken.items()},
    }


def started(area: str) -> dict[str, Any]:
    """Start a function, and return what it took until its first answer."""
    environ = {
        "THERAPY_ENV": "production",
        "THERAPY_STACK": "bench",
        "THERAPY_AREA": area,
        **new_set(master_key=True),
    }
    began = time.monotonic_ns()
    done = subprocess.run(  # noqa: S603 - from what stands here
        [sys.executable, "-c", CODE],
        cwd=places.ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "seconds": (found["at"] - began) / 1e9}


if __name__ == "__main__":
    main()
