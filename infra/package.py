"""Build the zip that every function runs: `python -m infra.package`.

One zip holds all areas; each function loads its own. It is built once, and goes through the
environments as it is, known by its SHA-256.
"""

from __future__ import annotations

from pathlib import Path

import click

from infra.packaging import ARCHITECTURES, PackagingError, Recipe, Target, build, build_twice

_MEGA = 1024 * 1024


@click.command()
@click.option("--arch", type=click.Choice(list(ARCHITECTURES)), default="arm64", show_default=True)
@click.option("--python", "version", default="3.13", show_default=True, help="Lambda's Python.")
@click.option("--out", type=click.Path(path_type=Path), default="build/aws", show_default=True)
@click.option("--check", is_flag=True, help="Build twice and compare the bytes.")
@click.option("--bytecode/--no-bytecode", default=True, help="Compile for the target.")
def main(arch: str, version: str, out: Path, check: bool, bytecode: bool) -> None:
    """Build therapy-ARCH.zip, and print its SHA-256 and sizes."""
    recipe = Recipe(Target(version, arch), has_bytecode=bytecode)
    try:
        built = (build_twice if check else build)(recipe, out)
    except PackagingError as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{built.sha256}  {built.path}")
    sizes = f"{built.zipped / _MEGA:.1f} MiB zipped, {built.unzipped / _MEGA:.1f} MiB unzipped"
    click.echo(f"{sizes}{'; built twice, the same bytes' if check else ''}", err=True)


if __name__ == "__main__":
    main()
