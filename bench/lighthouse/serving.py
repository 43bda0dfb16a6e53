"""Serve the built site over a seeded practice, for as long as it is looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.stories.telling import Story
from therapy_cli import places
from therapy_cli.engine import Engine


class _Quiet(WSGIRequestHandler):
    """Write no line for each request between the scores; keep connections, as gunicorn does."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@contextmanager
def a_served_site() -> Iterator[str]:
    """Give the address of the site, on a port of its own."""
    with Engine() as engine:
        story = Story(
            engine.endpoint,
            "therapy-lighthouse",
            site_folder=str(places.site()),
            log_level="ERROR",
        )
        server = make_server("127.0.0.1", 0, story.app, threaded=True, request_handler=_Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.port}"
        server.shutdown()
        thread.join()
