"""What the linters ask for and the template does without, each with its reason."""

from __future__ import annotations

from typing import NamedTuple

from infra.template.plain import Resources


class Waived(NamedTuple):
    """Name a check and say why the resources of a type don't meet it."""

    check: str
    why: str
    type: str


WAIVED = (
    Waived(
        "CKV_AWS_173",
        "The variables hold names, no secret; secrets are read from Secrets Manager.",
        "AWS::Lambda::Function",
    ),
    Waived(
        "CKV_AWS_117",
        "The functions reach AWS's own services alone, signed and encrypted; a VPC would add"
        " addresses to run out of and gateways to pay, and keep nobody out.",
        "AWS::Lambda::Function",
    ),
    Waived(
        "CKV_AWS_116",
        "Callers wait for the answer of all but the sweep, whose failures go to DeadLetters by its"
        " EventInvokeConfig.",
        "AWS::Lambda::Function",
    ),
    Waived(
        "CKV_AWS_86",
        "Its log would hold addresses and paths; API Gateway's has neither.",
        "AWS::CloudFront::Distribution",
    ),
    Waived(
        "CKV_AWS_174",
        "With a domain it is TLS 1.2 of 2021; without, the certificate is CloudFront's own, whose"
        " version can't be set.",
        "AWS::CloudFront::Distribution",
    ),
    Waived(
        "CKV_AWS_18",
        "It holds the site's public files, and CloudFront alone reads it.",
        "AWS::S3::Bucket",
    ),
    Waived(
        "CKV_AWS_33",
        "The star is bounded to this account's callers, through DynamoDB.",
        "AWS::KMS::Key",
    ),
    Waived(
        "W1030",
        "An ARN that isn't given is empty, and then the resource, or this property, is not made.",
        "AWS::ApiGatewayV2::DomainName",
    ),
    Waived(
        "W1030",
        "As with the API's domain.",
        "AWS::CloudFront::Distribution",
    ),
)


def noted(resources: Resources) -> Resources:
    """Return the resources with their exceptions in them, as the linters read them."""
    return {name: {**node, **_metadata(node["Type"])} for name, node in resources.items()}


def _metadata(kind: str) -> dict[str, object]:
    found = [e for e in WAIVED if e.type == kind]
    checkov = [{"id": e.check, "comment": e.why} for e in found if e.check.startswith("CKV")]
    ignored = [e.check for e in found if not e.check.startswith("CKV")]
    metadata: dict[str, object] = {}
    if checkov:
        metadata["checkov"] = {"skip": checkov}
    if ignored:
        metadata["cfn-lint"] = {"config": {"ignore_checks": ignored}}
    return {"Metadata": metadata} if metadata else {}
