"""An area of the API is served alone, and together they are the whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

import therapy_api
from therapy_api.app import create_app
from therapy_api.areas import AREAS, RESOURCES
from therapy_api.openapi import document
from therapy_core.settings import Secret, Settings

UNUSED = Secret("unused " * 8)
SETTINGS = Settings(environment="test", jwt_secret=UNUSED, master_key=UNUSED)
FOLDER = Path(therapy_api.__file__).parent / "resources"


def paths_of(app: Flask) -> dict[str, set[str]]:
    """Return the paths of an app, each with its methods."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.rule, set()).update(rule.methods or ())
    return found


@pytest.fixture(scope="module")
def apps() -> dict[str, Flask]:
    """Return an app of each area."""
    return {name: create_app(SETTINGS, area=area) for name, area in AREAS.items()}


def test_every_path_belongs_to_one_area_with_all_of_its_methods(apps: dict[str, Flask]) -> None:
    """So that the area can answer 405 with what is allowed, and nothing is served twice."""
    together: dict[str, set[str]] = {}
    for name, app in apps.items():
        for path, methods in paths_of(app).items():
            assert path not in together, f"{path} in {name} and in another"
            together[path] = methods
    assert together == paths_of(create_app(SETTINGS))


def test_every_resource_belongs_to_one_area() -> None:
    """A new file in `resources` has to be given to one."""
    files = {each.stem for each in FOLDER.glob("*.py")} - {"__init__"}
    shared = [resource for area in AREAS.values() for resource in area.resources]
    assert sorted(shared) == sorted(files) == sorted(RESOURCES)


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_resource_names_the_domains_that_it_asks(resource: str) -> None:
    """What is named is imported at the start; a rule that lacks a use case shows there."""
    source = (FOLDER / f"{resource}.py").read_text(encoding="utf-8")
    assert set(re.findall(r"acting\(\)\.(\w+)", source)) == set(RESOURCES[resource])


def test_an_area_loads_none_of_the_others() -> None:
    """Neither resources nor use cases."""
    code = (
        "import sys; from tests.therapy_api.test_areas import *;"
        "create_app(SETTINGS, area=AREAS['message']);"
        "print(*sorted(m for m in sys.modules if m.startswith('therapy_')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    resources = {each for each in loaded if each.startswith("therapy_api.resources.")}
    assert resources == {"therapy_api.resources.messages"}
    services = {each for each in loaded if each.endswith(".service")}
    assert services == {"therapy_core.service", "therapy_core.messaging.service"}


def test_the_document_is_always_of_the_whole(apps: dict[str, Flask]) -> None:
    """Whichever function is asked for it."""
    assert document(apps["auth"]) == document(create_app(SETTINGS))
