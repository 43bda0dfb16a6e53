"""What each function may do on the table: what the tests saw it do, and nothing else.

The tests of the API and of the use cases run with every call held against these grants, so that
nothing can be missing. With `RECORD_GRANTS` set to a folder they write down what they saw instead:

    make grants           # run the tests that show what each function does, and write grants.json
    make check-grants     # run them and compare: nothing missing, nothing to spare
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from infra.calls import Call

FILE = Path(__file__).parent / "grants.json"
Grants = dict[str, set[Call]]


@cache
def granted() -> Grants:
    """Return the calls that each function is granted."""
    return read(FILE)


def read(file: Path) -> Grants:
    """Return the grants in a file, which is by function, by table or index, and by action."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return {
        function: {
            Call(action, on, leading)
            for on, actions in places.items()
            for action, leads in actions.items()
            for leading in leads
        }
        for function, places in told.items()
    }


def write(grants: Grants, file: Path) -> None:
    """Write grants to a file, the same for the same grants."""
    told: dict[str, dict[str, dict[str, list[str]]]] = {}
    for function, calls in sorted(grants.items()):
        for call in sorted(calls):
            actions = told.setdefault(function, {}).setdefault(call.on, {})
            actions.setdefault(call.action, []).append(call.leading)
    ordered = {name: {on: told[name][on] for on in sorted(told[name])} for name in told}
    file.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")


def collected(folder: Path) -> Grants:
    """Return what all processes of a test run wrote into a folder."""
    found: Grants = defaultdict(set)
    for file in folder.glob("*.json"):
        for function, calls in read(file).items():
            found[function] |= calls
    return dict(found)


def differences(seen: Grants, grants: Grants) -> Iterable[str]:
    """Yield, in words, each call that was seen and isn't granted, and the other way round."""
    for function in sorted(seen.keys() | grants.keys()):
        done, may = seen.get(function, set()), grants.get(function, set())
        yield from (f"missing: {function} {' '.join(call)}" for call in sorted(done - may))
        yield from (f"to spare: {function} {' '.join(call)}" for call in sorted(may - done))


def main(verb: str, folder: str) -> None:
    """Write the grants from what was recorded, or leave with 1 where the two differ."""
    seen = collected(Path(folder))
    if verb == "write":
        write(seen, FILE)
    elif found := list(differences(seen, granted())):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
