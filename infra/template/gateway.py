"""API Gateway, with a route for every path of the app's OpenAPI document.

A route takes every method of its path, and leads to the function of the path's area, which knows
them all and answers 405 with what is allowed. What is no path of the document (the pages, and all
that is unknown) leads to `auth`.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

from infra.functions import FUNCTIONS, logical
from infra.template.plain import Node, Resources, arn, kept, ref, resource, sub
from therapy_api.areas import AREAS
from therapy_api.openapi import generate

ELSE = "auth"
ACCESS_LOG = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "route": "$context.routeKey",
    "status": "$context.status",
    "responseLatency": "$context.responseLatency",
    "integrationLatency": "$context.integrationLatency",
    "integrationStatus": "$context.integrationStatus",
    "integrationError": "$context.integration.error",
    "bytes": "$context.responseLength",
}
"""What is logged of a request: no address, no path, no query, no header of the caller's."""


def resources() -> Resources:
    """Return the API, its stage and logs, and for each path the way to its function."""
    found = {"Api": _api(), "ApiLogs": _logs(), "ApiStage": _stage()}
    for name in AREAS:
        found[logical(name, "Integration")] = _integration(name)
        found[logical(name, "Permission")] = _permission(name)
    for path, area in sorted(areas_of_paths().items()):
        found[_route_id(path)] = _route(f"ANY {_whole_segments(path)}", area)
    return found | {"ElseRoute": _route("$default", ELSE)} | _domain()


@cache
def areas_of_paths() -> dict[str, str]:
    """Return the area of each path in the OpenAPI document."""
    tags = {each.name: name for name, area in AREAS.items() for each in area.blueprints()}
    return {
        path: tags[next(iter(operations.values()))["tags"][0]]
        for path, operations in json.loads(generate())["paths"].items()
    }


def _whole_segments(path: str) -> str:
    """Return a path as API Gateway takes it, in which a variable fills its segment."""
    return re.sub(r"(\{\w+\})[^/]+", r"\1", path)


def _route_id(path: str) -> str:
    """Return a name for a path that stays its own, whatever other paths there come to be."""
    words = "".join(word.capitalize() for word in re.findall(r"[A-Za-z]+", path))
    return f"Route{words}{hashlib.sha256(path.encode()).hexdigest()[:6]}"


def _route(key: str, area: str) -> Node:
    target = sub(f"integrations/${{{logical(area, 'Integration')}}}")
    return resource(
        "ApiGatewayV2::Route",
        {"ApiId": ref("Api"), "RouteKey": key, "Target": target, "AuthorizationType": "NONE"},
    )


def _api() -> Node:
    return resource(
        "ApiGatewayV2::Api",
        {
            "Name": sub("therapy-${Environment}"),
            "Description": "The therapy practice's API. The functions check tokens themselves.",
            "ProtocolType": "HTTP",
        },
    )


def _logs() -> Node:
    return kept(
        "Logs::LogGroup",
        {
            "LogGroupName": sub("/aws/apigateway/therapy-${Environment}"),
            "RetentionInDays": ref("LogRetentionDays"),
            "KmsKeyId": arn("DataKey"),
        },
    )


def _stage() -> Node:
    return resource(
        "ApiGatewayV2::Stage",
        {
            "ApiId": ref("Api"),
            "StageName": "$default",
            "AutoDeploy": True,
            "AccessLogSettings": {
                "DestinationArn": arn("ApiLogs"),
                "Format": json.dumps(ACCESS_LOG),
            },
            "DefaultRouteSettings": {
                "DetailedMetricsEnabled": True,
                "ThrottlingRateLimit": ref("RequestsASecond"),
                "ThrottlingBurstLimit": ref("RequestsAtOnce"),
            },
        },
    )


def _integration(area: str) -> Node:
    milliseconds = (FUNCTIONS[area].timeout + 1) * 1000
    return resource(
        "ApiGatewayV2::Integration",
        {
            "ApiId": ref("Api"),
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": arn(logical(area, "Function")),
            "PayloadFormatVersion": "2.0",
            "TimeoutInMillis": milliseconds,
        },
    )


def _permission(area: str) -> Node:
    source = sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*")
    return resource(
        "Lambda::Permission",
        {
            "FunctionName": ref(logical(area, "Function")),
            "Action": "lambda:InvokeFunction",
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": source,
        },
    )


def _domain() -> Resources:
    """Return what an API under a domain of its own needs, where one is named."""
    named = {
        "DomainName": ref("ApiDomainName"),
        "DomainNameConfigurations": [
            {
                "CertificateArn": ref("ApiCertificateArn"),
                "EndpointType": "REGIONAL",
                "SecurityPolicy": "TLS_1_2",
            }
        ],
    }
    mapped = {"ApiId": ref("Api"), "DomainName": ref("ApiDomain"), "Stage": ref("ApiStage")}
    return {
        "ApiDomain": resource("ApiGatewayV2::DomainName", named, Condition="HasApiDomain"),
        "ApiMapping": resource("ApiGatewayV2::ApiMapping", mapped, Condition="HasApiDomain"),
    }
