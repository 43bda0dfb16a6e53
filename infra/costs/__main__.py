"""Write docs/costs.md from the inputs."""

from __future__ import annotations

from pathlib import Path

from infra.costs.document import document
from infra.costs.inputs import ROOT, read

PAGE = ROOT / "docs" / "costs.md"


def main(page: Path = PAGE) -> None:
    """Write the document into `page`. Raises `UnknownUseCase`."""
    page.write_text(document(read()), encoding="utf-8")


if __name__ == "__main__":
    main()
