"""Ask a server whether it is up."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable


def answers(host: str, port: int, path: str = "/") -> bool:
    """Tell whether an HTTP server on `host` and `port` answers within a second, anything."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", path)
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.005) -> bool:
    """Wait until `condition` holds, at most `seconds`; tell whether it does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True
