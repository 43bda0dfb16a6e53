"""What differs between one environment and another, and the words of the template about it."""

from __future__ import annotations

from infra.template.plain import Node, attribute, ref

ENVIRONMENTS = {
    "local": "test",
    "dev": "staging",
    "staging": "staging",
    "production": "production",
}
"""The environments, each with the settings' THERAPY_ENV. Demo accounts work in `local` alone."""
RETENTION = [1, 3, 7, 14, 30, 60, 90, 180, 365, 400, 731]


def parameters() -> Node:
    """Return the parameters; a file an environment gives them (infra/parameters)."""
    return {
        "Environment": _text("Which environment this is.", AllowedValues=list(ENVIRONMENTS)),
        "ArtifactBucket": _text("The bucket that holds the functions' package."),
        "ArtifactKey": _text("The package's key, which holds its hash."),
        "SecretsArn": _text(
            "The secret made by `therapy secrets make`; it is not the stack's, so that no stack "
            "can take it along."
        ),
        "OriginKeyVersion": _text(
            "Any word; another one lets CloudFront read ORIGIN_KEY from the secret anew.",
            "1",
            AllowedPattern="[A-Za-z0-9.-]{1,40}",
        ),
        "Runtime": _text("The functions' runtime.", "python3.13"),
        "Architecture": _text(
            "What the package was built for.", "arm64", AllowedValues=["arm64", "x86_64"]
        ),
        "LogLevel": _text(
            "The log's lines tell the metrics, so no less.", "INFO", AllowedValues=["DEBUG", "INFO"]
        ),
        "LogRetentionDays": _number("How long logs are kept.", 90, AllowedValues=RETENTION),
        "Shards": _number("Partitions of a list; once data is in, it only grows.", 1, 1, 100),
        "MaxReadUnits": _number("The ceiling of reads a second.", 4000, 1),
        "MaxWriteUnits": _number("The ceiling of writes a second.", 2000, 1),
        "RequestsASecond": _number("What API Gateway lets through, over a while.", 200, 1),
        "RequestsAtOnce": _number("What API Gateway lets through, in a burst.", 400, 1),
        "ReserveConcurrency": _text(
            "Whether each function has its share of the account's concurrency reserved; a new "
            "account has too little for that.",
            "no",
            AllowedValues=["yes", "no"],
        ),
        "AlarmEmail": _text("Who is told of alarms; empty: nobody but the topic.", ""),
        "DomainName": _text("The domain of site and API; empty: CloudFront's own.", ""),
        "CertificateArn": _text("The domain's certificate, in us-east-1.", ""),
        "WebAclArn": _text("A WAF web ACL for CloudFront, in us-east-1; empty: none.", ""),
        "ApiDomainName": _text("A domain of the API's own; empty: none.", ""),
        "RoleBoundary": _text("What no function's role reaches beyond; empty: its policy.", ""),
        "ApiCertificateArn": _text("That domain's certificate, in this region.", ""),
    }


def conditions() -> Node:
    """Return the conditions."""
    return {
        "IsProduction": {"Fn::Equals": [ref("Environment"), "production"]},
        "ReservesConcurrency": {"Fn::Equals": [ref("ReserveConcurrency"), "yes"]},
        "HasInsights": {"Fn::Not": [{"Fn::Equals": [ref("Environment"), "local"]}]},
        "HasAlarmEmail": _given("AlarmEmail"),
        "HasDomain": _given("DomainName"),
        "HasWebAcl": _given("WebAclArn"),
        "HasRoleBoundary": _given("RoleBoundary"),
        "HasApiDomain": _given("ApiDomainName"),
    }


def rules() -> Node:
    """Return what the parameters have to be together."""
    either = [{"Fn::Equals": [ref(name), ""]} for name in ("WebAclArn", "ApiDomainName")]
    why = "With a web ACL the API answers CloudFront alone, so it can't have a domain of its own."
    return {"OneWayIn": {"Assertions": [{"Assert": {"Fn::Or": either}, "AssertDescription": why}]}}


def mappings() -> Node:
    """Return what follows from the name of an environment."""
    return {"Environments": {name: {"Settings": env} for name, env in ENVIRONMENTS.items()}}


def outputs() -> Node:
    """Return what those who deploy, test and look on need to know."""
    site = {"Fn::If": ["HasDomain", ref("DomainName"), attribute("Distribution", "DomainName")]}
    return {
        "Url": _output("Site and API.", {"Fn::Join": ["", ["https://", site]]}),
        "ApiUrl": _output("The API alone.", attribute("Api", "ApiEndpoint")),
        "ApiId": _output("The API's id.", ref("Api")),
        "DistributionDomain": _output(
            "What DomainName has to point at, before it is asked.",
            attribute("Distribution", "DomainName"),
        ),
        "SiteBucketName": _output("Where the site's files go.", ref("SiteBucket")),
        "DistributionId": _output("What is invalidated then.", ref("Distribution")),
        "TableName": _output("The table.", ref("Table")),
        "MigrateFunctionName": _output("What applies migrations.", ref("MigrateFunction")),
        "AlarmTopicArn": _output("Who wants to hear alarms.", ref("AlarmTopic")),
        "Artifact": _output("The package that is deployed.", ref("ArtifactKey")),
    }


def _text(about: str, default: str | None = None, **more: object) -> Node:
    given = {} if default is None else {"Default": default}
    return {"Type": "String", "Description": about, **given, **more}


def _number(
    about: str, default: int, least: int | None = None, most: int | None = None, **more: object
) -> Node:
    bounds = {"MinValue": least, "MaxValue": most}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"Type": "Number", "Description": about, "Default": default, **given, **more}


def _given(name: str) -> Node:
    return {"Fn::Not": [{"Fn::Equals": [ref(name), ""]}]}


def _output(about: str, value: object) -> Node:
    return {"Description": about, "Value": value}
