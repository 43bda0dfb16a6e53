"""What is generated from the code and committed says what the code says."""

from __future__ import annotations

from click.testing import CliRunner

from therapy_cli.commands.schema import command


def test_the_committed_files_are_in_step() -> None:
    """`make schema` would change nothing: the chart, the templates, the OpenAPI document."""
    checked = CliRunner().invoke(command, ["--check"], catch_exceptions=False)
    assert checked.exit_code == 0
