"""Reading what `python -X importtime` prints."""

from __future__ import annotations

from bench.start.imports import longest

PRINTED = """\
import time: self [us] | cumulative | imported package
import time:       100 |        100 |   _io
import time:      2000 |       2100 |     flask.app
import time:       500 |       2600 |   flask
import time:      1500 |       1500 | botocore.session
some warning that ended up among them
"""


def test_a_package_is_charged_with_its_own_modules() -> None:
    """Its submodules count for it, and what it imports of others does not."""
    assert longest(PRINTED, 2) == [
        {"package": "flask", "ms": 2.5},
        {"package": "botocore", "ms": 1.5},
    ]
