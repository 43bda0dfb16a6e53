"""The stack that a human deploys first: who may come in from GitHub, and how far."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint_file
from cfnlint.decode import decode
from cfnlint.template import Template
from cfnlint.template.transforms._language_extensions import language_extension

from infra.template.whole import template

ROOT = Path(__file__).parents[2]
FILE = ROOT / "infra" / "bootstrap.yaml"
WORKFLOW = ROOT / ".github" / "workflows" / "deploy-environment.yml"
REGION = "${AWS::Region}"
LONGEST_REGION = "ap-northeast-1"
LONGEST_NAME = 64
"""Characters of a role's name (IAM User Guide, "IAM and AWS STS quotas")."""
ENVIRONMENTS = ("dev", "staging", "production")
MOST_INLINE = 10_240
"""Characters of a role's inline policies (IAM User Guide, "IAM and AWS STS quotas")."""
MOST_MANAGED = 6_144


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    """Return the stack's resources, its loops unrolled."""
    template = Template(str(FILE), decode(str(FILE))[0], ["eu-central-1"])
    faults, unrolled = language_extension(template)
    assert not faults
    return json.loads(json.dumps(unrolled))["Resources"]


@pytest.fixture(scope="module")
def roles(resources: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of the roles by the roles' names."""
    found = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::IAM::Role"]
    return {_text(each["RoleName"]).removesuffix(f"-{REGION}"): each for each in found}


def test_cfn_lint_has_nothing_to_say() -> None:
    """The template is one that CloudFormation takes."""
    found = lint_file(FILE)
    assert [str(match) for match in found] == []


def test_each_environment_has_three_roles(roles: dict[str, Any]) -> None:
    """One shows changes, one carries them out, and one is CloudFormation's."""
    kinds = ("plan", "deploy", "cloudformation")
    assert set(roles) == {f"therapy-{kind}-{env}" for kind in kinds for env in ENVIRONMENTS}


def test_a_second_region_of_the_account_has_names_of_its_own(resources: dict[str, Any]) -> None:
    """Roles and policies are the account's, so the region is in their names; IAM takes them."""
    names = [
        _text(each["Properties"][member])
        for each in resources.values()
        for member in ("RoleName", "ManagedPolicyName", "BucketName")
        if member in each["Properties"]
    ]
    assert len(names) == 1 + 1 + 4 * len(ENVIRONMENTS)
    for name in names:
        assert REGION in name
        filled = name.replace(REGION, LONGEST_REGION).replace("${AWS::AccountId}", "0" * 12)
        assert len(filled) <= LONGEST_NAME, filled


def test_the_pipeline_comes_in_under_the_names_that_are_there(roles: dict[str, Any]) -> None:
    """The workflow names roles and boundary as the bootstrap does."""
    workflow = WORKFLOW.read_text(encoding="utf-8")
    named = workflow.replace("${{ inputs.environment }}", "dev")
    named = named.replace("${{ vars.AWS_REGION }}", REGION)
    found = set(re.findall(r"therapy-(?:plan|deploy|cloudformation)-[^\s\"]+", named))
    assert {each.removesuffix(f"-{REGION}") for each in found} == {n for n in roles if "-dev" in n}
    assert all(each.endswith(f"-{REGION}") for each in found)
    assert f"policy/therapy-dev-{REGION}-function-boundary" in named


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize(("kind", "suffix"), [("plan", "-plan"), ("deploy", "")])
def test_only_its_environment_of_the_repository_comes_in(
    roles: dict[str, Any], environment: str, kind: str, suffix: str
) -> None:
    """Audience and subject are compared as they are, and the subject names one environment."""
    role = roles[f"therapy-{kind}-{environment}"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    issuer = "token.actions.githubusercontent.com"
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert {operator: set(keys) for operator, keys in statement["Condition"].items()} == {
        "StringEquals": {f"{issuer}:aud", f"{issuer}:sub"}
    }
    compared = statement["Condition"]["StringEquals"]
    assert compared[f"{issuer}:aud"] == "sts.amazonaws.com"
    subject = _text(compared[f"{issuer}:sub"])
    assert subject == f"repo:${{Repository}}:environment:{environment}{suffix}"


def test_every_role_has_the_boundary(roles: dict[str, Any]) -> None:
    """No role of the pipeline is without its boundary."""
    for name, role in roles.items():
        assert role["PermissionsBoundary"] == {"Ref": "PipelineBoundary"}, name


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_plan_carries_nothing_out(roles: dict[str, Any], environment: str) -> None:
    """What may run without approval executes no change set, no function, and touches no site."""
    actions = set(_actions(roles[f"therapy-plan-{environment}"]))
    assert "cloudformation:CreateChangeSet" in actions
    assert not actions & {"cloudformation:ExecuteChangeSet", "lambda:InvokeFunction"}
    assert not [action for action in actions if action.startswith("cloudfront:") or "*" in action]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_change_sets_are_made_in_cloudformations_name_alone(
    roles: dict[str, Any], environment: str
) -> None:
    """Neither role can have CloudFormation act with another role's rights, or with its own."""
    for kind in ("plan", "deploy"):
        statements = _statements(roles[f"therapy-{kind}-{environment}"])
        [making] = [each for each in statements if "cloudformation:CreateChangeSet" in _list(each)]
        named = _text(making["Condition"]["StringEquals"]["cloudformation:RoleArn"])
        assert named.endswith(f":role/therapy-cloudformation-{environment}-{REGION}")
        [passing] = [each for each in statements if "iam:PassRole" in _list(each)]
        assert _text(passing["Resource"]) == named


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_roles_name_no_other_environments_resources(
    roles: dict[str, Any], environment: str
) -> None:
    """What is named for an environment is reached by that environment's roles alone."""
    others = "|".join(each for each in ENVIRONMENTS if each != environment)
    for kind in ("plan", "deploy", "cloudformation"):
        policies = json.dumps(roles[f"therapy-{kind}-{environment}"]["Policies"])
        assert not re.search(rf"therapy-\w*-?({others})\b", policies), kind


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_functions_get_no_role_without_a_boundary(roles: dict[str, Any], environment: str) -> None:
    """CloudFormation makes and widens roles only within the functions' boundary."""
    widening = {"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"}
    for statement in _statements(roles[f"therapy-cloudformation-{environment}"]):
        if widening & set(_list(statement)):
            compared = statement["Condition"]["StringEquals"]
            assert set(compared) == {"iam:PermissionsBoundary"}
            named = _text(compared["iam:PermissionsBoundary"])
            assert named.endswith(f":policy/therapy-{environment}-{REGION}-function-boundary")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_function_reaches_another_environment(
    resources: dict[str, Any], environment: str
) -> None:
    """A boundary names its own environment's table, secret, queue and logs, and its own key."""
    document = resources[f"FunctionBoundary{environment}"]["Properties"]["PolicyDocument"]
    on_names, on_keys = document["Statement"]
    for named in on_names["Resource"]:
        assert re.search(rf"therapy[-/]{environment}\b", _text(named)), named
    aliases = on_keys["Condition"]["ForAnyValue:StringEquals"]["kms:ResourceAliases"]
    assert _text(aliases) == f"alias/therapy-{environment}"


def test_every_role_of_a_function_lies_within_the_boundary(resources: dict[str, Any]) -> None:
    """What a role's own policy allows, its boundary has to allow as well."""
    statements = resources["FunctionBoundarydev"]["Properties"]["PolicyDocument"]["Statement"]
    within = {action for each in statements for action in _list(each)}
    made = [each for each in template()["Resources"].values() if each["Type"] == "AWS::IAM::Role"]
    assert made
    for role in made:
        assert set(_actions(role["Properties"])) <= within


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_environment_brings_another_its_package(roles: dict[str, Any], environment: str) -> None:
    """What production runs lies where dev's roles, which nobody approves, can't write."""
    for kind in ("plan", "deploy", "cloudformation"):
        for statement in _statements(roles[f"therapy-{kind}-{environment}"]):
            if statement["Sid"] in ("BringPackages", "ReadPackages"):
                places = [_text(each) for each in statement["Resource"]]
                assert all(place.endswith(f"/therapy-{environment}/*") for place in places)


def test_packages_are_private_encrypted_and_kept(resources: dict[str, Any]) -> None:
    """The bucket blocks the public, encrypts, keeps versions, and refuses plain HTTP."""
    bucket = resources["Packages"]
    about = bucket["Properties"]
    assert bucket["DeletionPolicy"] == "Retain"
    assert list(about["PublicAccessBlockConfiguration"].values()) == [True] * 4
    assert about["VersioningConfiguration"]["Status"] == "Enabled"
    assert about["BucketEncryption"]
    [statement] = resources["PackagesPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_policies_fit_iam_s_limits(resources: dict[str, Any], roles: dict[str, Any]) -> None:
    """No policy is longer than IAM takes."""
    for name, role in roles.items():
        assert sum(_length(each["PolicyDocument"]) for each in role["Policies"]) < MOST_INLINE, name
    for name, each in resources.items():
        if each["Type"] == "AWS::IAM::ManagedPolicy":
            assert _length(each["Properties"]["PolicyDocument"]) < MOST_MANAGED, name


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]


def _actions(role: dict[str, Any]) -> Iterator[str]:
    for statement in _statements(role):
        yield from _list(statement)


def _list(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action


def _text(value: Any) -> str:
    """Return a text, also where CloudFormation is still to fill in the account."""
    return value["Fn::Sub"] if isinstance(value, dict) else value


def _length(document: Any) -> int:
    """Return how long a policy is once it is filled in, about: IAM counts no white space."""
    filled = re.sub(r"\$\{[A-Za-z:.]+\}", "x" * 14, json.dumps(document, separators=(",", ":")))
    return len(filled.replace('{"Fn::Sub":', "").replace('{"Ref":', ""))
