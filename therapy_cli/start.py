"""Where the `therapy` command begins, also where only the library is installed."""

from __future__ import annotations

import sys

_BROUGHT_BY_THE_EXTRA = ("click", "rich")


def main() -> None:
    """Run the command line, or say which extra brings what it needs."""
    try:
        from therapy_cli.main import main as run  # noqa: PLC0415 - it may not be installed
    except ModuleNotFoundError as missing:
        if missing.name not in _BROUGHT_BY_THE_EXTRA:
            raise
        sys.exit(
            "The library is here, the `therapy` command needs more: "
            "pip install 'therapy-practice[api,cli]' brings it."
        )
    run()
