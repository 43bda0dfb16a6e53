"""The template holds what was promised, above all where no local AWS shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.functions import FUNCTIONS, logical
from infra.template.__main__ import FILE, text
from infra.template.gateway import ACCESS_LOG
from infra.template.whole import template
from therapy_api.areas import AREAS
from therapy_api.openapi import generate

TEMPLATE = json.loads(text())
RESOURCES = TEMPLATE["Resources"]
PERSONAL = ("identity", "path", "querystring", "header", "authorizer", "protocol", "domainName")


def of_type(kind: str) -> dict[str, Any]:
    """Return the properties of all resources of a type."""
    return {
        name: node.get("Properties", {})
        for name, node in RESOURCES.items()
        if node["Type"] == f"AWS::{kind}"
    }


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every statement of every role of a function."""
    for name in FUNCTIONS:
        (inline,) = RESOURCES[logical(name, "Role")]["Properties"]["Policies"]
        for statement in inline["PolicyDocument"]["Statement"]:
            yield name, statement


def test_the_file_is_what_the_code_says() -> None:
    """`make schema` writes it."""
    assert FILE.read_text(encoding="utf-8") == text()


def test_the_template_fits() -> None:
    """CloudFormation takes a megabyte, 500 resources, and 200 parameters and outputs."""
    assert len(text()) < 1_000_000
    assert len(RESOURCES) < 500
    assert len(TEMPLATE["Parameters"]) < 200


