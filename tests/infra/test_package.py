"""The zip that Lambda runs: reproducible, complete, and with nothing to spare."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra import package, packaging
from infra.packaging import Recipe, Target, bytecode, content, errors, wheels, zipping

PYTHON = "{}.{}".format(*sys.version_info[:2])
ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
FOLDERS_OF_BUILDS = f"{tempfile.gettempdir()}/tmp".encode()
HERE = Target(PYTHON, ARCHITECTURE)
runs_here = pytest.mark.skipif(sys.platform != "linux", reason="the wheels are Linux's")

# The interpreter sees the zip's folder and the standard library, as a function does.
ANSWERS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from apig_wsgi import make_lambda_handler
from therapy_api.app import create_app
from therapy_api.areas import AREAS
from therapy_core.environment import load_settings
event = {
    "version": "2.0", "rawPath": "/health", "rawQueryString": "", "isBase64Encoded": False,
    "headers": {"host": "localhost"},
    "requestContext": {"http": {"method": "GET", "sourceIp": "::1", "protocol": "HTTP/1.1"}},
}
for name, area in AREAS.items():
    app = create_app(load_settings(), area=area)
    if name == "auth":
        print(json.dumps(make_lambda_handler(app)(event, None)))
files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
assert not [file for file in files if "site-packages" in file]
"""


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the whole zip for this Python and processor."""
    return packaging.build(Recipe(HERE), tmp_path_factory.mktemp("aws")).path


@pytest.fixture
def unpacked(zipped: Path, tmp_path: Path) -> Path:
    """Return a folder with what is in the zip."""
    zipfile.ZipFile(zipped).extractall(tmp_path / "task")
    return tmp_path / "task"


@pytest.fixture
def other_umask() -> Iterator[None]:
    """Let new files be readable by their owner alone."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.slow
@runs_here
def test_the_zip_alone_serves_health(unpacked: Path, tmp_path: Path) -> None:
    """Every area starts from the zip and the standard library, and /health answers 200."""
    environ = {"THERAPY_ENV": "test", "DYNAMODB_ENDPOINT": "http://localhost:9", "HOME": "/"}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", ANSWERS, unpacked],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"status": "ok"})


@pytest.mark.slow
def test_carries_what_a_function_needs_and_no_more(zipped: Path) -> None:
    """Our packages and the migrations are in it; boto3, servers and tests are not."""
    names = zipfile.ZipFile(zipped).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {"therapy_core", "therapy_api", "migrations", "apig_wsgi", "manifest.json"} <= tops
    assert not tops & {*content.FORBIDDEN, "bin", "therapy_cli", "tests"}
    assert not [name for name in names if "/tests/" in name or "RECORD" in name]
    assert not [name for name in names if name.startswith("therapy_api/server/")]


@pytest.mark.slow
def test_keeps_the_services_that_are_used_alone(zipped: Path) -> None:
    """Of botocore's descriptions, those of four services and the common files are in it."""
    data = [n.split("/")[2:] for n in zipfile.ZipFile(zipped).namelist() if "botocore/data/" in n]
    assert {name[0] for name in data if len(name) > 1} == content.SERVICES
    common = {name[0] for name in data if len(name) == 1}
    assert {"endpoints.json", "partitions.json", "sdk-default-configuration.json"} <= common


@pytest.mark.slow
def test_every_module_is_compiled_for_the_target(zipped: Path) -> None:
    """Each source has bytecode of the unchecked kind beside it, with no folder of this machine."""
    archive = zipfile.ZipFile(zipped)
    tag = sys.implementation.cache_tag
    modules = [Path(name) for name in archive.namelist() if name.endswith(".py")]
    for module in modules:
        compiled = archive.read(str(module.parent / "__pycache__" / f"{module.stem}.{tag}.pyc"))
        assert int.from_bytes(compiled[4:8], "little") == 0b01, module
        assert FOLDERS_OF_BUILDS not in compiled, module


@pytest.mark.slow
def test_everybody_may_read_it_and_nothing_tells_when_it_was_made(zipped: Path) -> None:
    """Files have mode 0644, one time for all, and stand in order."""
    entries = zipfile.ZipFile(zipped).infolist()
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


