"""Build the zip, and once more to see that it comes out the same."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from infra.packaging import bytecode, content, wheels, zipping
from infra.packaging.errors import NotReproducible
from infra.packaging.target import Target

MANIFEST = "manifest.json"
_OTHER_UMASK = 0o077


@dataclass(frozen=True, slots=True)
class Built:
    """Say where a zip is, its SHA-256 and its sizes in bytes."""

    path: Path
    sha256: str
    zipped: int
    unzipped: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say what a zip is made of: its target, its requirements (as pip reads them), bytecode."""

    target: Target
    requirements: tuple[str, ...] = field(default_factory=wheels.requirements)
    has_bytecode: bool = True

    @property
    def name(self) -> str:
        """Return the zip's file name."""
        return f"therapy-{self.target.architecture}.zip"


def build(recipe: Recipe, out: Path) -> Built:
    """Build the zip in the folder `out`. Raises `PackagingError`."""
    with tempfile.TemporaryDirectory() as scratch:
        return _put(_build(recipe, Path(scratch)), out)


def build_twice(recipe: Recipe, out: Path) -> Built:
    """Build the zip twice, in other folders and under another umask, and compare the bytes.

    Raises `PackagingError`; then nothing is put into `out`.
    """
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = _build(recipe, Path(one))
        with _umask(_OTHER_UMASK):
            second = _build(recipe, Path(other))
        if zipping.sha256(first) != zipping.sha256(second):
            raise NotReproducible(zipping.differing(first, second)[:5])
        return _put(first, out)


def _build(recipe: Recipe, scratch: Path) -> Path:
    folder, zipped = scratch / "content", scratch / recipe.name
    folder.mkdir()
    taken = wheels.install(recipe.target, recipe.requirements, folder)
    content.prune(folder)
    content.add_ours(folder)
    if recipe.has_bytecode:
        bytecode.compile_all(folder, recipe.target.python)
    _write_manifest(recipe, taken, folder / MANIFEST)
    zipping.write_zip(folder, zipped)
    return zipped


def _write_manifest(recipe: Recipe, taken: list[wheels.Wheel], path: Path) -> None:
    """Write down for audits what the zip is made of."""
    told = {**asdict(recipe.target), "bytecode": recipe.has_bytecode}
    told["wheels"] = [asdict(wheel) for wheel in taken]
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _put(built: Path, out: Path) -> Built:
    out.mkdir(parents=True, exist_ok=True)
    zipped = Path(shutil.copyfile(built, out / built.name))
    sizes = zipped.stat().st_size, zipping.unzipped_size(zipped)
    return Built(zipped, zipping.sha256(zipped), *sizes)


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)
