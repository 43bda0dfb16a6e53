"""The workflows: lint clean, pinned, and with no more rights than they need."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.lint_workflows import GITHUB, actionlint, zizmor

FILES = sorted([*GITHUB.glob("workflows/*.yml"), *GITHUB.glob("actions/*/action.yml")])
WORKFLOWS = [file for file in FILES if file.parent.name == "workflows"]
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
OURS = re.compile(r"uses: \$/\.github/[\w./-]+$")

each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Return a copy of the workflows to plant faults in."""
    return Path(shutil.copytree(GITHUB, tmp_path / ".github"))


def test_actionlint_has_nothing_to_say() -> None:
    """Every workflow is one that GitHub takes, with expressions that mean something."""
    assert actionlint(GITHUB) == []


def test_zizmor_has_nothing_to_say() -> None:
    """Nothing in the workflows and actions is what an attacker looks for."""
    assert zizmor(GITHUB) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("needs.build.outputs.sha256", "needs.builds.outputs.sha256", "builds"),
        ("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04", "run-on"),
    ],
)
def test_actionlint_sees_a_planted_fault(planted: Path, right: str, wrong: str, told: str) -> None:
    """A misspelt job or key is found: the linter really reads these files."""
    _plant(planted / "workflows" / "deploy.yml", right, wrong)
    assert told in "\n".join(actionlint(planted))


@pytest.mark.parametrize(
    ("file", "right", "wrong", "told"),
    [
        ("workflows/ci.yml", "@11bd71901bbe5b1630ceea73d27597364c9af683", "@v4", "unpinned-uses"),
        (
            "workflows/deploy.yml",
            "make site",
            "echo ${{ github.event.after }}",
            "template-injection",
        ),
        ("actions/enter/action.yml", 'echo "$SHA256', 'echo "${{ inputs.sha256 }}', "injection"),
    ],
)
def test_zizmor_sees_a_planted_fault(
    planted: Path, file: str, right: str, wrong: str, told: str
) -> None:
    """An action by its tag and a value pasted into a script are found, in actions as well."""
    _plant(planted / file, right, wrong)
    assert told in "\n".join(zizmor(planted))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_action_is_pinned_by_its_commit(file: Path) -> None:
    """Another's action has a commit and, for people, its version; ours are of the same commit."""
    lines = [line.strip().removeprefix("- ") for line in file.read_text().splitlines()]
    used = [line for line in lines if line.startswith("uses:")]
    assert [line for line in used if not PINNED.match(line) and not OURS.match(line)] == []


@each_workflow
def test_rights_are_given_by_the_job(file: Path) -> None:
    """A workflow has no rights; each job says which it needs, and none writes but for OIDC."""
    workflow = _read(file)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        given = job["permissions"]
        assert {right for right, how in given.items() if how == "write"} <= {"id-token"}, name


@each_workflow
def test_no_long_lived_key_is_used(file: Path) -> None:
    """No workflow reads a secret: AWS is entered by OIDC."""
    text = file.read_text()
    assert "secrets." not in text
    assert "secret-access-key" not in text


def test_a_job_that_enters_aws_stands_in_an_environment() -> None:
    """Each job with a token for AWS runs in an environment of GitHub, whose rules hold for it."""
    for name, job in _jobs("deploy-environment"):
        assert job["permissions"]["id-token"] == "write", name
        assert job["environment"], name
    assert dict(_jobs("deploy-environment"))["plan"]["environment"].endswith("-plan")


def test_production_comes_last_with_what_was_built_once() -> None:
    """Environments follow one another, after the checks, each with the digest of one build."""
    jobs = dict(_jobs("deploy"))
    assert [jobs[name]["needs"] for name in ("dev", "staging", "production")] == [
        ["check", "build"], ["build", "dev"], ["build", "staging"],
    ]  # fmt: skip
    for name in ("dev", "staging", "production"):
        assert jobs[name]["with"]["environment"] == name
        assert jobs[name]["with"]["sha256"] == "${{ needs.build.outputs.sha256 }}"


def test_what_failed_is_rolled_back() -> None:
    """What was there is remembered before the change, and brought back where a look at it fails."""
    steps = dict(_jobs("deploy-environment"))["deploy"]["steps"]
    runs = [step.get("run", "") for step in steps]
    order = [_index(runs, part) for part in ("--remember", "--execute", "infra.smoke", "--to")]
    assert order == sorted(order)
    assert steps[order[-1]]["if"].startswith("failure()")
    entered = steps[order[-1] - 1]
    assert entered["uses"].startswith("aws-actions/configure-aws-credentials@")
    assert entered["if"] == steps[order[-1]]["if"]


def test_a_command_that_fails_in_a_pipe_fails_its_step() -> None:
    """A plan that could not be made is not approved; GitHub's default shell has no pipefail."""
    text = (GITHUB / "workflows" / "deploy-environment.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["defaults"] == {"run": {"shell": "bash"}}


@each_workflow
def test_every_command_of_ours_exists(file: Path) -> None:
    """What a workflow starts by `make` or `python -m infra` is there."""
    text, root = file.read_text(), GITHUB.parent
    targets = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"run: make ([a-z-]+)", text)) <= set(targets)
    for module in re.findall(r"python -m infra\.(\w+)", text):
        assert (root / "infra" / f"{module}.py").is_file(), module


def _jobs(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _read(GITHUB / "workflows" / f"{name}.yml")["jobs"].items()


def _read(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text()))


def _index(runs: list[str], part: str) -> int:
    return next(index for index, run in enumerate(runs) if part in run)


def _plant(file: Path, right: str, wrong: str) -> None:
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong))
