"""The template as a whole: a list of its parts."""

from __future__ import annotations

from infra.template import (
    alarms,
    dashboard,
    functions,
    gateway,
    parameters,
    queries,
    roles,
    site,
    table,
    topic,
    waived,
)
from infra.template.plain import Node, Resources

PARTS = (table, roles, functions, gateway, site, topic, alarms, dashboard, queries)


def template() -> Node:
    """Return the template of the stack."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Therapy: table, functions, API, site, logs and alarms.",
        "Parameters": parameters.parameters(),
        "Rules": parameters.rules(),
        "Mappings": parameters.mappings(),
        "Conditions": parameters.conditions(),
        "Resources": waived.noted(_resources()),
        "Outputs": parameters.outputs(),
    }


def _resources() -> Resources:
    """Return the resources of all parts. Raises `ValueError` where two have one name."""
    found: Resources = {}
    for part in PARTS:
        more = part.resources()
        if twice := found.keys() & more.keys():
            raise ValueError(f"two resources of one name: {', '.join(sorted(twice))}")
        found |= more
    return found
