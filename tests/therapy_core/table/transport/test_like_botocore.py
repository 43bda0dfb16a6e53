"""What the lean transport makes of anything is what botocore makes of it."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import ReadOnlyCredentials
from botocore.parsers import JSONParser
from botocore.session import get_session
from hypothesis import given, settings
from hypothesis import strategies as st

from therapy_core.table import BotocoreTransport
from therapy_core.table.transport import answers, endpoints, payload
from therapy_core.table.transport.http1 import Answer
from therapy_core.table.transport.services import DYNAMODB, SECRETS_MANAGER, Service
from therapy_core.table.transport.signing import sign

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
MODEL = get_session().get_service_model("dynamodb")
names = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
scalars = (
    st.builds(lambda v: {"S": v}, st.text(st.characters(codec="utf-8")))
    | st.builds(lambda v: {"N": str(v)}, st.integers())
    | st.builds(lambda v: {"B": v}, st.binary())
    | st.builds(lambda v: {"BOOL": v}, st.booleans())
    | st.just({"NULL": True})
    | st.builds(lambda v: {"BS": v}, st.lists(st.binary(), min_size=1))
    | st.builds(lambda v: {"SS": v}, st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
)
attributes = names | st.sampled_from(["B", "BS", "L", "M", "Item", "Items"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.builds(lambda v: {"L": v}, st.lists(inner, max_size=3))
        | st.builds(lambda v: {"M": v}, st.dictionaries(attributes, inner, max_size=3))
    ),
    max_leaves=8,
)
items = st.dictionaries(attributes, values, max_size=5)


def parsed(operation: str, answer: Answer) -> dict[str, Any]:
    """Return what botocore's parser makes of an answer."""
    shape = MODEL.operation_model(operation).output_shape
    said = {"status_code": answer.status, "headers": answer.headers, "body": answer.body}
    found: dict[str, Any] = JSONParser().parse(said, shape)
    if answer.status >= 300:  # as botocore's endpoint does
        for error in MODEL.operation_model(operation).error_shapes:
            if error.name == found["Error"]["Code"]:
                found |= JSONParser().parse(said | {"status_code": 200}, error)
    found.pop("ResponseMetadata", None)
    return found


def an_answer(members: dict[str, Any], status: int = 200) -> Answer:
    """Return an answer as it comes over the wire."""
    body = payload.encode(members)
    return Answer(status, {"x-amz-crc32": str(zlib.crc32(body))}, body)


@given(item=items, more=items)
@settings(max_examples=150, deadline=None)
def test_answers_hold_the_same(item: dict[str, Any], more: dict[str, Any]) -> None:
    """Wherever items stand in them, whatever their attributes are called."""
    table = {"therapy": [item, more]}
    for operation, members in {
        "GetItem": {"Item": item, "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 0.5}},
        "UpdateItem": {"Attributes": item},
        "Query": {"Items": [item, more], "Count": 2, "LastEvaluatedKey": more},
        "BatchGetItem": {"Responses": table, "UnprocessedKeys": {"t": {"Keys": [item]}}},
        "BatchWriteItem": {"UnprocessedItems": {"t": [{"PutRequest": {"Item": item}}]}},
        "TransactGetItems": {"Responses": [{"Item": item}, {}]},
        "PutItem": {},
    }.items():
        answer = an_answer(members)
        assert answers.read(operation, answer) == parsed(operation, answer)


CODES = ["ConditionalCheckFailedException", "TransactionCanceledException", "ThrottlingException"]


@given(
    st.sampled_from(CODES),
    st.sampled_from(["", "com.amazonaws.dynamodb.v20120810#"]),
    st.sampled_from(["message", "Message", "other"]),
    st.sampled_from([400, 413, 500, 503]),
    items,
)
@settings(max_examples=150, deadline=None)
def test_errors_say_the_same(
    code: str, before: str, spelled: str, status: int, item: dict[str, Any]
) -> None:
    """Code, message, the item that stood in the way and each action's reason."""
    members: dict[str, Any] = {"__type": before + code, spelled: "words"}
    if code == CODES[0]:
        members["Item"] = item
    if code == CODES[1]:
        members["CancellationReasons"] = [{"Code": "None"}, {"Code": "X", "Item": item}]
    answer = an_answer(members, status)
    response: Any = answers.refusal("TransactWriteItems", answer).response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    theirs = parsed("TransactWriteItems" if code == CODES[1] else "PutItem", answer)
    assert response["Error"] == theirs["Error"]
    for member in ("Item", "CancellationReasons"):
        assert response.get(member) == theirs.get(member)


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"\xff\xfe", b"[]"])
def test_a_proxys_error_is_named_by_its_status(body: bytes) -> None:
    """A gateway's page is no answer of DynamoDB's, and none of its text gets out."""
    error = answers.refusal("GetItem", Answer(502, {}, body))
    assert error.response["Error"] == {"Code": "502", "Message": ""}


