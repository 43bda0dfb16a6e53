"""`therapy schema`: write the charts and the templates from the code, or compare them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from therapy_cli import access_chart, places
from therapy_core import budgets
from therapy_core.settings import Settings


class OutOfStep(Exception):
    """Say which files no longer say what the code says."""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is out of step.")
def command(check: bool) -> None:
    """Write the charts of the table and of access, the templates and the Workbench model."""
    files = {places.root() / name: text for name, text in _documents().items()}
    stale = [file for file, text in files.items() if _read(file) != text]
    if check and stale:
        names = ", ".join(str(file.relative_to(places.root())) for file in stale)
        raise OutOfStep(f"Out of step with the code: {names}. `make schema` writes them anew.")
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(files[file], encoding="utf-8")
        click.echo(f"wrote {file.relative_to(places.root())}")


def _documents() -> dict[str, str]:
    """Return what each file has to say."""
    from therapy_api import openapi  # noqa: PLC0415 - loads Flask
    from therapy_core.schema import PRACTICE  # noqa: PLC0415 - loads every entity
    from therapy_core.table import export  # noqa: PLC0415 - the same

    name = Settings().table_name
    return {
        "docs/access.md": access_chart.chart(),
        "docs/openapi.json": openapi.generate(),
        "docs/table.md": export.markdown(PRACTICE) + "\n" + budgets.chart(),
        "docs/table.workbench.json": _json(export.workbench(PRACTICE)),
        "infra/table.create.json": _json(export.create_table_input(PRACTICE, name)),
        "infra/table.cloudformation.json": _json(export.cloudformation(PRACTICE)),
    }


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
