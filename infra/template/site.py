"""The site's bucket, and CloudFront in front of site and API, so that both are one origin.

The API is the default: its paths are at the root. The site has the root page, `/app/*` and its
files. Two small functions run at the edge: one lets every path of the site find its one page, one
tells the API who is asking and by which name, in headers that a caller can't set.
"""

from __future__ import annotations

from infra.template.plain import (
    NAME_IN_ACCOUNT,
    Node,
    Resources,
    arn,
    attribute,
    if_,
    kept,
    policy,
    ref,
    resource,
    statement,
    sub,
)
from therapy_api.security import SITE

FILES = ("/assets/*", "/favicon.svg", "/robots.txt")
PAGES = ("/", "/app", "/app/*")
CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
"""AWS's managed cache policies CachingOptimized and CachingDisabled, and the origin request policy
AllViewerExceptHostHeader (Amazon CloudFront Developer Guide, "Use managed policies")."""
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
YEAR = 365 * 24 * 60 * 60
REFUSALS = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""What CloudFront would keep for ten seconds, whoever asks next, whatever its cache policy says
(Amazon CloudFront Developer Guide, "How CloudFront caches HTTP 4xx and 5xx status codes")."""
PAGE = """function handler(event) {
  event.request.uri = '/index.html';
  return event.request;
}
"""
VIEWER = """function handler(event) {
  var headers = event.request.headers;
  headers['x-viewer-address'] = { value: event.viewer.ip };
  headers['x-viewer-host'] = { value: headers.host.value };
  return event.request;
}
"""


def resources() -> Resources:
    """Return bucket, distribution, and what stands between them."""
    return {
        "SiteBucket": _bucket(),
        "SiteBucketPolicy": _bucket_policy(),
        "SiteAccess": _access(),
        "SiteHeaders": _headers(),
        "PageFunction": _function("page", "Every path of the site is its one page.", PAGE),
        "ViewerFunction": _function("viewer", "Say who asks, and by which name.", VIEWER),
        "Distribution": _distribution(),
    }


def _bucket() -> Node:
    return kept(
        "S3::Bucket",
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "former-versions",
                        "Status": "Enabled",
                        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                    }
                ]
            },
        },
    )


def _bucket_policy() -> Node:
    every = sub("${SiteBucket.Arn}/*")
    source = sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}")
    read = statement(
        ["s3:GetObject"],
        every,
        Principal={"Service": "cloudfront.amazonaws.com"},
        Condition={"StringEquals": {"AWS:SourceArn": source}},
    )
    insecure = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn("SiteBucket"), every],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return resource(
        "S3::BucketPolicy",
        {"Bucket": ref("SiteBucket"), "PolicyDocument": policy(read, insecure)},
    )


def _access() -> Node:
    return resource(
        "CloudFront::OriginAccessControl",
        {
            "OriginAccessControlConfig": {
                "Name": sub(NAME_IN_ACCOUNT),
                "OriginAccessControlOriginType": "s3",
                "SigningBehavior": "always",
                "SigningProtocol": "sigv4",
            }
        },
    )


def _headers() -> Node:
    """Return the headers of the site's files; the API sends its own."""
    security = {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": SITE, "Override": True},
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": "DENY", "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": "no-referrer", "Override": True},
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": YEAR,
            "IncludeSubdomains": True,
            "Override": True,
        },
    }
    return resource(
        "CloudFront::ResponseHeadersPolicy",
        {
            "ResponseHeadersPolicyConfig": {
                "Name": sub(NAME_IN_ACCOUNT),
                "SecurityHeadersConfig": security,
            }
        },
    )


def _function(name: str, about: str, code: str) -> Node:
    return resource(
        "CloudFront::Function",
        {
            "Name": sub(f"{NAME_IN_ACCOUNT}-{name}"),
            "AutoPublish": True,
            "FunctionCode": code,
            "FunctionConfig": {"Comment": about, "Runtime": "cloudfront-js-2.0"},
        },
    )


def _distribution() -> Node:
    return resource(
        "CloudFront::Distribution",
        {
            "DistributionConfig": {
                "Enabled": True,
                # Only a change of the distribution lets CloudFormation read the secret again.
                "Comment": sub("therapy-${Environment}, origin key ${OriginKeyVersion}"),
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_100",
                "Aliases": if_("HasDomain", [ref("DomainName")]),
                "ViewerCertificate": if_("HasDomain", _certificate(), _own_certificate()),
                "WebACLId": if_("HasWebAcl", ref("WebAclArn")),
                "Origins": [_site_origin(), _api_origin()],
                "CustomErrorResponses": [
                    {"ErrorCode": status, "ErrorCachingMinTTL": 0} for status in REFUSALS
                ],
                "DefaultCacheBehavior": _api_behaviour(),
                "CacheBehaviors": [
                    *({"PathPattern": path, **_page_behaviour()} for path in PAGES),
                    *({"PathPattern": path, **_site_behaviour()} for path in FILES),
                ],
            }
        },
    )


def _certificate() -> Node:
    return {
        "AcmCertificateArn": ref("CertificateArn"),
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }


def _own_certificate() -> Node:
    return {"CloudFrontDefaultCertificate": True}


def _site_origin() -> Node:
    return {
        "Id": "site",
        "DomainName": attribute("SiteBucket", "RegionalDomainName"),
        "OriginAccessControlId": attribute("SiteAccess", "Id"),
        "S3OriginConfig": {},
    }


def _api_origin() -> Node:
    key = sub("{{resolve:secretsmanager:${SecretsArn}:SecretString:ORIGIN_KEY}}")
    return {
        "Id": "api",
        "DomainName": sub("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
        "OriginCustomHeaders": [{"HeaderName": "X-Origin-Key", "HeaderValue": key}],
    }


def _api_behaviour() -> Node:
    return {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "CachePolicyId": NOT_CACHED,
        "OriginRequestPolicyId": ALL_BUT_HOST,
        "Compress": True,
        "FunctionAssociations": _at_the_edge("ViewerFunction"),
    }


def _site_behaviour() -> Node:
    return {
        "TargetOriginId": "site",
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": CACHED,
        "ResponseHeadersPolicyId": ref("SiteHeaders"),
        "Compress": True,
    }


def _page_behaviour() -> Node:
    return {**_site_behaviour(), "FunctionAssociations": _at_the_edge("PageFunction")}


def _at_the_edge(name: str) -> list[Node]:
    return [{"EventType": "viewer-request", "FunctionARN": attribute(name, "FunctionARN")}]