@pytest.mark.slow
def test_the_manifest_lists_every_distribution(zipped: Path) -> None:
    """The manifest has each wheel's version and SHA-256, and no address."""
    archive = zipfile.ZipFile(zipped)
    text = archive.read("manifest.json").decode()
    manifest = json.loads(text)
    infos = {n.partition("/")[0] for n in archive.namelist() if ".dist-info/" in n}
    assert len(manifest["wheels"]) == len(infos)
    assert all(len(wheel["sha256"]) == 64 for wheel in manifest["wheels"])
    assert manifest["python"] == PYTHON
    assert "://" not in text


@pytest.mark.slow
def test_two_builds_have_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_umask: None
) -> None:
    """Another folder, umask, time zone and hash seed change no byte."""
    recipe = Recipe(HERE, ("markupsafe", "itsdangerous"))
    once = packaging.build_twice(recipe, tmp_path / "one")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.chdir(tmp_path)
    again = packaging.build(recipe, tmp_path / "another")
    assert once.path.read_bytes() == again.path.read_bytes()
    assert once.sha256 == again.sha256


@pytest.mark.slow
def test_packages_for_a_processor_that_is_not_here(tmp_path: Path) -> None:
    """A zip for arm64 has wheels for arm64, wherever it is built."""
    recipe = Recipe(Target("3.13", "arm64"), ("markupsafe",), has_bytecode=False)
    names = zipfile.ZipFile(packaging.build(recipe, tmp_path).path).namelist()
    [library] = [name for name in names if name.endswith(".so")]
    assert library.endswith("cpython-313-aarch64-linux-gnu.so")
    assert not [name for name in names if name.endswith(".pyc")]


@pytest.mark.slow
def test_names_the_dependency_that_has_no_wheel(tmp_path: Path) -> None:
    """A missing wheel fails with its name and the target, and leaves no zip."""
    recipe = Recipe(Target("3.4", "arm64"), ("markupsafe",), has_bytecode=False)
    with pytest.raises(errors.WheelMissing, match=r"markupsafe==\S+ for Python 3\.4 on arm64"):
        packaging.build(recipe, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_refuses_what_is_not_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dependency that constraints.txt doesn't name stops the build."""
    (tmp_path / "constraints.txt").write_text("idna==3.20\n")
    monkeypatch.setattr(wheels, "CONSTRAINTS", tmp_path / "constraints.txt")
    with pytest.raises(errors.NotPinned, match="itsdangerous"):
        packaging.build(Recipe(HERE, ("itsdangerous",)), tmp_path / "out")


def test_refuses_what_no_function_needs(tmp_path: Path) -> None:
    """A boto3 that came along as somebody's dependency stops the build by name."""
    (tmp_path / "boto3").mkdir()
    with pytest.raises(errors.Forbidden, match="boto3"):
        content.prune(tmp_path)


def test_refuses_what_lambda_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip over a limit of Lambda's stops the build, and says by how much."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "big.bin").write_bytes(bytes(2000))
    monkeypatch.setattr(zipping, "UNZIPPED_LIMIT", 1999)
    with pytest.raises(errors.TooBig, match="2,000 bytes unzipped; Lambda takes 1,999"):
        zipping.write_zip(tmp_path / "in", tmp_path / "out.zip")


def test_says_where_two_zips_differ(tmp_path: Path) -> None:
    """What differs is named: an entry with other bytes, and one that is in one zip alone."""
    for name, files in {
        "one": {"a": b"1", "b": b"2"},
        "two": {"a": b"1", "b": b"3", "c": b""},
    }.items():
        (tmp_path / name).mkdir()
        for file, data in files.items():
            (tmp_path / name / file).write_bytes(data)
        zipping.write_zip(tmp_path / name, tmp_path / f"{name}.zip")
    assert zipping.differing(tmp_path / "one.zip", tmp_path / "two.zip") == ["b", "c"]


def test_says_that_nothing_here_compiles_for_the_target(tmp_path: Path) -> None:
    """Without the target's Python the build stops rather than make a slow zip in silence."""
    with pytest.raises(errors.NoInterpreter, match=r"No Python 2\.0 is here"):
        bytecode.compile_all(tmp_path, "2.0")


def test_the_command_tells_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    """A failure ends with exit code 1 and a sentence instead of a traceback."""
    done = CliRunner().invoke(package.main, ["--python", "2.0", "--out", str(tmp_path)])
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "Traceback" not in done.output
