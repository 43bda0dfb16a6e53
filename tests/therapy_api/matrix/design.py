"""What the design says of each operation, for each of those who may come.

It stands in `design.txt`, written by hand. `log-in` is 401, `never` 403, `-` 404 or not in the
list; `full`, `public`, `meta` and `name` say how much is shown, from everything to the name alone.
Where the state of things forbids what access allows, `conflict` is 409 and `invalid` 422.
"""

from __future__ import annotations

from pathlib import Path

_PAGE = (Path(__file__).parent / "design.txt").read_text(encoding="utf-8")
_WORDS = len(_PAGE.partition("\n")[0].split()) - 1
_LINES = [line.rsplit(None, _WORDS) for line in _PAGE.splitlines() if line]

COLUMNS = tuple(_LINES[0][1:])
NAMES = [name for name, *_ in _LINES[1:]]
CELLS = {name: tuple(words) for name, *words in _LINES[1:]}
