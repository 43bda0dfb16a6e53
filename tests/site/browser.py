"""Find the browser that the site is tested in, and fetch it where that can be done.

`python -m tests.site.browser` fetches Chromium from Debian's packages as root, and otherwise says
loudly what will be left out and how to get it. In CI nothing may be left out: there it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "NO BROWSER: the tests of the site in a real browser are left out. Install Chromium"
    " (on Debian: apt-get install chromium) or say where one is: CHROMIUM=/path/to/it"
)


def find() -> str | None:
    """Return the program of a browser: CHROMIUM names it, or it is on the PATH."""
    given = os.environ.get("CHROMIUM")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


def fetch() -> str | None:
    """Return the browser's program, fetched first where it isn't here and apt-get may do so."""
    if find() is None and shutil.which("apt-get") and os.geteuid() == 0:
        for command in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
            asked = ("apt-get", "-q", *command)
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(asked, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return find()


if __name__ == "__main__":
    if fetch() is None:
        sys.stderr.write(f"\n{'!' * 80}\n{MISSING}\n{'!' * 80}\n\n")
        sys.exit("CI" in os.environ)