@given(
    st.binary(max_size=300),
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1),
    st.none() | st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1),
    st.sampled_from(["https://dynamodb.eu-central-1.amazonaws.com/", "http://localhost:8000/"]),
    st.sampled_from([DYNAMODB, SECRETS_MANAGER]),
)
@settings(max_examples=100, deadline=None)
def test_signatures_are_the_same(
    body: bytes, secret: str, token: str | None, url: str, service: Service
) -> None:
    """Under any secret, with and without a session's token."""
    credentials = ReadOnlyCredentials("AKIA", secret, token)
    endpoint = endpoints.Endpoint(url, "eu-central-1")
    mine = sign(credentials, endpoint, service, "X", body, lambda: NOON)
    asked = {"X-Amz-Target": f"{service.target}.X", "Content-Type": service.content_type}
    theirs = AWSRequest("POST", url, headers=asked, data=body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda: NOON)
        SigV4Auth(credentials, service.name, "eu-central-1").add_auth(theirs)
    assert mine["authorization"] == theirs.headers["Authorization"]
    assert mine.get("x-amz-security-token") == theirs.headers.get("X-Amz-Security-Token")


def regions() -> list[str]:
    """Return every region in which botocore knows DynamoDB, and some that it doesn't."""
    session = get_session()
    partitions = session.get_available_partitions()
    known = [r for p in partitions for r in session.get_available_regions("dynamodb", p)]
    return [*known, "eu-north-9", "us-gov-east-1", "cn-north-1", "local"]


def by_client(region: str, service: str = "dynamodb", operation: str = "ListTables") -> str:
    """Return the URL to which a client of botocore's would send."""
    urls: list[str] = []

    def note(request: Any, **_: Any) -> AWSResponse:
        urls.append(request.url)
        return AWSResponse(request.url, 200, {}, SimpleNamespace(stream=lambda: iter([b"{}"])))

    transport = BotocoreTransport(None, region, service=service)
    transport.client.meta.events.register("before-send", note)
    transport(operation, {})
    return urls[0]


ENVIRONMENTS: list[dict[str, str]] = [
    {},
    {"AWS_USE_FIPS_ENDPOINT": "true"},
    {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
    {"AWS_ENDPOINT_URL": "http://proxy.example:8000"},
    {"AWS_ENDPOINT_URL": "http://a.example", "AWS_ENDPOINT_URL_DYNAMODB": "http://b.example/x"},
    {"AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://c.example:1"},
    {"AWS_ENDPOINT_URL": "http://a.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
]


@pytest.mark.parametrize("environ", ENVIRONMENTS, ids=lambda e: " ".join(e) or "nothing")
def test_endpoints_are_the_same(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """In regions of each partition, with every variable that moves an endpoint."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    for region in ("eu-central-1", "us-gov-east-1", "cn-north-1", "us-iso-east-1", "eu-north-9"):
        assert endpoints.resolved(get_session(), None, region).url == by_client(region)
        found = endpoints.resolved(get_session(), None, region, "secretsmanager").url
        assert found == by_client(region, "secretsmanager", "ListSecrets")


def test_every_region_is_found() -> None:
    """Each has an endpoint, and is signed for by its own name."""
    session = get_session()
    found = {r: endpoints.resolved(session, None, r) for r in regions()}
    assert all(f.url.startswith(("https://", "http://localhost")) for f in found.values())
    assert {f.region for r, f in found.items() if r != "local"} == set(found) - {"local"}
