"""Lint the workflows: `python -m infra.lint_workflows`.

actionlint knows the syntax, the expressions and what an action takes; zizmor looks for what an
attacker could use, and asks nothing of the network here.
"""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
_PROGRAMS = Path(sysconfig.get_path("scripts"))


@click.command()
def main() -> None:
    """Say what actionlint and zizmor find in the workflows."""
    if found := [*actionlint(GITHUB), *zizmor(GITHUB)]:
        raise click.ClickException("\n".join(found))
    click.echo("The workflows are clean.")


def actionlint(folder: Path) -> list[str]:
    """Return what actionlint says of the workflows in `folder`, in lines.

    It takes shellcheck in where that is installed, which is not the same everywhere: not here.
    """
    files = sorted((folder / "workflows").glob("*.y*ml"))
    return _said("actionlint", "-no-color", "-shellcheck=", "-pyflakes=", *files)


def zizmor(folder: Path) -> list[str]:
    """Return what zizmor says of the workflows and actions in `folder`, in lines."""
    options = ("--offline", "--quiet", "--no-progress", "--color=never", "--persona=pedantic")
    return _said("zizmor", *options, folder)


def _said(program: str, *arguments: str | Path) -> list[str]:
    command = [_PROGRAMS / program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.strip()] or [f"{program} leaves with {done.returncode}"]


if __name__ == "__main__":
    main()
