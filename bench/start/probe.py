"""Start one stack in a fresh process, let it answer one request, and say how long that took.

    BENCH_BEGAN=(monotonic nanoseconds) python -m bench.start.probe (ours | packages | stock) PATH

The token is read from BENCH_TOKEN. With BENCH_AREA ours is one area, as one function on AWS loads
it. `packages` imports what every app of this stack imports, and answers a page that is at hand. The
request is an in-process WSGI call, as an adapter on AWS Lambda makes one. Times are in seconds from
the start of the process. With BENCH_WATCH set it says which data files were opened, too, which is
slower.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

NANOSECONDS = 1e9
WATCHED = ("service-2.json", "endpoints.json", "endpoint-rule-set", "sdk-default-configuration")
"""Parts of the names of botocore's data files."""
HEAVY = ("boto3", "botocore", "awscrt", "yaml", "urllib3", "marshmallow", "pynamodb", "apispec")

opened: list[str] = []


def main(stack: str, path: str) -> dict[str, Any]:
    """Import a stack, call its app, and return what that took."""
    if os.environ.get("BENCH_WATCH"):
        sys.addaudithook(_watch)
    found = {"python": _elapsed()}
    if stack == "ours":
        import therapy_core  # noqa: F401, PLC0415 - this is what is timed

        found["therapy_core"] = _elapsed()
    app = _app(stack)
    found["app"] = _elapsed()
    body = call(app, path, os.environ["BENCH_TOKEN"])
    found["answered"] = _elapsed()
    cpu = time.process_time()
    _check(body)
    loaded = {"modules": len(sys.modules), "loaded": _loaded(), "opened": opened}
    return {"seconds": found, "cpu": cpu, **loaded}


def _app(stack: str) -> Callable[..., Iterable[bytes]]:
    if stack == "packages":
        from bench.start.packages import app as bare  # noqa: PLC0415 - this is what is timed

        return bare
    if stack == "ours" and (name := os.environ.get("BENCH_AREA")):
        return _area(name)
    if stack == "ours":
        from therapy_api.wsgi import app as ours  # noqa: PLC0415 - this is what is timed

        return ours
    from main import app as stock  # noqa: PLC0415 - bench/http/peers/stock_app, on the path

    found: Callable[..., Iterable[bytes]] = stock
    return found


def _area(name: str) -> Callable[..., Iterable[bytes]]:
    """Return the app of one area, made as wsgi.py makes the whole."""
    gc.disable()
    from therapy_api.app import create_app  # noqa: PLC0415 - this is what is timed
    from therapy_api.areas import AREAS  # noqa: PLC0415
    from therapy_core.environment import load_settings  # noqa: PLC0415

    app = create_app(load_settings(), area=AREAS[name])
    gc.freeze()
    gc.enable()
    return app


def call(app: Callable[..., Iterable[bytes]], path: str, token: str) -> bytes:
    """Return the body of an answer. Raises `RuntimeError` unless it is 200."""
    place, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    said: list[str] = []
    body = b"".join(app(environ, lambda status, *_: said.append(status)))
    if not said[0].startswith("200"):
        raise RuntimeError(f"answered {said[0]}")
    return body


def _check(body: bytes) -> None:
    if len(json.loads(body)["items"]) != 20:  # noqa: PLR2004 - the page that was asked for
        raise RuntimeError("another page than the one that was asked for")


def _elapsed() -> float:
    return (time.monotonic_ns() - int(os.environ["BENCH_BEGAN"])) / NANOSECONDS


def _loaded() -> dict[str, bool]:
    return {name: name in sys.modules for name in HEAVY}


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        name = os.path.basename(arguments[0])  # noqa: PTH119 - as little as can be in a hook
        if any(part in name for part in WATCHED):
            opened.append(name)


if __name__ == "__main__":
    print("\n" + json.dumps(main(sys.argv[1], sys.argv[2])))
