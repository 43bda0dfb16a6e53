"""Serve the API exactly as `therapy run` does, until it is asked to end.

PORT=... TABLE_NAME=... python -m bench.http.ours WORKERS
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

from therapy_cli import places
from therapy_cli.api import Api
from therapy_core.settings import Settings


def main(workers: int) -> None:
    """Run the server that the command line runs, with its options."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = Settings.from_environment()
    api = Api(settings, host="127.0.0.1", workers=workers, folder=places.root())
    with suppress(KeyboardInterrupt), api:
        signal.pause()


if __name__ == "__main__":
    main(int(sys.argv[1]))
