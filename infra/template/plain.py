"""CloudFormation's own words, as plain dictionaries."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]
Resources = dict[str, Node]
NAME_IN_ACCOUNT = "therapy-${Environment}-${AWS::Region}"
"""A name for what an account has one list of for all regions, as CloudFront's resources are."""
KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
"""What keeps a resource whatever becomes of its stack, but for one that was never all made."""


def resource(kind: str, properties: Node, **attributes: Any) -> Node:
    """Return a resource of a type such as `SQS::Queue`; `attributes` stand beside `properties`."""
    return {"Type": f"AWS::{kind}", **attributes, "Properties": properties}


def kept(kind: str, properties: Node, **attributes: Any) -> Node:
    """Return a resource that outlives the stack, and what replaces it."""
    return resource(kind, properties, **KEPT, **attributes)


def ref(name: str) -> Node:
    """Return the value of a parameter, or the name of a resource."""
    return {"Ref": name}


def arn(name: str) -> Node:
    """Return the ARN of a resource."""
    return {"Fn::GetAtt": [name, "Arn"]}


def attribute(name: str, of: str) -> Node:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [name, of]}


def sub(text: str) -> Node:
    """Return a text with `${Names}` in it replaced."""
    return {"Fn::Sub": text}


def if_(condition: str, then: Any, otherwise: Any = None) -> Node:
    """Return one or the other; without another, nothing where the condition does not hold."""
    return {"Fn::If": [condition, then, ref("AWS::NoValue") if otherwise is None else otherwise]}


def statement(actions: list[str], resources: Any, **more: Any) -> Node:
    """Return a statement of a policy that allows actions on resources."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def policy(*statements: Node) -> Node:
    """Return a policy's document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trusted(service: str, **more: Any) -> Node:
    """Return the document that lets a service of AWS take a role."""
    taking = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return policy({**taking, **more})