def test_the_table_is_kept_and_can_be_brought_back() -> None:
    """Nothing of this can be seen on ministack, which ignores it."""
    properties = RESOURCES["Table"]["Properties"]
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["TimeToLiveSpecification"] == {
        "AttributeName": "expires_at",
        "Enabled": True,
    }
    assert properties["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert properties["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_what_is_paid_by_use_has_a_ceiling() -> None:
    """The table, and each of its indexes."""
    properties = RESOURCES["Table"]["Properties"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    for place in (properties, *properties["GlobalSecondaryIndexes"]):
        assert place["OnDemandThroughput"] == {
            "MaxReadRequestUnits": {"Ref": "MaxReadUnits"},
            "MaxWriteRequestUnits": {"Ref": "MaxWriteUnits"},
        }


def test_everything_that_holds_data_outlives_the_stack() -> None:
    """Tables, keys, buckets and logs, but for what a stack that could not be made left behind."""
    for node in RESOURCES.values():
        if node["Type"] in (
            "AWS::DynamoDB::Table",
            "AWS::KMS::Key",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
        ):
            assert node["DeletionPolicy"] == "RetainExceptOnCreate"
            assert node["UpdateReplacePolicy"] == "Retain"


def test_every_log_is_encrypted_and_ends() -> None:
    """Each function has a log group of its own."""
    logs = of_type("Logs::LogGroup")
    assert {logical(name, "Logs") for name in FUNCTIONS} < set(logs)
    for properties in logs.values():
        assert properties["KmsKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
        assert properties["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_no_route_is_missing_in_the_gateway_or_in_the_document() -> None:
    """Each path of the document has its route, with every method, to the function of its area."""
    documented = {re.sub(r"(\}).*?(/|$)", r"\1\2", p) for p in json.loads(generate())["paths"]}
    routed = {p["RouteKey"].removeprefix("ANY ") for p in of_type("ApiGatewayV2::Route").values()}
    assert routed == documented | {"$default"}


def test_every_area_has_a_function_a_route_and_permission_to_be_called() -> None:
    """And the name of its area in its environment."""
    targets = {p["Target"]["Fn::Sub"] for p in of_type("ApiGatewayV2::Route").values()}
    for area in AREAS:
        assert f"integrations/${{{logical(area, 'Integration')}}}" in targets
        function = RESOURCES[logical(area, "Function")]["Properties"]
        assert function["Environment"]["Variables"]["THERAPY_AREA"] == area
        allowed = RESOURCES[logical(area, "Permission")]["Properties"]["FunctionName"]
        assert allowed == {"Ref": logical(area, "Function")}


def test_api_gateway_waits_longer_than_the_function_runs() -> None:
    """So that the answer to a timeout comes from where the reason is logged; 30 s at most."""
    for area in AREAS:
        waits = RESOURCES[logical(area, "Integration")]["Properties"]["TimeoutInMillis"]
        assert 1000 * FUNCTIONS[area].timeout < waits <= 30_000


def test_the_access_log_tells_nothing_of_anybody() -> None:
    """No address, no path with ids in it, no query, no header."""
    stage = RESOURCES["ApiStage"]["Properties"]
    assert json.loads(stage["AccessLogSettings"]["Format"]) == ACCESS_LOG
    for variable in ACCESS_LOG.values():
        assert not any(word.lower() in variable.lower() for word in PERSONAL), variable
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == {"Ref": "RequestsASecond"}


def test_no_role_can_scan_or_do_more_than_it_names() -> None:
    """No wildcard in an action or a resource; only the migrations look through the table."""
    for name, statement in statements():
        assert statement["Resource"] != "*"
        for action in statement["Action"]:
            assert "*" not in action
            assert action != "dynamodb:Scan" or name == "migrate"


def test_every_statement_on_the_table_is_held_to_partitions() -> None:
    """What an area does is on the kinds of partitions that it was seen on."""
    for name, statement in statements():
        if statement["Action"][0].startswith("dynamodb:") and name in AREAS:
            leading = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            assert leading
            assert all(each != "*" for each in leading)


def test_whoever_writes_into_the_queue_may_use_its_key() -> None:
    """It is encrypted, so that sending alone is not enough."""
    assert RESOURCES["DeadLetters"]["Properties"]["KmsMasterKeyId"] == {
        "Fn::GetAtt": ["DataKey", "Arn"]
    }
    for role in ("DueRole", "ScheduleRole"):
        (inline,) = RESOURCES[role]["Properties"]["Policies"]
        may = {a for each in inline["PolicyDocument"]["Statement"] for a in each["Action"]}
        assert {"sqs:SendMessage", "kms:GenerateDataKey", "kms:Decrypt"} <= may


def test_policies_fit_into_a_role() -> None:
    """IAM takes 10,240 characters of inline policies without white space."""
    for name in FUNCTIONS:
        policies = RESOURCES[logical(name, "Role")]["Properties"]["Policies"]
        written = json.dumps(policies, separators=(",", ":"))
        assert len(written) < 9_000, name


def test_secrets_are_never_in_the_template() -> None:
    """Neither as a parameter nor in a function's environment."""
    for function in of_type("Lambda::Function").values():
        names = set(function["Environment"]["Variables"])
        assert not names & {"JWT_SECRET", "PASSWORD_PEPPER", "MASTER_KEY", "ORIGIN_KEY"}


@pytest.mark.parametrize("name", ["SiteBucket"])
def test_the_bucket_is_for_cloudfront_alone(name: str) -> None:
    """Nothing of it is public, and nothing of it travels in the clear."""
    blocked = RESOURCES[name]["Properties"]["PublicAccessBlockConfiguration"]
    assert all(blocked.values())
    read, insecure = RESOURCES["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert read["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert insecure["Effect"] == "Deny"


def test_no_refusal_is_kept_for_whoever_asks_next() -> None:
    """Not found is also what is not allowed, and somebody else may be allowed."""
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    kept = {
        each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in config["CustomErrorResponses"]
    }
    assert {400, 403, 404, 405, 500, 502, 503, 504} <= set(kept)
    assert set(kept.values()) == {0}


def test_a_new_origin_key_reaches_cloudfront_by_a_parameter() -> None:
    """CloudFormation reads the secret again only where the distribution itself changes."""
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    [_, api] = config["Origins"]
    [header] = api["OriginCustomHeaders"]
    assert header["HeaderName"] == "X-Origin-Key"
    assert header["HeaderValue"]["Fn::Sub"].endswith(":SecretString:ORIGIN_KEY}}")
    assert "${OriginKeyVersion}" in config["Comment"]["Fn::Sub"]
    assert "OriginKeyVersion" in TEMPLATE["Parameters"]


def test_behind_a_web_acl_the_api_answers_cloudfront_alone() -> None:
    """Else whoever asks API Gateway directly would pass by it; the two ways exclude each other."""
    for name, function in FUNCTIONS.items():
        resource = RESOURCES[logical(name, "Function")]["Properties"]
        only = resource["Environment"]["Variables"].get("ONLY_CLOUDFRONT")
        assert only == ({"Fn::If": ["HasWebAcl", "yes", "no"]} if function.is_area else None)
    (rule,) = TEMPLATE["Rules"]["OneWayIn"]["Assertions"]
    assert "WebAclArn" in str(rule["Assert"])
    assert "ApiDomainName" in str(rule["Assert"])


def test_a_second_region_of_the_account_has_names_of_its_own() -> None:
    """What CloudFront and CloudWatch keep for the account as a whole has the region in its name."""
    configs = {
        "CloudFront::OriginAccessControl": "OriginAccessControlConfig",
        "CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig",
    }
    named = [
        *(
            each[config]["Name"]
            for kind, config in configs.items()
            for each in of_type(kind).values()
        ),
        *(each["Name"] for each in of_type("CloudFront::Function").values()),
        *(each["DashboardName"] for each in of_type("CloudWatch::Dashboard").values()),
    ]
    assert len(named) == 5
    assert all("-${AWS::Region}" in each["Fn::Sub"] for each in named)
    for kind, member in (("IAM::Role", "RoleName"), ("S3::Bucket", "BucketName")):
        assert not [name for name, each in of_type(kind).items() if member in each]


def test_two_resources_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part can't silently take another's place."""
    from infra.template import whole  # noqa: PLC0415 - what is changed

    monkeypatch.setattr(whole, "PARTS", (*whole.PARTS, whole.PARTS[0]))
    with pytest.raises(ValueError, match="DataKey"):
        template()
