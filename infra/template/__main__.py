"""Write the template from the code, or with `--check` say whether it is in step.

python -m infra.template [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from infra.template.whole import template

FILE = Path(__file__).parents[1] / "therapy.template.json"


def text() -> str:
    """Return the template as it stands in its file."""
    return json.dumps(template(), indent=1, ensure_ascii=False) + "\n"


def main(*options: str) -> None:
    """Write the file, or leave with 1 where it says something else than the code."""
    if "--check" not in options:
        FILE.write_text(text(), encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != text():
        sys.exit(f"{FILE.name} is out of step with the code; `make schema` writes it anew.")


if __name__ == "__main__":
    main(*sys.argv[1:])
