"""Hold the built site to Lighthouse's scores: `make lighthouse`.

Lighthouse and what drives it are npm packages, locked in the folder `npm` beside this file; they
are installed into build/lighthouse, apart from the site's own. The site is served as `make run`
serves it, over a seeded practice on an engine in memory.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import click

from bench.lighthouse.serving import a_served_site
from seeds import demo
from tests.site import browser
from tests.site.places import PATHS
from therapy_cli import places
from therapy_cli.engine.lock import one_at_a_time
from therapy_cli.node import NodeFailed, npm

LEAST = 95
OPEN = ("/", "/app", "/app/signup")
_RECIPE = Path(__file__).with_name("npm")
_LOCK, _STAMP = "package-lock.json", ".installed"


def main() -> None:
    """Print the scores of each page; end with an error where one is below `LEAST`."""
    program = browser.fetch()
    if program is None:
        raise SystemExit(
            "Lighthouse needs a browser: install Chromium, or say CHROMIUM=/path/to/it"
        )
    try:
        folder = _installed(places.root() / "build" / "lighthouse")
        with a_served_site() as url:
            os.environ["AUDIT"] = json.dumps(_asked(url, program))
            npm(folder, "run", "--silent", "audit", quiet=False)
    except NodeFailed:
        raise SystemExit("Some pages fell short, or could not be looked at: see above.") from None
    click.echo(f"Every score is {LEAST} or more.")


def _asked(url: str, program: str) -> dict[str, object]:
    people = [
        {"email": email, "password": demo.PASSWORD, "paths": paths}
        for email, paths in PATHS.items()
    ]
    return {
        "url": url,
        "browser": program,
        "flags": browser.FLAGS,
        "least": LEAST,
        "open": OPEN,
        "people": people,
    }


def _installed(folder: Path) -> Path:
    """Return the folder with Lighthouse in it, as its lock file says."""
    with one_at_a_time(places.tools()):
        shutil.copytree(_RECIPE, folder, dirs_exist_ok=True)
        locked, stamp = folder / _LOCK, folder / _STAMP
        if not (stamp.is_file() and stamp.read_bytes() == locked.read_bytes()):
            npm(folder, "ci", "--no-progress", "--loglevel=error")
            shutil.copyfile(locked, stamp)
    return folder


if __name__ == "__main__":
    main()
