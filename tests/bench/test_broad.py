"""Writing a stock app's resources from an OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask
from flask_smorest import Api

from bench import places
from bench.start.broad import source
from bench.start.stacks import STOCK_HAS

DOCUMENT = json.loads((places.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def module() -> dict[str, Any]:
    """Return what stands in the module that is written from our own document."""
    found: dict[str, Any] = {"__name__": "bench.start.broad"}  # for Flask, which looks for its file
    exec(compile(source(DOCUMENT, STOCK_HAS), "broad.py", "exec"), found)
    return found


def test_every_schema_has_all_of_its_fields(module: dict[str, Any]) -> None:
    """A field has the name that it has in the document."""
    for name, node in DOCUMENT["components"]["schemas"].items():
        schema = module[name]()
        assert isinstance(schema, ma.Schema)
        names = {field.data_key for field in schema.declared_fields.values()}
        assert names == set(node.get("properties", {}))


def test_every_operation_has_a_route_but_those_that_are_there_already(
    module: dict[str, Any],
) -> None:
    """The app answers on as many paths and methods as ours does."""
    app = Flask("broad")
    app.config.update(API_TITLE="broad", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api = Api(app)
    for blueprint in module["BLUEPRINTS"]:
        api.register_blueprint(blueprint)
    made = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    wanted = {
        (path, method)
        for path, item in DOCUMENT["paths"].items()
        for method in item
        if path not in STOCK_HAS and method != "parameters"
    }
    assert wanted <= made
