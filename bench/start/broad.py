"""Write a stock app's resources from an OpenAPI document: its operations, its fields, no logic.

A stock stack with one resource imports less than one with all of an API's. So that a cold start can
be compared with a stock app of the same breadth, this writes one, as a module of marshmallow
schemas and Flask-Smorest views such as one would write by hand; the views are never called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
FIELDS = {
    "integer": "Integer",
    "number": "Float",
    "boolean": "Boolean",
    "object": "Dict",
    "date-time": "AwareDateTime",
    "date": "Date",
    "email": "Email",
}
HEAD = '''"""Written by bench/start/broad.py."""

import marshmallow as ma
from flask.views import MethodView
from flask_smorest import Blueprint


class Schema(ma.Schema):
    class Meta:
        register = False  # ours may have schemas of the same names
'''

Node = dict[str, Any]


def source(document: Node, without: set[str]) -> str:
    """Return the module's text, without the paths in `without`, which the app has itself."""
    schemas = document["components"]["schemas"]
    paths = {path: item for path, item in document["paths"].items() if path not in without}
    tags = sorted({_tag(item[method]) for item in paths.values() for method in _methods(item)})
    parts = [HEAD, *(_schema(name, each) for name, each in schemas.items())]
    parts += [f'{_variable(tag)} = Blueprint("broad {tag}", __name__)\n' for tag in tags]
    parts += [_view(n, path, item) for n, (path, item) in enumerate(paths.items())]
    parts.append(f"BLUEPRINTS = [{', '.join(map(_variable, tags))}]\n")
    return "\n\n".join(parts)


def _schema(name: str, node: Node) -> str:
    lines = [
        f"    {_safe(field)} = {_field(each, field)}"
        for field, each in node.get("properties", {}).items()
    ]
    return "\n".join([f"class {_safe(name)}(Schema):", *(lines or ["    pass"])]) + "\n"


def _field(node: Node, name: str, *, required: bool = False) -> str:
    about = f"metadata={{'description': {node.get('description', '')!r}}}"
    more = f"data_key={name!r}, required={required}, {about}"
    if "$ref" in node:
        return f"ma.fields.Nested({_nested(node)}, {more})"
    kind = _type(node)
    if kind == "array":
        return f"ma.fields.List({_inner(node['items'])}, {more})"
    rules = f"validate={_validator(node)}, " if _validator(node) else ""
    found = FIELDS.get(node.get("format", ""), FIELDS.get(kind, "String"))
    return f"ma.fields.{found}({rules}{more})"


def _inner(node: Node) -> str:
    if "$ref" in node:
        return f"ma.fields.Nested({_nested(node)})"
    return f"ma.fields.{FIELDS.get(_type(node), 'String')}()"


def _nested(node: Node) -> str:
    """Return a reference to a schema that may stand further down."""
    return f"lambda: {_named(node)}()"


def _validator(node: Node) -> str:
    if "enum" in node:
        return f"ma.validate.OneOf({node['enum']!r})"
    for kind, least, most in (
        ("Length", "minLength", "maxLength"),
        ("Range", "minimum", "maximum"),
    ):
        if least in node or most in node:
            return f"ma.validate.{kind}({node.get(least)!r}, {node.get(most)!r})"
    return ""


def _view(number: int, path: str, item: Node) -> str:
    methods = list(_methods(item))
    blueprint = _variable(_tag(item[methods[0]]))
    route = re.sub(r"\{(\w+)\}", r"<\1>", path)
    lines = [f'@{blueprint}.route("{route}")', f"class View{number}(MethodView):"]
    for method in methods:
        lines += [f"    {each}" for each in _operation(blueprint, method, item[method])]
    queries = [_query(number, method, item[method]) for method in methods]
    named = "\n\n".join(filter(None, queries))
    text = "\n".join(lines).replace("QUERY_", f"Query{number}_") + "\n"
    return f"{named}\n\n{text}" if named else text


def _operation(blueprint: str, method: str, node: Node) -> Iterator[str]:
    if _parameters(node):
        yield f'@{blueprint}.arguments(QUERY_{method}, location="query")'
    body = _content(node.get("requestBody", {}))
    if body:
        yield f"@{blueprint}.arguments({body})"
    status, answer = _answer(node)
    yield f"@{blueprint}.response({status}{', ' + answer if answer else ''})"
    yield f"def {method}(self, *args, **kwargs):"
    yield f"    {node.get('summary', '')!r}"


def _query(number: int, method: str, node: Node) -> str:
    lines = [
        f"    {_safe(each['name'])}_ = {_field(each['schema'], each['name'])}"
        for each in _parameters(node)
    ]
    return "\n".join([f"class Query{number}_{method}(Schema):", *lines]) if lines else ""


def _parameters(node: Node) -> list[Node]:
    return [each for each in node.get("parameters", []) if each.get("in") == "query"]


def _answer(node: Node) -> tuple[str, str]:
    status = next(each for each in node["responses"] if each.startswith("2"))
    return status, _content(node["responses"][status])


def _content(node: Node) -> str:
    schema = node.get("content", {}).get("application/json", {}).get("schema", {})
    return _named(schema) if "$ref" in schema else ""


def _methods(item: Node) -> Iterator[str]:
    return (method for method in METHODS if method in item)


def _tag(node: Node) -> str:
    return str(node.get("tags", ["other"])[0])


def _type(node: Node) -> str:
    found = node.get("type", "string")
    return str(found[0] if isinstance(found, list) else found)


def _named(node: Node) -> str:
    return _safe(str(node["$ref"]).rpartition("/")[2])


def _variable(tag: str) -> str:
    return "blp_" + _safe(tag)


def _safe(name: str) -> str:
    """Return a name that Python takes, and that is no word of its own."""
    cleaned = re.sub(r"\W", "_", name)
    return f"{cleaned}_" if cleaned in {"from", "class", "fields", "context"} else cleaned
