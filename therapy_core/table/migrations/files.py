"""The folder of migrations: numbered Python files, without a gap, each saying what it is for."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from therapy_core.table.migrations.errors import BadFolder

_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.py")


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """Hold one migration as it was read from its file."""

    number: int
    name: str
    path: Path
    source: str
    purpose: str

    def __str__(self) -> str:
        return f"{self.number:04d}_{self.name}"

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of the text, in hexadecimal; line endings don't count."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def up(self) -> Callable[[Any], None]:
        """Return the file's function `up`. Raises `BadFolder` when there is none.

        The very text whose checksum is recorded is run, not a compiled copy from somewhere.
        """
        found: dict[str, Any] = {
            "__name__": f"migration_{self.number:04d}",
            "__file__": str(self.path),
        }
        code = compile(self.source, str(self.path), "exec")
        exec(code, found)  # noqa: S102 - the project's own file, named on the command line
        if not callable(found.get("up")):
            raise BadFolder(f"{self} has no function up(context)")
        up: Callable[[Any], None] = found["up"]
        return up


def read_folder(folder: Path) -> list[MigrationFile]:
    """Return the migrations in `folder`, in order.

    Raises `BadFolder` for no files, a name that is not `0001_what_it_does.py`, a missing or a
    double number, a file that is no Python, and one without a docstring.
    """
    paths = sorted(p for p in folder.glob("*.py") if p.name != "__init__.py")
    files = sorted((_read(p) for p in paths), key=lambda f: f.number)
    if not files:
        raise BadFolder(f"there are no migrations in {folder}")
    for expected, file in enumerate(files, start=1):
        if file.number < expected:
            raise BadFolder(
                f"the number {file.number:04d} stands twice: {files[expected - 2]}, {file}"
            )
        if file.number > expected:
            raise BadFolder(f"there is no migration {expected:04d}, but there is {file}")
    return files


def _read(path: Path) -> MigrationFile:
    match = _NAME.fullmatch(path.name)
    if not match:
        raise BadFolder(f"{path.name} is not named like 0001_what_it_does.py")
    source = path.read_text(encoding="utf-8")
    return MigrationFile(int(match[1]), match[2], path, source, _purpose(path, source))


def _purpose(path: Path, source: str) -> str:
    try:
        docstring = ast.get_docstring(ast.parse(source))
    except SyntaxError as error:
        raise BadFolder(f"{path.name}, line {error.lineno}: {error.msg}") from None
    if not docstring:
        raise BadFolder(f"{path.name} has no docstring that says what it changes and why")
    return docstring.splitlines()[0]
